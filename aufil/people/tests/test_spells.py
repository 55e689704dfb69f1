"""Who is the referent on any day: never two, and never nobody where there was somebody."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aufil.people.spells import COLLEAGUE, REFERENT, Spell, ended, handed_on, handed_over, joined, referent_on

FIRST = date(2026, 6, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(60)]
CAMILLE, SOFIANE, JULIEN = 1, 2, 3
COUNSELLORS = st.sampled_from([CAMILLE, SOFIANE, JULIEN])


def day(number: int) -> date:
    return DAYS[number]


@st.composite
def acts(draw):
    """What may happen to a young person, one day after another."""
    steps, now = [], 0
    for _ in range(draw(st.integers(0, 8))):
        now += draw(st.integers(0, 6))
        starts = now + draw(st.integers(0, 5))
        lasts = draw(st.none() | st.integers(1, 15))
        steps.append(
            (now, draw(COUNSELLORS), draw(st.none() | COUNSELLORS), starts, lasts, draw(st.booleans()))
        )
    return [step for step in steps if step[3] + (step[4] or 0) < 58]


def after(all_acts) -> list[Spell]:
    spells = [Spell(CAMILLE, REFERENT, FIRST)]
    for _now, taker, giver, starts, lasts, stays in all_acts:
        if giver == taker:
            continue
        spells = handed_over(
            spells,
            taker=taker,
            giver=giver,
            starts_on=day(starts),
            returns_on=day(starts + lasts) if lasts else None,
            stays=stays,
        )
    return spells


@given(acts())
def test_on_any_day_there_is_one_referent(all_acts):
    spells = after(all_acts)
    for one in DAYS:
        assert sum(s.part == REFERENT and s.on(one) for s in spells) == 1, (one, spells)


@given(acts())
def test_nobody_is_a_colleague_of_themselves_nor_twice_at_once(all_acts):
    spells = after(all_acts)
    for one in DAYS:
        there = [s.counsellor for s in spells if s.on(one)]
        assert len(there) == len(set(there)), (one, spells)


@given(acts())
def test_no_spell_is_empty_and_none_of_one_person_touch(all_acts):
    spells = after(all_acts)
    assert all(s.ends_on is None or s.starts_on < s.ends_on for s in spells)
    for before, later in pairwise(sorted(spells, key=lambda s: (s.counsellor, s.part, s.starts_on))):
        if before[:2] == later[:2]:
            assert before.ends_on
            assert before.ends_on < later.starts_on


@given(acts(), COUNSELLORS, st.integers(0, 30), st.integers(1, 20))
def test_after_a_hand_over_until_a_day_everything_is_as_it_would_have_been(all_acts, taker, starts, lasts):
    before = after(all_acts)
    lent = handed_over(before, taker=taker, starts_on=day(starts), returns_on=day(starts + lasts))
    for number, one in enumerate(DAYS):
        if starts <= number < starts + lasts:
            assert referent_on(lent, one) == taker
        else:
            assert referent_on(lent, one) == referent_on(before, one)


@given(acts(), COUNSELLORS, COUNSELLORS, st.integers(0, 30), st.none() | st.integers(1, 20))
def test_one_gives_only_what_one_has(all_acts, giver, taker, starts, lasts):
    before = after(all_acts)
    until = day(starts + lasts) if lasts else None
    given_ = handed_over(before, taker=taker, giver=giver, starts_on=day(starts), returns_on=until)
    for number, one in enumerate(DAYS):
        was = referent_on(before, one)
        theirs = was == giver and number >= starts and (until is None or one < until)
        assert referent_on(given_, one) == (taker if theirs else was)


@given(acts(), st.sets(COUNSELLORS, max_size=2), st.integers(0, 50))
def test_what_somebody_gone_was_to_do_goes_to_somebody_who_is_there(all_acts, gone, number):
    before = after(all_acts)
    now = handed_on(before, gone, day(number))
    present = {s.counsellor for s in before if s.part == REFERENT} - gone
    for one in DAYS:
        was, is_ = referent_on(before, one), referent_on(now, one)
        assert is_ is not None
        if one < day(number) or was not in gone:
            assert is_ == was
        elif present:
            assert is_ in present


def test_who_gives_may_stay_as_a_colleague_for_as_long():
    spells = [Spell(CAMILLE, REFERENT, FIRST)]
    lent = handed_over(spells, taker=SOFIANE, starts_on=day(3), returns_on=day(9), stays=True)
    assert Spell(CAMILLE, COLLEAGUE, day(3), day(9)) in lent
    assert referent_on(lent, day(9)) == CAMILLE


def test_a_colleague_who_takes_over_is_a_colleague_again_afterwards():
    spells = joined([Spell(CAMILLE, REFERENT, FIRST)], Spell(SOFIANE, COLLEAGUE, FIRST))
    lent = handed_over(spells, taker=SOFIANE, starts_on=day(3), returns_on=day(9))
    theirs = [s for s in lent if s.counsellor == SOFIANE]
    assert theirs == [
        Spell(SOFIANE, REFERENT, day(3), day(9)),
        Spell(SOFIANE, COLLEAGUE, FIRST, day(3)),
        Spell(SOFIANE, COLLEAGUE, day(9)),
    ]


def test_when_it_ends_nobody_is_to_come_any_more():
    lent = handed_over([Spell(CAMILLE, REFERENT, FIRST)], taker=SOFIANE, starts_on=day(3), returns_on=day(9))
    assert ended(lent, day(5)) == [
        Spell(CAMILLE, REFERENT, FIRST, day(3)),
        Spell(SOFIANE, REFERENT, day(3), day(5)),
    ]
