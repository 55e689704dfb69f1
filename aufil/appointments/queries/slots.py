"""Free times: a plain search over openings, one by one; the quick one takes its place under the same names."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q

from aufil.appointments.models import Busy, Kind, Opening, Place
from aufil.appointments.queries.rules import rules_of
from aufil.kernel import clock
from aufil.people.models import Structure

STEP = timedelta(minutes=15)


class Asker(StrEnum):
    """Who looks for a time: notice and horizon depend on it."""

    YOUNG = "young"
    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. No counsellors: all of the structure who have openings."""

    structure: Structure
    kind: Kind
    mode: str
    asker: Asker
    counsellors: Collection[int] = ()
    young: int | None = None
    place: Place | None = None
    minutes: int | None = None  # other than usual for the kind
    since: datetime | None = None
    until: datetime | None = None


class Slot(NamedTuple):
    """One free time, in minutes since 1970."""

    start: int
    end: int
    counsellor: int
    place: int | None

    @property
    def starts_at(self) -> datetime:
        return datetime.fromtimestamp(self.start * 60, UTC)

    @property
    def ends_at(self) -> datetime:
        return datetime.fromtimestamp(self.end * 60, UTC)


def slots(asked: Asked) -> list[Slot]:
    """All that is free, one by one: the earliest first."""
    rules, now = rules_of(asked.structure), clock.now()
    by_staff = asked.asker == Asker.STAFF
    first = now if by_staff else now + timedelta(minutes=rules.notice_minutes)
    last = now + timedelta(days=rules.staff_horizon_days if by_staff else rules.horizon_days)
    since = max(filter(None, (first, asked.since)))
    until = min(filter(None, (last, asked.until)))
    openings = Opening.objects.filter(Q(kinds=None) | Q(kinds=asked.kind), structure=asked.structure)
    if asked.counsellors:
        openings = openings.filter(counsellor__in=asked.counsellors)
    found = set()
    for opening in openings:
        if asked.mode in opening.modes:
            found.update(_of_opening(asked, opening, since, until))
    return sorted(found)


def _of_opening(asked: Asked, opening: Opening, since: datetime, until: datetime) -> list[Slot]:
    zone = ZoneInfo(asked.structure.timezone)
    busy = Busy.objects.filter(Q(person=opening.counsellor_id) | Q(person=asked.young), ends_at__gt=since)
    taken = list(busy.values_list("starts_at", "ends_at"))
    length = timedelta(minutes=asked.minutes or asked.kind.minutes)
    found, day = [], since.astimezone(zone).date()
    while day <= until.astimezone(zone).date():
        if _is_open(opening, day):
            at = datetime.combine(day, opening.starts, tzinfo=zone).astimezone(UTC)
            closes = datetime.combine(day, opening.ends, tzinfo=zone).astimezone(UTC)
            while at + length <= closes:
                if since <= at < until and not any(s < at + length and at < e for s, e in taken):
                    start = int(at.timestamp()) // 60
                    end = start + length // timedelta(minutes=1)
                    found.append(Slot(start, end, opening.counsellor_id, opening.place_id))
                at += STEP
        day += timedelta(days=1)
    return found


def _is_open(opening: Opening, day: date) -> bool:
    if day.weekday() != opening.weekday or day < opening.from_on:
        return False
    return opening.until_on is None or day <= opening.until_on


def nearest(asked: Asked, at: datetime, count: int = 3) -> list[Slot]:
    """The free times nearest to an instant, before or after; the first of them first."""
    around = timedelta(days=14)
    found = slots(replace(asked, since=at - around, until=at + around))
    wanted = int(at.timestamp()) // 60
    return sorted(sorted(found, key=lambda slot: (abs(slot.start - wanted), slot))[:count])
