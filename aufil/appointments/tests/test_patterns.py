"""What comes back in absences: said from enough cases only, and only where it stands out."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aufil.appointments.patterns import LEAST, MISSED, Moment, Past, Way, patterns

MONDAY = datetime(2026, 1, 5, 9)


def some(count: int, *, day: int = 0, hour: int = 9, mode: str = "site", came: bool = True) -> list[Past]:
    at = (MONDAY + timedelta(days=day)).replace(hour=hour)
    return [Past(at + timedelta(weeks=n), mode, came) for n in range(count)]


def test_three_absences_on_monday_mornings_stand_out():
    found = patterns([*some(3, came=False), *some(1), *some(9, day=2), *some(1, day=2, came=False)])
    assert [type(one) for one in found] == [Moment]
    assert (found[0].weekday, found[0].is_morning) == (0, True)
    assert (found[0].there.missed, found[0].there.total) == (3, 4)
    assert (found[0].elsewhere.missed, found[0].elsewhere.total) == (1, 10)


def test_by_phone_but_not_on_site():
    past = [*some(1, day=0, came=False), *some(1, day=1, came=False), *some(1, day=2, came=False)]
    found = patterns([*past, *some(1, day=4), *some(4, day=3, hour=15, mode="phone")])
    assert [(one.missed_by, one.kept_by) for one in found if isinstance(one, Way)] == [("there", "phone")]
    assert found[0].elsewhere.came == 4


def test_too_few_say_nothing():
    assert patterns([*some(3, came=False), *some(2, day=2)]) == []
    assert patterns([*some(2, came=False), *some(20, day=2)]) == []


def test_who_misses_everywhere_has_no_pattern():
    assert patterns([*some(4, came=False), *some(4, day=1, came=False), *some(4, day=3, came=False)]) == []


pasts = st.lists(
    st.tuples(
        st.integers(0, 13),
        st.sampled_from([9, 15]),
        st.sampled_from(["site", "phone", "video"]),
        st.booleans(),
    ),
    max_size=30,
).map(
    lambda some: [
        Past(MONDAY.replace(hour=hour) + timedelta(days=day), mode, came) for day, hour, mode, came in some
    ]
)


@given(pasts)
def test_whatever_is_shown_has_its_numbers(past):
    for one in patterns(past):
        assert len(past) >= LEAST
        assert one.there.missed >= MISSED
        assert one.there.missed * 2 > one.there.total
        assert one.elsewhere.rate * 2 <= one.there.rate
        assert one.there.total + one.elsewhere.total <= len(past)


@given(pasts)
def test_the_order_in_which_they_come_does_not_matter(past):
    assert patterns(sorted(past)) == patterns(past)
