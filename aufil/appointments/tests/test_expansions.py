"""What repeats in a calendar kept elsewhere, against a slow and obvious reference."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aufil.appointments.calendars.fetching import Trouble
from aufil.appointments.calendars.reading import MOST, taken_in
from tests.calendarserver import calendar

PARIS = ZoneInfo("Europe/Paris")
FIRST = datetime(2026, 1, 12, 7, tzinfo=UTC)
LAST = FIRST + timedelta(days=366)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOURS = st.times(time(3, 30), time(20)).map(lambda at: at.replace(second=0, microsecond=0))


def spans(data: bytes, zone: str = "Europe/Paris") -> list[tuple[datetime, datetime]]:
    return [(one.starts_at, one.ends_at) for one in taken_in(data, zone, FIRST, LAST).taken]


def instant(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=PARIS).astimezone(UTC)


def within(found: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    cut = [(max(start, FIRST), min(end, LAST)) for start, end in found]
    return sorted((start, end) for start, end in cut if end > start)


def said(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}"


def series(begins: date, at: time, minutes: int, rule: str, *more: str) -> bytes:
    lines = [
        f"DTSTART;TZID=Europe/Paris:{said(datetime.combine(begins, at))}",
        f"DURATION:PT{minutes}M",
        f"RRULE:{rule}",
        *more,
    ]
    return calendar("\n".join(lines))


@settings(deadline=None, max_examples=25)
@given(
    st.dates(date(2025, 10, 1), date(2026, 12, 1)),
    HOURS,
    st.integers(15, 180),
    st.integers(1, 3),
    st.integers(1, 80),
    st.sets(st.integers(0, 30), max_size=4),
)
def test_each_day_or_nearly_across_both_changes_of_the_clocks(begins, at, minutes, every, count, left_out):
    days = [begins + timedelta(days=every * number) for number in range(count)]
    gone = {days[number] for number in left_out if number < count}
    exceptions = [f"EXDATE;TZID=Europe/Paris:{said(datetime.combine(day, at))}" for day in sorted(gone)]
    found = spans(series(begins, at, minutes, f"FREQ=DAILY;INTERVAL={every};COUNT={count}", *exceptions))
    length = timedelta(minutes=minutes)
    wanted = [(instant(day, at), instant(day, at) + length) for day in days if day not in gone]
    assert found == within(wanted)


@settings(deadline=None, max_examples=25)
@given(
    st.dates(date(2025, 6, 1), date(2026, 6, 1)),
    HOURS,
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(1, 3),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_weekdays_every_so_many_weeks_until_a_day(begins, at, weekdays, every, until):
    begins += timedelta(days=(min(weekdays) - begins.weekday()) % 7)  # the first is one of them
    rule = f"FREQ=WEEKLY;INTERVAL={every};WKST=MO;BYDAY={','.join(DAYS[n] for n in sorted(weekdays))}"
    end = instant(until, at)
    found = spans(series(begins, at, 30, f"{rule};UNTIL={said(end)}Z"))
    monday = begins - timedelta(days=begins.weekday())
    days = [begins + timedelta(days=number) for number in range(900)]
    wanted = [
        (instant(day, at), instant(day, at) + timedelta(minutes=30))
        for day in days
        if day.weekday() in weekdays and ((day - monday).days // 7) % every == 0 and instant(day, at) <= end
    ]
    assert found == within(wanted)


@settings(deadline=None, max_examples=20)
@given(st.dates(date(2025, 1, 1), date(2026, 3, 1)), HOURS, st.integers(1, 28))
def test_the_same_day_of_each_month_for_ever(begins, at, day):
    begins = begins.replace(day=day)
    found = spans(series(begins, at, 60, f"FREQ=MONTHLY;BYMONTHDAY={day}"))
    months = [begins.year * 12 + begins.month - 1 + number for number in range(40)]
    days = [date(number // 12, number % 12 + 1, day) for number in months]
    wanted = [(instant(one, at), instant(one, at) + timedelta(hours=1)) for one in days]
    assert found == within(wanted)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2027, 2, 1)), st.integers(1, 5)), max_size=8))
def test_whole_days_are_those_of_the_structure_s_clock(stretches):
    events = [
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}\nDTEND;VALUE=DATE:{day + timedelta(days=n):%Y%m%d}"
        for day, n in stretches
    ]
    wanted = [(instant(day, time()), instant(day + timedelta(days=n), time())) for day, n in stretches]
    assert spans(calendar(*events)) == within(wanted)


def test_one_of_a_series_that_was_moved_is_where_it_went_and_one_more_may_be_added():
    event = """UID:serie@essai
        DTSTART;TZID=Europe/Paris:20260302T090000
        DURATION:PT1H
        RRULE:FREQ=DAILY;COUNT=3
        RDATE;TZID=Europe/Paris:20260310T160000"""
    moved = """UID:serie@essai
        RECURRENCE-ID;TZID=Europe/Paris:20260303T090000
        DTSTART;TZID=Europe/Paris:20260303T140000
        DTEND;TZID=Europe/Paris:20260303T150000"""
    cancelled = """UID:serie@essai
        RECURRENCE-ID;TZID=Europe/Paris:20260304T090000
        DTSTART;TZID=Europe/Paris:20260304T090000
        DTEND;TZID=Europe/Paris:20260304T100000
        STATUS:CANCELLED"""
    starts = [f"{start:%d %H:%M}" for start, _ in spans(calendar(event, moved, cancelled))]
    assert starts == ["02 08:00", "03 13:00", "10 15:00"]


@pytest.mark.parametrize(
    "free",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "DTEND:20260302T090000Z"],
)
def test_what_leaves_one_free_takes_nothing(free):
    times = "DTSTART:20260302T090000Z" + ("" if free.startswith("DTEND") else "\nDTEND:20260302T100000Z")
    assert spans(calendar(f"{times}\n{free}")) == []


def test_times_without_a_zone_are_the_structure_s():
    event = "DTSTART:20260302T090000\nDTEND:20260302T100000"
    assert spans(calendar(event))[0][0] == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert spans(calendar(event), "Pacific/Noumea")[0][0] == datetime(2026, 3, 1, 22, tzinfo=UTC)


def test_zones_of_a_calendar_s_own_are_read_by_what_it_says_of_them():
    zone = "BEGIN:VTIMEZONE\nTZID:Chez nous\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\n"
    zone += "TZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE"
    event = "DTSTART;TZID=Chez nous:20260302T090000\nDURATION:PT1H"
    assert spans(calendar(event, more=zone))[0][0] == datetime(2026, 3, 2, 6, tzinfo=UTC)
    for name in ("Romance Standard Time", "Europe/Paris"):
        event = f"DTSTART;TZID={name}:20260302T090000\nDURATION:PT1H"
        assert spans(calendar(event))[0][0] == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_one_event_that_says_nothing_does_not_spoil_the_others():
    good = "DTSTART:20260302T090000Z\nDTEND:20260302T100000Z"
    for bad in ("SUMMARY:quand ?", "DTSTART:20260302T090000Z\nRRULE:FREQ=JAMAIS", "DTSTART:hier"):
        assert datetime(2026, 3, 2, 9, tzinfo=UTC) in [start for start, _ in spans(calendar(bad, good))]


def test_what_repeats_without_end_is_cut_where_it_is_too_much():
    hourly = calendar("DTSTART:20260113T090000Z\nDURATION:PT30M\nRRULE:FREQ=HOURLY")
    found = taken_in(hourly, "Europe/Paris", FIRST, LAST)
    assert found.is_cut_short
    assert len(found.taken) == MOST
    assert found.taken[-1].starts_at == found.taken[0].starts_at + timedelta(hours=MOST - 1)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_whatever_comes_is_read_or_refused_in_one_word(inside):
    for data in (inside, b"BEGIN:VCALENDAR\r\n" + inside + b"\r\nEND:VCALENDAR\r\n"):
        try:
            taken_in(data, "Europe/Paris", FIRST, LAST)
        except Trouble as trouble:
            assert str(trouble).replace("-", "").isalpha()


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["DTSTART", "DTEND", "RRULE", "EXDATE", "RDATE", "DURATION", "UID", "RECURRENCE-ID"]
        ).flatmap(
            lambda name: st.sampled_from(
                [
                    "20260302T090000Z",
                    "20260302",
                    "PT1H",
                    "-P1D",
                    "FREQ=DAILY",
                    "FREQ=YEARLY;BYMONTH=13",
                    "",
                    "x",
                ]
            ).map(lambda value: f"{name}:{value}")
        ),
        max_size=6,
    )
)
def test_whatever_an_event_says_is_read_or_refused_in_one_word(lines):
    try:
        taken_in(calendar("\n".join(lines)), "Europe/Paris", FIRST, LAST)
    except Trouble as trouble:
        assert str(trouble) == "garbage"
