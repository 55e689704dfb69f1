"""VTIMEZONE: what a zone's clocks show over the years a calendar speaks of, and no more.

Not by the library: its onsets are told by the clock of after the change, where RFC 5545 (3.6.5) wants that of before,
and the hour that follows each change of March would be an hour off.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def zone_between(name: str, first: datetime, last: datetime) -> Timezone:
    """The VTIMEZONE of a zone, good from the year of `first` to that of `last` (in local time)."""
    zone = ZoneInfo(name)
    start = datetime(first.astimezone(zone).year, 1, 1)
    until = datetime(last.astimezone(zone).year + 1, 1, 1, tzinfo=UTC) + DAY
    found = Timezone()
    found.add("TZID", name)
    beginning = start.replace(tzinfo=zone)
    found.add_component(_observance(start, _offset(beginning, zone), beginning))
    for at in _changes(zone, beginning.astimezone(UTC), until):
        before = _offset(at - HOUR, zone)
        found.add_component(_observance((at + before).replace(tzinfo=None), before, at.astimezone(zone)))
    return found


def _observance(local: datetime, before: timedelta, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    """From `local`, by the clock as it was, clocks show what they show at `after`."""
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    part.add("DTSTART", local)
    part.add("TZOFFSETFROM", before)
    part.add("TZOFFSETTO", after.utcoffset())
    part.add("TZNAME", after.tzname())
    return part


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants at which a zone's clocks are changed; they are on the hour."""
    day = first
    while day < last:
        if _offset(day, zone) != _offset(day + DAY, zone):
            hours = (day + n * HOUR for n in range(1, 25))
            yield next(at for at in hours if _offset(at, zone) != _offset(day, zone))
        day += DAY


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
