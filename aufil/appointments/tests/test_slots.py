"""Free times, against a slow and obvious reference that looks at every minute."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from aufil.appointments.slots import Seeker, Span, Taken, instant, joined, said_twice, when, without
from aufil.kernel.geography import Point, road_time

CHOLET, BEAUPREAU, MONTREVAULT = Point(47.06, -0.88), Point(47.2, -0.99), Point(47.26, -1.05)
PARIS, REUNION, GUADELOUPE, MIQUELON = (
    "Europe/Paris",
    "Indian/Reunion",
    "America/Guadeloupe",
    "America/Miquelon",
)
MARCH, OCTOBER = date(2026, 3, 29), date(2026, 10, 25)


def at(day: date, clock: str, zone: str = PARIS) -> int:
    return when(day, time.fromisoformat(clock), zone)


def said(minutes, zone: str = PARIS) -> list[str]:
    return [f"{instant(m).astimezone(ZoneInfo(zone)):%H:%M}" for m in minutes]


class Held(NamedTuple):
    """One thing somebody is taken by."""

    start: int
    end: int
    point: Point | None = None
    is_call: bool = False


def in_lists(rows: list[Held]) -> list[Taken]:
    """The same as it is gathered: a place and a way at once."""
    ways = {(one.point, one.is_call) for one in rows}
    return [
        Taken(
            [one.start for one in rows if (one.point, one.is_call) == way],
            [one.end for one in rows if (one.point, one.is_call) == way],
            *way,
        )
        for way in ways
    ]


@dataclass
class Day:
    """A counsellor's day, by the clock: `Day("9:00-12:00", taken=[("10:00-10:30", CHOLET)])`."""

    opened: list[str]
    taken: list[tuple] = field(default_factory=list)
    pause: int = 0
    day: date = date(2026, 3, 10)

    def span(self, text: str) -> Span:
        return Span(*(at(self.day, clock.zfill(5)) for clock in text.split("-")))

    def free(self, length: int, point: Point | None = None, is_call: bool = False) -> list[str]:
        taken = in_lists([Held(*self.span(text), *more) for text, *more in self.taken])
        spans = joined(self.span(text) for text in self.opened)
        ranges = Seeker(taken, pause=self.pause).starts(spans, length=length, point=point, is_call=is_call)
        return said(m for r in ranges for m in r)


def test_times_begin_every_quarter_from_the_hour():
    assert Day(["9:10-10:30"]).free(45) == ["09:15", "09:30", "09:45"]


def test_lengths_share_an_opening():
    day = Day(["9:00-11:00"], [("09:30-10:00",)])
    assert day.free(30) == ["09:00", "10:00", "10:15", "10:30"]
    assert day.free(45) == ["10:00", "10:15"]


def test_nothing_crosses_a_break_and_openings_that_touch_are_one():
    assert Day(["9:00-10:00", "10:30-11:00"]).free(45) == ["09:00", "09:15"]
    assert Day(["9:00-10:00", "10:00-10:30"]).free(60) == ["09:00", "09:15", "09:30"]


def test_a_pause_is_kept_before_and_after():
    assert Day(["9:00-11:00"], [("9:45-10:15",)], pause=10).free(30) == ["09:00", "10:30"]


