"""Opening hours: several intervals a day, in local time, closed on public holidays.

Pure arithmetic over local dates, so the last Sundays of March and October are ordinary: an interval is
turned into instants through the zone, never by adding 24 hours.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays as public_holidays

# What `holidays` calls the parts of France that have days of their own.
HOLIDAY_ZONES = ("", "Alsace-Moselle", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC")
# … where the library's own name is another (Guyane), or names two départements apart (57 has the same days).
SUBDIVISIONS = {"": None, "FR": None, "GF": "973", "Alsace-Moselle": "6AE"}
HORIZON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Interval:
    """Open from `opens` until `closes` on `weekday` (Monday is 0), local time."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Away:
    """Local days on which nobody is there, both included."""

    first: date
    last: date


@lru_cache(maxsize=64)
def public_holidays_of(year: int, zone: str = "") -> frozenset[date]:
    """The public holidays of a year (Code du travail L3133-1, L3134-13 and L3422-2 for the zones)."""
    subdivision = SUBDIVISIONS.get(zone, zone)
    return frozenset(public_holidays.country_holidays("FR", subdiv=subdivision, years=year))


class Hours:
    """The opening hours of one place or person: the week's intervals, less public holidays, less absences."""

    def __init__(
        self,
        intervals: Iterable[Interval],
        timezone: str,
        is_holiday: Callable[[date], bool] | None = None,
        holiday_zone: str = "",
        away: Iterable[Away] = (),
    ) -> None:
        self.zone = ZoneInfo(timezone)
        self.by_weekday: dict[int, list[Interval]] = {}
        for interval in sorted(intervals, key=lambda i: (i.weekday, i.opens)):
            self.by_weekday.setdefault(interval.weekday, []).append(interval)
        self.away = sorted(away, key=lambda a: a.first)
        self._is_holiday = is_holiday or (lambda day: day in public_holidays_of(day.year, holiday_zone))

    def back_from(self, day: date) -> date | None:
        """When `day` is one of absence, the first day after it, absences that touch taken together; else None."""
        back = None
        for away in self.away:
            if away.first <= day <= away.last:
                back = day = away.last + timedelta(days=1)
        return back

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The open stretches of a local day, as instants in the zone."""
        if self._is_holiday(day) or self.back_from(day):
            return []
        return [
            (
                datetime.combine(day, i.opens, tzinfo=self.zone),
                datetime.combine(day, i.closes, tzinfo=self.zone),
            )
            for i in self.by_weekday.get(day.weekday(), [])
        ]

    def closing(self, at: datetime) -> datetime | None:
        """When the stretch that holds `at` closes; None when closed."""
        # Two times of one zone are compared by the wall clock, which in October says one hour twice.
        now = at.astimezone(UTC)
        return next(
            (end for start, end in self.spans(at.astimezone(self.zone).date()) if start <= now < end), None
        )

    def next_opening(self, at: datetime) -> datetime | None:
        """The first instant from `at` on that is open (`at` itself if it is); None within 30 days of presence."""
        if self.closing(at):
            return at
        now, day = at.astimezone(UTC), at.astimezone(self.zone).date()
        days_left = HORIZON.days
        while days_left:
            for start, _ in self.spans(day):
                if start > now:
                    return start
            back = self.back_from(day)
            day, days_left = (back, days_left) if back else (day + timedelta(days=1), days_left - 1)
        return None

    def after(self, start: datetime, wait: timedelta) -> datetime | None:
        """The first instant (UTC) at which `wait` of open time has passed since `start`; None when it never has."""
        at, left = start.astimezone(UTC), wait
        while left > timedelta():
            opens = self.next_opening(at)
            closes = self.closing(opens) if opens else None
            if opens is None or closes is None:
                return None
            at, ends = opens.astimezone(UTC), closes.astimezone(UTC)
            if ends - at >= left:
                return at + left
            at, left = ends, left - (ends - at)
        return at

    @property
    def usual_day(self) -> timedelta:
        """How long an ordinary open day is: the week's open time over its open days; 7 h where there are none."""
        spans = [i for day in self.by_weekday.values() for i in day]
        minutes = sum(
            (i.closes.hour * 60 + i.closes.minute) - (i.opens.hour * 60 + i.opens.minute) for i in spans
        )
        return timedelta(minutes=minutes / len(self.by_weekday)) if spans else timedelta(hours=7)

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """How much open time lies between two instants; nothing when `end` is before `start`."""
        total = timedelta()
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for opens, closes in self.spans(day):
                # Compared and subtracted as UTC instants: wall-clock subtraction forgets a changed offset.
                low, high = (
                    max(opens.timestamp(), start.timestamp()),
                    min(closes.timestamp(), end.timestamp()),
                )
                total += timedelta(seconds=max(0.0, high - low))
            day += timedelta(days=1)
        return total
