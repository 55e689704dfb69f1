"""Free times of a structure: gathered in a constant number of statements, found by `slots`."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aufil.appointments.hours import Days, Week
from aufil.appointments.models import Rules
from aufil.appointments.models.kind import REMOTE
from aufil.appointments.queries.asked import THERE, Asked, window_of
from aufil.appointments.queries.gathering import ONE_DAY, busy_of, taken_by, weeks_of
from aufil.appointments.slots import Seeker, Span, instant, joined, minute_of, said_twice, without


class Free(NamedTuple):
    """Free times of one counsellor, at one place (its number): minutes since 1970, in order (`instant`)."""

    counsellor: int
    place: int | None
    starts: list[int]


class Slot(NamedTuple):
    """One free time."""

    start: int
    end: int
    counsellor: int
    place: int | None

    @property
    def starts_at(self) -> datetime:
        return instant(self.start)

    @property
    def ends_at(self) -> datetime:
        return instant(self.end)


def free_times(asked: Asked) -> list[Free]:
    """All that is free, by counsellor and place. Nine statements at most, whatever there is to read."""
    if not asked.is_offered:
        return []
    rules = Rules.objects.filter(structure=asked.structure).first() or Rules(structure=asked.structure)
    window = window_of(asked, rules)
    if window.start >= window.end:
        return []
    days = _days_in(window, asked.structure.timezone)
    weeks, points = weeks_of(asked, days)
    if asked.place and asked.place.point:
        points[asked.place.pk] = asked.place.point
    taken = taken_by(list(weeks), window, asked.moving)
    shut = busy_of(asked.young, window, asked.moving)
    twice = list(_twice(days, asked.structure.timezone))
    found: list[Free] = []
    for counsellor, week in weeks.items():
        seeker = Seeker(taken.get(counsellor, ()), pause=rules.pause_minutes)
        for place, spans in _by_place(asked, week, days).items():
            ranges = seeker.starts(
                without(spans, shut),
                length=asked.length,
                point=points.get(place),
                is_call=asked.mode in REMOTE,
            )
            if starts := _within(ranges, window, twice):
                found.append(Free(counsellor, place, starts))
    return found


def slots(asked: Asked) -> list[Slot]:
    """All that is free, one by one: the earliest first."""
    found = (
        Slot(start, start + asked.length, free.counsellor, free.place)
        for free in free_times(asked)
        for start in free.starts
    )
    return sorted(found, key=_order)


def _order(slot: Slot) -> tuple[int, int, int]:
    """By time, then counsellor, then place; one without a place first."""
    return slot.start, slot.counsellor, slot.place or 0


def nearest(asked: Asked, at: datetime, count: int = 3) -> list[Slot]:
    """The free times nearest to an instant, before or after; the first of them first."""
    around = timedelta(days=14)
    since = max(filter(None, (asked.since, at - around)))
    until = min(filter(None, (asked.until, at + around)))
    found = slots(replace(asked, since=since, until=until))
    if len(found) < count:
        found = slots(asked)
    wanted = minute_of(at)
    closest = sorted(found, key=lambda slot: (abs(slot.start - wanted), _order(slot)))[:count]
    return sorted(closest, key=_order)


def _days_in(window: Span, timezone: str) -> Days:
    first, last = (instant(m).astimezone(ZoneInfo(timezone)).date() for m in (window.start, window.end - 1))
    return Days(first, last)


def _by_place(asked: Asked, week: Week, days: Days) -> dict[int | None, list[Span]]:
    """The stretches in which one counsellor may be met for it, by the place where that would be."""
    spans = week.spans(days, asked.structure.timezone, asked.structure.holiday_zone)
    if asked.mode not in THERE:
        held_at = asked.place.pk if asked.place and asked.mode not in REMOTE else None
        return {held_at: joined(span for some in spans.values() for span in some)}
    return {asked.place.pk: spans.get(asked.place.pk, [])} if asked.place else spans


def _within(ranges: Iterable[range], window: Span, twice: list[Span]) -> list[int]:
    """The starts that lie in the window, and not in an hour that is there a second time."""
    starts = [m for some in ranges for m in some]
    if starts and (starts[0] < window.start or starts[-1] >= window.end):
        starts = [m for m in starts if window.start <= m < window.end]
    if twice:
        starts = [m for m in starts if not any(low <= m < high for low, high in twice)]
    return starts


def _twice(days: Days, timezone: str) -> Iterator[Span]:
    """The hours that come a second time: nothing begins in them."""
    day = days.first
    while day in days:
        if span := said_twice(day, timezone):
            yield span
        day += ONE_DAY
