"""When somebody can be met: weekly openings and days that differ, less absences and public holidays. Pure.

An absence closes its days whatever else is said, and so does the time before somebody joined and after they left. A
public holiday closes the weekly openings, and hours closed for a day take out of them, for the kinds and the ways they
name; hours opened for that very day stand (the Monday a team works, the morning somebody is elsewhere).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache
from itertools import chain
from math import lcm

from aufil.appointments.slots import Span, joined, when, without
from aufil.kernel.hours import public_holidays_of


@dataclass(frozen=True, slots=True)
class Weekly:
    """A stretch of one week day, local time; every so many weeks, counted from the week of `from_on`."""

    weekday: int
    starts: time
    ends: time
    place: int | None
    from_on: date
    until_on: date | None = None
    every_weeks: int = 1


@dataclass(frozen=True, slots=True)
class OneDay:
    """A stretch of one day, opened or closed."""

    day: date
    starts: time
    ends: time
    is_open: bool
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row, both included; no last one: for good."""

    first: date
    last: date | None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def among(self, days: "Days") -> "Days":
        """Those that are among others, which have a last one; when there are none, the last is before the first."""
        last = days.last or days.first
        return Days(max(self.first, days.first), last if self.last is None else min(self.last, last))


@dataclass(slots=True)
class Week:
    """All that says when one counsellor can be met."""

    weekly: list[Weekly] = field(default_factory=list)
    one_days: list[OneDay] = field(default_factory=list)
    away: list[Days] = field(default_factory=list)
    there: list[Days] = field(default_factory=list)

    def spans(self, days: Days, timezone: str, holiday_zone: str) -> dict[int | None, list[Span]]:
        """The open stretches of some days, by place: in order, apart. `days` has a last one."""
        found: dict[int | None, list[Span]] = {}
        opened: dict[int | None, list[Span]] = {}
        shut: list[Span] = []
        worked = self._days_there(days) - _holidays(days, holiday_zone)
        for one in self.weekly:
            stretches = found.setdefault(one.place, [])
            stretches += [
                _span(day, one.starts, one.ends, timezone) for day in _days_of(one, days) if day in worked
            ]
        for other in self.one_days:
            if other.day in days and self.is_there(other.day):
                (opened.setdefault(other.place, []) if other.is_open else shut).append(
                    _span(other.day, other.starts, other.ends, timezone)
                )
        return {
            place: joined([*without(joined(found.get(place, ())), shut), *opened.get(place, ())])
            for place in {**found, **opened}
        }

    def _days_there(self, days: Days) -> set[date]:
        there = set(chain.from_iterable(_every(one.among(days)) for one in self.there))
        return there.difference(*(_every(one.among(days)) for one in self.away))

    def is_there(self, day: date) -> bool:
        """On the staff that day, and not away."""
        return any(day in days for days in self.there) and not any(day in days for days in self.away)


def comes_on(one: Weekly, day: date) -> bool:
    """Is that day one of this stretch's?"""
    return day in _days_of(one, Days(day, day))


def first_day_of(one: Weekly, since: date) -> date | None:
    """The first day of a stretch from a day on; None: it has none left."""
    first = max(since, one.from_on)
    return next(_days_of(one, Days(first, first + timedelta(weeks=one.every_weeks))), None)


def first_day_together(one: Weekly, other: Weekly, since: date) -> date | None:
    """The first day from one on at which two stretches both come; None: they never do."""
    if one.weekday != other.weekday:
        return None
    first = max(since, one.from_on, other.from_on)
    days = Days(first, first + timedelta(weeks=lcm(one.every_weeks, other.every_weeks)))
    theirs = set(_days_of(other, days))
    return next((day for day in _days_of(one, days) if day in theirs), None)


@lru_cache(maxsize=4096)
def _span(day: date, starts: time, ends: time, timezone: str) -> Span:
    """A stretch of a day, as many counsellors have it."""
    return Span(when(day, starts, timezone), when(day, ends, timezone))


@lru_cache(maxsize=64)
def _every(days: Days) -> tuple[date, ...]:
    """The days one by one; they have a last one."""
    first, last = days.first, days.last or days.first
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def _holidays(days: Days, zone: str) -> set[date]:
    last = days.last or days.first
    return set().union(*(public_holidays_of(year, zone) for year in range(days.first.year, last.year + 1)))


def _days_of(one: Weekly, days: Days) -> Iterator[date]:
    """The days of a weekly stretch among some."""
    step = timedelta(weeks=one.every_weeks)
    day = one.from_on + timedelta(days=one.weekday - one.from_on.weekday())
    first = max(days.first, one.from_on)
    day += max(0, -((day - first) // step)) * step
    last = min(limit for limit in (days.last, one.until_on) if limit is not None)
    while day <= last:
        yield day
        day += step
