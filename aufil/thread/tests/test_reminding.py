"""When a reminder is due and said: any day, any zone, any month."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.kernel.hours import HOLIDAY_ZONES, public_holidays_of
from aufil.thread.reminding import DAYS_BEFORE, Plan, months_later

PARIS = "Europe/Paris"
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
BEFORE = st.sets(st.sampled_from(DAYS_BEFORE), min_size=1).map(lambda some: tuple(sorted(some, reverse=True)))
ZONES = st.sampled_from(
    [PARIS, "America/Guadeloupe", "Indian/Reunion", "Pacific/Noumea", "America/Miquelon", "Pacific/Tahiti"]
)
PLANS = st.builds(Plan, DAYS, st.booleans(), BEFORE, ZONES, st.sampled_from([z for z in HOLIDAY_ZONES if z]))


def plan(first_on: date, *before: int, monthly: bool = False) -> Plan:
    return Plan(first_on, monthly, before or (7, 2, 0), PARIS)


@given(PLANS, DAYS)
def test_nothing_is_said_on_a_day_of_rest_nor_after_the_day_it_is_due(plan, day):
    saying = plan.next_saying(day, plan.first_on)
    if saying:
        assert saying.day > day
        assert saying.day <= saying.due_on
        assert saying.day.weekday() != 6
        assert saying.day not in public_holidays_of(saying.day.year, plan.holiday_zone)
        assert plan.morning_of(saying.day).astimezone(ZoneInfo(plan.timezone)).hour == 9


@given(PLANS)
def test_walking_from_saying_to_saying_says_each_once_and_leaves_none_out(plan):
    day, said, due = plan.first_on - timedelta(days=60), [], plan.first_on
    while len(said) < 20 and (saying := plan.next_saying(day, due)):
        said.append(saying)
        day, due = saying.day, saying.due_on
    dues = sorted({one.due_on for one in said})
    expected = [saying for due in dues for saying in plan.sayings(due)]
    assert said == expected[: len(said)]
    assert [one.day for one in said] == sorted({one.day for one in said})
    assert plan.monthly or len(dues) == 1


@given(PLANS, st.integers(0, 100))
def test_what_is_to_be_said_is_the_last_whose_day_has_come(plan, later):
    today = plan.first_on + timedelta(days=later - 20)
    saying = plan.last_saying(today, plan.first_on)
    if saying:
        assert saying.day <= today <= saying.due_on
        after = plan.next_saying(saying.day, saying.due_on)
        assert after is None or after.day > today


@given(PLANS, st.integers(0, 400))
def test_who_is_asked_at_the_time_of_a_saying_says_that_one(plan, days):
    saying = plan.next_saying(plan.first_on + timedelta(days=days - 30), plan.first_on)
    if saying:
        assert plan.last_saying(saying.day, plan.first_on) == saying


@given(DAYS, st.integers(0, 60))
def test_each_month_has_its_day_or_its_last(day, months):
    found = months_later(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(PLANS, DAYS)
def test_a_day_ends_after_its_morning_whatever_the_night(plan, day):
    assert timedelta(hours=13) < plan.end_of(day) - plan.morning_of(day) < timedelta(hours=17)
    assert (
        timedelta(hours=23) <= plan.end_of(day) - plan.end_of(day - timedelta(days=1)) <= timedelta(hours=25)
    )


def test_the_31st_of_each_month_comes_back_after_a_shorter_one():
    monthly = plan(date(2027, 1, 31), 0, monthly=True)
    dues, due = [], date(2027, 1, 31)
    for _month in range(5):
        dues.append(due)
        due = monthly.due_after(due)
    assert dues == [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 31),
    ]


def test_the_29th_of_february_is_there_in_a_leap_year():
    assert months_later(date(2028, 1, 31), 1) == date(2028, 2, 29)


def test_a_sunday_is_said_the_saturday_before_and_twice_on_one_day_is_once():
    # The 9th of May 2027 is a Sunday, the 8th a public holiday: both go to Friday the 7th.
    assert [one.day for one in plan(date(2027, 5, 9), 2, 1, 0).sayings(date(2027, 5, 9))] == [
        date(2027, 5, 7)
    ]


def test_alsace_moselle_rests_on_good_friday():
    friday = date(2027, 3, 26)
    assert Plan(friday, False, (0,), PARIS, "Alsace-Moselle").sayings(friday)[0].day == date(2027, 3, 25)
    assert Plan(friday, False, (0,), PARIS).sayings(friday)[0].day == friday


@pytest.mark.parametrize(
    ("day", "hour"),
    [(date(2027, 3, 27), 8), (date(2027, 3, 29), 7), (date(2027, 10, 30), 7), (date(2027, 11, 2), 8)],
)
def test_nine_in_the_morning_is_nine_on_either_side_of_a_changed_clock(day, hour):
    assert plan(day).morning_of(day) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
