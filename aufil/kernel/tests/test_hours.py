"""Opening hours: pure arithmetic, true on the days clocks change, overseas, and on holidays of Alsace-Moselle."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from aufil.kernel.hours import HOLIDAY_ZONES, HORIZON, Away, Hours, Interval, public_holidays_of

PARIS = "Europe/Paris"
ZONES = [PARIS, "Indian/Reunion", "America/Cayenne", "Pacific/Noumea", "America/Miquelon"]
WEEK = [
    Interval(d, *span) for d in range(5) for span in ((time(9), time(12, 30)), (time(13, 30), time(17, 30)))
]
NIGHT = [Interval(d, time(0), time(6)) for d in range(7)]


def never(_day: date) -> bool:
    return False


def paris(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(PARIS), fold=fold)


@pytest.fixture
def usual():
    return Hours(WEEK, PARIS)


def test_lunch_is_closed_and_the_end_is_not_open(usual):
    assert usual.closing(paris(2026, 3, 3, 9)) == paris(2026, 3, 3, 12, 30)
    assert usual.closing(paris(2026, 3, 3, 12, 30)) is None
    assert usual.closing(paris(2026, 3, 3, 13)) is None
    assert usual.closing(paris(2026, 3, 3, 17, 29)) == paris(2026, 3, 3, 17, 30)


def test_the_next_opening_after_friday_evening_is_monday(usual):
    assert usual.next_opening(paris(2026, 3, 6, 18)) == paris(2026, 3, 9, 9)
    assert usual.next_opening(paris(2026, 3, 3, 13)) == paris(2026, 3, 3, 13, 30)
    now = paris(2026, 3, 3, 10)
    assert usual.next_opening(now) == now


def test_public_holidays_are_closed(usual):
    assert usual.closing(paris(2026, 5, 14, 10)) is None, "Ascension"
    assert usual.next_opening(paris(2026, 4, 30, 18)) == paris(2026, 5, 4, 9), "1 May is a Friday in 2026"


def test_alsace_moselle_has_good_friday_and_saint_stephen():
    here, there = public_holidays_of(2026), public_holidays_of(2026, "Alsace-Moselle")
    assert there - here == {date(2026, 4, 3), date(2026, 12, 26)}
    good_friday = datetime(2026, 4, 3, 9, 30, tzinfo=UTC)
    assert Hours(WEEK, PARIS).closing(good_friday)
    assert Hours(WEEK, PARIS, holiday_zone="Alsace-Moselle").closing(good_friday) is None


@pytest.mark.parametrize("zone", HOLIDAY_ZONES)
def test_every_zone_a_structure_may_choose_has_its_days(zone):
    assert public_holidays_of(2026) <= public_holidays_of(2026, zone)


# Easter Sunday by the tables of the Church; Good Friday, Easter Monday, Ascension and Whit Monday go with it.
EASTER = {
    2024: (3, 31),
    2025: (4, 20),
    2026: (4, 5),
    2027: (3, 28),
    2028: (4, 16),
    2035: (3, 25),
    2038: (4, 25),
}
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


@pytest.mark.parametrize("year", EASTER)
def test_the_days_of_any_year_are_those_of_the_law(year):
    easter = date(year, *EASTER[year])
    moving = {easter + timedelta(days=n) for n in (1, 39, 50)}
    fixed = {date(year, *day) for day in FIXED}
    assert public_holidays_of(year) == fixed | moving
    theirs = {easter - timedelta(days=2), date(year, 12, 26)}
    assert public_holidays_of(year, "Alsace-Moselle") == fixed | moving | theirs


@pytest.mark.parametrize(
    ("zone", "month", "number"),
    [
        ("GP", 5, 27),
        ("MQ", 5, 22),
        ("GF", 6, 10),
        ("RE", 12, 20),
        ("YT", 4, 27),
        ("BL", 10, 9),
        ("MF", 5, 28),
    ],
)
@pytest.mark.parametrize("year", [2026, 2027, 2035])
def test_each_overseas_land_keeps_its_own_day_every_year(zone, month, number, year):
    assert date(year, month, number) in public_holidays_of(year, zone)
    assert date(year, month, number) not in public_holidays_of(year)


def test_the_abolition_of_slavery_is_kept_where_it_is():
    assert date(2026, 12, 20) in public_holidays_of(2026, "RE")
    assert date(2026, 12, 20) not in public_holidays_of(2026)


def test_overseas_the_day_is_the_local_one():
    noumea = Hours(WEEK, "Pacific/Noumea", never)
    sunday_evening_in_utc = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # Monday 9:30 there
    assert noumea.closing(sunday_evening_in_utc)
    assert Hours(WEEK, PARIS, never).closing(sunday_evening_in_utc) is None


def test_the_night_clocks_go_forward_is_an_hour_short():
    night = Hours(NIGHT, PARIS, never)
    assert night.open_between(paris(2026, 3, 29), paris(2026, 3, 29, 12)) == timedelta(hours=5)
    assert night.open_between(paris(2026, 3, 28), paris(2026, 3, 28, 12)) == timedelta(hours=6)


def test_the_night_clocks_go_back_is_an_hour_long():
    night = Hours(NIGHT, PARIS, never)
    assert night.open_between(paris(2026, 10, 25), paris(2026, 10, 25, 12)) == timedelta(hours=7)


def test_the_monday_after_the_clocks_changed_opens_at_the_same_local_time(usual):
    for friday, monday in ((paris(2026, 3, 27, 18), 30), (paris(2026, 10, 23, 18), 26)):
        opening = usual.next_opening(friday.astimezone(UTC))
        assert opening == paris(friday.year, friday.month, monday, 9)
        assert opening.astimezone(ZoneInfo(PARIS)).hour == 9


def test_whether_it_is_open_does_not_depend_on_the_zone_one_asks_in():
    """In the hour that comes twice, the same wall clock is two instants."""
    until_half_past_two = Hours([Interval(6, time(0), time(2, 30))], PARIS, never)
    second_quarter_past = paris(2026, 10, 25, 2, 15, fold=1)
    assert until_half_past_two.closing(second_quarter_past) == until_half_past_two.closing(
        second_quarter_past.astimezone(UTC)
    )


def test_hours_that_never_open_have_no_next_opening():
    assert Hours([], PARIS).next_opening(paris(2026, 3, 3)) is None
    assert Hours(WEEK, PARIS, lambda day: True).next_opening(paris(2026, 3, 3)) is None


instants = st.datetimes(
    min_value=datetime(2025, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC)
) | st.sampled_from(
    # The nights clocks change, minute by minute.
    [
        datetime(2026, month, day, 0, 0, tzinfo=UTC) + timedelta(minutes=n)
        for month, day in ((3, 29), (10, 25))
        for n in range(0, 180, 7)
    ]
)
clock_times = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))


@st.composite
def weeks(draw):
    """Some hours in some zone; the stretches of one day do not overlap."""
    intervals = []
    for weekday in draw(st.sets(st.integers(0, 6), max_size=7)):
        times = sorted(draw(st.sets(clock_times, min_size=2, max_size=4)))
        pairs = zip(times[::2], times[1::2], strict=False)
        intervals += [Interval(weekday, opens, closes) for opens, closes in pairs]
    return Hours(intervals, draw(st.sampled_from(ZONES)), never)


@how(database=None, deadline=None)
@given(weeks(), instants)
def test_open_means_time_passes_open(hours, at):
    closing = hours.closing(at)
    passed = hours.open_between(at, at + timedelta(seconds=1))
    assert bool(closing) == (passed > timedelta())
    if closing:
        assert hours.open_between(at, closing) == closing.astimezone(UTC) - at


@how(database=None, deadline=None)
@given(weeks(), instants)
def test_nothing_is_open_before_the_next_opening(hours, at):
    opening = hours.next_opening(at)
    if opening is None:
        assert hours.open_between(at, at + HORIZON - timedelta(days=1)) == timedelta()
    else:
        assert hours.open_between(at, opening) == timedelta()
        assert hours.closing(opening.astimezone(UTC))


@how(database=None, deadline=None)
@given(weeks(), instants, st.timedeltas(timedelta(), timedelta(days=9)), st.floats(0, 1))
def test_open_time_adds_up(hours, start, length, share):
    middle, end = start + length * share, start + length
    parts = hours.open_between(start, middle) + hours.open_between(middle, end)
    assert abs(parts - hours.open_between(start, end)) < timedelta(milliseconds=1)
    assert timedelta() <= hours.open_between(start, end) <= length + timedelta(milliseconds=1)


absences = st.lists(
    st.tuples(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 60)).map(
        lambda pair: Away(pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    max_size=4,
)


@how(database=None, deadline=None)
@given(weeks(), absences, instants, st.timedeltas(timedelta(), timedelta(days=70)))
def test_an_absence_takes_its_local_days_away_and_no_other(hours, away, start, length):
    present = Hours([i for day in hours.by_weekday.values() for i in day], str(hours.zone), never, away=away)
    day, end = start.astimezone(hours.zone).date(), start + length
    expected = timedelta()
    while day <= end.astimezone(hours.zone).date():
        if not any(a.first <= day <= a.last for a in away):
            for opens, closes in hours.spans(day):
                low, high = (
                    max(opens.timestamp(), start.timestamp()),
                    min(closes.timestamp(), end.timestamp()),
                )
                expected += timedelta(seconds=max(0.0, high - low))
        day += timedelta(days=1)
    assert abs(present.open_between(start, end) - expected) < timedelta(milliseconds=1)


@how(database=None, deadline=None)
@given(weeks(), absences, instants)
def test_whoever_comes_back_is_there_when_it_is_said(hours, away, at):
    present = Hours([i for day in hours.by_weekday.values() for i in day], str(hours.zone), never, away=away)
    opening = present.next_opening(at)
    assert bool(opening) == bool(hours.by_weekday)
    if opening:
        local = opening.astimezone(hours.zone).date()
        assert not any(a.first <= local <= a.last for a in away)
        assert present.open_between(at, opening) == timedelta()
        assert present.closing(opening.astimezone(UTC))


def test_an_absence_of_months_still_ends():
    away = [Away(date(2026, 3, 2), date(2026, 8, 30)), Away(date(2026, 8, 31), date(2026, 9, 4))]
    hours = Hours(WEEK, PARIS, away=away)
    assert hours.next_opening(paris(2026, 3, 1, 18)) == paris(2026, 9, 7, 9)
    assert hours.back_from(date(2026, 3, 2)) == date(2026, 9, 5)


def test_an_absence_over_the_night_clocks_change_ends_at_the_usual_local_hour():
    spring = Hours(WEEK, PARIS, away=[Away(date(2026, 3, 26), date(2026, 3, 30))])
    assert spring.next_opening(paris(2026, 3, 27, 10)) == paris(2026, 3, 31, 9)
    assert spring.open_between(paris(2026, 3, 25, 9), paris(2026, 3, 31, 10)) == timedelta(hours=8.5)


def test_open_time_is_counted_over_nights_weekends_and_changed_clocks():
    week = Hours([Interval(day, time(9), time(17)) for day in range(5)], "Europe/Paris")
    friday = datetime(2026, 3, 27, 16, 0, tzinfo=ZoneInfo(PARIS))
    assert week.after(friday, timedelta(hours=4)) == datetime(2026, 3, 30, 12, 0, tzinfo=ZoneInfo(PARIS))
    assert week.after(friday, timedelta(hours=1)) == datetime(2026, 3, 27, 17, 0, tzinfo=ZoneInfo(PARIS))
    assert week.after(friday, timedelta()) == friday
    assert Hours([], "Europe/Paris").after(friday, timedelta(minutes=1)) is None


def test_what_has_passed_is_what_was_waited():
    nights = Hours([Interval(day, time(0), time(6)) for day in range(7)], "Europe/Paris")
    for month in (3, 10):
        start = datetime(2026, month, 28, 20, 0, tzinfo=ZoneInfo(PARIS))
        end = nights.after(start, timedelta(hours=15))
        assert end
        assert nights.open_between(start, end) == timedelta(hours=15)
