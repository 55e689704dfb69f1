"""When a lounge is open, and when next: against a slow walk by the clock, over both changes of the hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from aufil.kernel.hours import Hours as Week
from aufil.kernel.hours import Interval, public_holidays_of
from aufil.thread.actions import open_group
from aufil.video.lounges import hours_at, is_open, there_said, when_said
from aufil.video.models import LoungeHours

PARIS = ZoneInfo("Europe/Paris")
QUARTER = timedelta(minutes=15)


def quarter(number: int) -> time:
    return time(number // 4, number % 4 * 15)


def apart(lines: list[tuple[int, int, int]]) -> list[Interval]:
    """Those lines that lie over none before them."""
    found: list[Interval] = []
    for weekday, first, length in lines:
        one = Interval(weekday, quarter(first), quarter(min(first + length, 95)))
        if all(o.weekday != weekday or o.closes <= one.opens or one.closes <= o.opens for o in found):
            found.append(one)
    return found


# By quarters of an hour between 4 and 23:45.
weeks = st.lists(
    st.tuples(st.integers(0, 6), st.integers(16, 90), st.integers(1, 24)), min_size=1, max_size=5
).map(apart)

# Around the last Sundays of March and October, and the holidays of May.
DAYS = (date(2026, 3, 27), date(2026, 10, 23), date(2026, 5, 7), date(2026, 1, 12))
moments = st.builds(
    lambda day, quarters: datetime(day.year, day.month, day.day, tzinfo=UTC) + quarters * QUARTER,
    st.sampled_from(DAYS),
    st.integers(0, 96 * 5),
)


def walked(week: list[Interval], at: datetime) -> bool:
    """By the clock on the wall, alone."""
    local = at.astimezone(PARIS)
    if local.date() in public_holidays_of(local.year):
        return False
    return any(i.weekday == local.weekday() and i.opens <= local.time() < i.closes for i in week)


@given(weeks, moments)
def test_open_now_and_next_opening_are_what_a_walk_by_the_clock_finds(week, now):
    found = hours_at(Week(week, "Europe/Paris"), now)
    assert is_open(found, now) == walked(week, now)
    step = now
    while not walked(week, step):
        step += QUARTER
        if step - now > timedelta(days=9):
            assert found is None or found.opens_at >= step
            return
    assert found is not None
    assert max(found.opens_at, now) == step
    assert not walked(week, found.admits_until) or any(
        i.opens == found.admits_until.astimezone(PARIS).time() for i in week
    )


SUNDAY = [Interval(6, time(14), time(16))]


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)),
        (datetime(2026, 3, 21, 12, tzinfo=UTC), datetime(2026, 3, 22, 13, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 13, tzinfo=UTC)),
    ],
)
def test_two_in_the_afternoon_is_that_of_the_clock_on_the_wall(now, opens):
    found = hours_at(Week(SUNDAY, "Europe/Paris"), now)
    assert (found.opens_at, found.admits_until) == (opens, opens + timedelta(hours=2))


def test_a_stretch_the_change_of_the_hour_leaves_nothing_of_is_no_opening():
    night = [Interval(6, time(2, 30), time(3))]
    found = hours_at(Week(night, "Europe/Paris"), datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert found.opens_at == datetime(2026, 4, 5, 0, 30, tzinfo=UTC)


def test_on_a_public_holiday_it_stays_closed():
    friday = [Interval(4, time(17), time(18))]
    found = hours_at(Week(friday, "Europe/Paris"), datetime(2026, 5, 1, 8, tzinfo=UTC))
    assert found.opens_at.date() == date(2026, 5, 15), "the 1st and the 8th of May are holidays"


def test_a_lounge_without_hours_to_come_says_so():
    assert hours_at(Week([], "Europe/Paris"), datetime(2026, 5, 1, tzinfo=UTC)) is None
    assert when_said(None, datetime(2026, 5, 1, tzinfo=UTC), "Europe/Paris").startswith("Pas d’heure")


def test_the_hours_are_said_by_the_structure_s_clock():
    now = datetime(2026, 1, 17, 12, tzinfo=UTC)
    found = hours_at(Week(SUNDAY, "Europe/Paris"), now)
    said = when_said(found, now, "Europe/Paris")
    assert said == "Ouvre demain à 14\u202fh, jusqu’à 16\u202fh."
    assert when_said(found, found.opens_at, "Europe/Paris") == "Ouvert jusqu’à 16\u202fh."
    assert [there_said(n) for n in (0, 1, 3)] == [
        "Personne n’y est pour l’instant.",
        "1 personne est là.",
        "3 personnes sont là.",
    ]


@pytest.fixture
def club(db, cast):
    return open_group(structure=cast.structures["cholet"], title="Club", opener=cast.camille)


def line(club, weekday: int, opens: int, closes: int) -> LoungeHours:
    return LoungeHours.objects.create(thread=club, weekday=weekday, opens=time(opens), closes=time(closes))


@pytest.mark.parametrize("hours", [(14, 16), (13, 15), (15, 16), (12, 20)])
def test_the_database_refuses_hours_of_one_group_that_overlap(club, hours):
    line(club, 2, 14, 16)
    with pytest.raises(IntegrityError), transaction.atomic():
        line(club, 2, *hours)
    line(club, 3, *hours)
    line(club, 2, 20, 21)


def test_hours_may_touch_and_moving_them_over_others_is_refused(club):
    line(club, 2, 14, 16)
    after = line(club, 2, 16, 18)
    with pytest.raises(IntegrityError), transaction.atomic():
        LoungeHours.objects.filter(pk=after.pk).update(opens=time(15))


def test_the_database_refuses_an_end_before_the_beginning(club):
    with pytest.raises(IntegrityError), transaction.atomic():
        line(club, 2, 16, 14)