def test_the_road_is_counted_before_and_after():
    road = int(road_time(CHOLET, BEAUPREAU).total_seconds() // 60)
    assert 15 < road <= 30
    day = Day(["9:00-12:30"], [("10:30-11:00", CHOLET)])
    assert day.free(30, BEAUPREAU) == ["09:00", "09:15", "09:30", "11:30", "11:45", "12:00"]
    assert day.free(30, CHOLET)[-5:] == ["11:00", "11:15", "11:30", "11:45", "12:00"]


def test_a_place_nobody_knows_asks_for_no_road():
    assert Day(["9:00-11:30"], [("10:00-11:00", None)]).free(30, BEAUPREAU) == [
        "09:00",
        "09:15",
        "09:30",
        "11:00",
    ]
    assert Day(["9:00-11:30"], [("10:00-11:00", CHOLET)]).free(30) == ["09:00", "09:15", "09:30", "11:00"]


def test_a_call_asks_for_no_road_but_leaves_room_for_it():
    day = Day(["9:00-12:00"], [("9:00-10:00", CHOLET), ("11:15-12:00", BEAUPREAU)])
    assert day.free(30, is_call=True) == [
        "10:00",
        "10:15",
        "10:30",
        "10:45",
    ]  # the road, 28 min, after or before
    assert day.free(60, is_call=True) == []
    assert Day(["9:00-12:00"], [("9:00-10:00", CHOLET)]).free(90, is_call=True) == ["10:00", "10:15", "10:30"]


def test_the_road_may_be_taken_before_or_after_a_call():
    call = ("10:00-10:30", None, True)
    day = Day(["9:00-12:00"], [("9:00-10:00", CHOLET), call])
    assert day.free(30, BEAUPREAU) == ["11:00", "11:15", "11:30"]
    day = Day(["9:00-12:00"], [("9:00-9:30", CHOLET), call])
    assert day.free(30, BEAUPREAU)[0] == "10:30"


def test_the_missing_hour_of_march_offers_nothing():
    span = Span(at(MARCH, "01:30"), at(MARCH, "04:00"))
    assert said(m for r in Seeker([]).starts([span], length=30) for m in r) == [
        *("01:30", "01:45", "03:00", "03:15", "03:30"),
    ]
    assert at(MARCH, "02:15") == at(MARCH, "02:45") == at(MARCH, "03:00")


def test_the_doubled_hour_of_october_begins_once():
    twice = said_twice(OCTOBER, PARIS)
    assert said_twice(MARCH, PARIS) is None
    assert twice is not None
    assert twice.end - twice.start == 60
    assert at(OCTOBER, "02:00") == twice.start - 60
    assert at(OCTOBER, "03:00") == twice.end


# The reference.


def clock_shows(minute: int, zone: str) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def slow_span(day: date, opens: time, closes: time, zone: str) -> set[int]:
    """Minutes from the first at which clocks show `opens` or later on that day, until they first show `closes`."""
    first = int(datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).timestamp() // 60)
    minutes = [m for m in range(first, first + 26 * 60) if clock_shows(m, zone).date() == day]
    starts = next(m for m in minutes if clock_shows(m, zone).time() >= opens)
    ends = next(m for m in minutes if clock_shows(m, zone).time() >= closes)
    return {m for m in minutes if starts <= m < ends}


def slow_may_begin(minute, length, opened, taken, pause, point, is_call) -> bool:
    wanted = set(range(minute, minute + length))
    if not wanted <= opened or minute % 15:
        return False
    near = set(range(minute - pause, minute + length + pause))
    if any(near & set(range(one.start, one.end)) for one in taken):
        return False
    new = Held(minute, minute + length, point, is_call)
    row = sorted([*taken, new], key=lambda one: one.start)
    place = row.index(new)
    placed = [n for n, one in enumerate(row) if not one.is_call]
    before, after = [n for n in placed if n < place], [n for n in placed if n > place]
    if is_call:
        return not (before and after) or slow_road_fits(row, before[-1], after[0], pause)
    return (not before or slow_road_fits(row, before[-1], place, pause)) and (
        not after or slow_road_fits(row, place, after[0], pause)
    )


def slow_road_fits(row, one: int, other: int, pause: int) -> bool:
    """Between two that are placed, with calls between them, is one gap long enough for the road?"""
    here, there = row[one].point, row[other].point
    if here is None or there is None or here == there:
        return True
    road = int(road_time(here, there).total_seconds() / 60)
    free = [row[n + 1].start - row[n].end for n in range(one, other)]
    return max(free) >= road + pause


quarters = st.integers(0, 24 * 12 - 1).map(lambda n: time(n // 12, n % 12 * 5))
points = st.sampled_from([None, CHOLET, BEAUPREAU, MONTREVAULT])
days = st.sampled_from([MARCH, OCTOBER, date(2026, 3, 10), date(2026, 3, 8), date(2026, 11, 1)])
zones = st.sampled_from([PARIS, REUNION, GUADELOUPE, MIQUELON])


@st.composite
def taken_rows(draw):
    """Stretches of a day one after another, some touching: minutes after midnight."""
    minute, rows = draw(st.integers(0, 600)), []
    for _ in range(draw(st.integers(0, 6))):
        minute += draw(st.sampled_from([0, 5, 20, 30, 45, 90, 200]))
        length = draw(st.sampled_from([5, 15, 30, 45, 50, 120]))
        rows.append((minute, minute + length, draw(points), draw(st.booleans())))
        minute += length
    return rows


@settings(max_examples=400, deadline=None)
@given(
    days,
    zones,
    st.lists(st.tuples(quarters, quarters), max_size=4),
    taken_rows(),
    st.sampled_from([0, 5, 10, 20]),
    st.sampled_from([15, 20, 30, 45, 60, 90]),
    points,
    st.booleans(),
)
@example(OCTOBER, PARIS, [(time(1), time(3)), (time(3, 30), time(4))], [], 0, 30, None, False)
@example(MARCH, PARIS, [(time(2, 30), time(5))], [], 0, 30, None, False)
def test_what_is_free_is_what_looking_at_every_minute_finds(
    day, zone, hours, rows, pause, length, point, is_call
):
    hours = [(low, high) for low, high in hours if low < high]
    midnight = when(day, time(), zone)
    taken = [Held(midnight + low, midnight + high, where, call) for low, high, where, call in rows]
    opened = set().union(*(slow_span(day, low, high, zone) for low, high in hours))
    slow = [m for m in sorted(opened) if slow_may_begin(m, length, opened, taken, pause, point, is_call)]
    spans = joined(Span(when(day, low, zone), when(day, high, zone)) for low, high in hours)
    ranges = Seeker(in_lists(taken), pause=pause).starts(spans, length=length, point=point, is_call=is_call)
    found = [m for r in ranges for m in r]
    assert found == slow


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20))),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20))),
)
def test_taking_out_is_what_sets_do(opened, shut):
    spans = joined(Span(low, low + more) for low, more in opened)
    closed = [Span(low, low + more) for low, more in shut]
    left = without(spans, closed)
    minutes = {m for low, high in spans for m in range(low, high)} - {
        m for low, high in closed for m in range(low, high)
    }
    assert {m for low, high in left for m in range(low, high)} == minutes
    assert all(one.end <= other.start for one, other in pairwise(left))


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), zones, quarters)
def test_an_instant_shows_the_time_asked_for_or_the_first_after_the_missing_hour(day, zone, wall):
    shown = clock_shows(when(day, wall, zone), zone)
    assert shown.date() == day
    assert shown.time() == wall or (shown.time() == time(3) and wall.hour == 2)
    assert instant(when(day, wall, zone)) + timedelta(minutes=1) > instant(when(day, wall, zone))
