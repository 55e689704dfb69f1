"""What somebody looks for, and how far they may look."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from aufil.appointments.models import Kind, Mode, Place, Rules
from aufil.appointments.slots import Span, minute_of, when
from aufil.kernel import clock
from aufil.people.models import Structure

# Where the place of an opening is where people meet; elsewhere it is only where its counsellor comes from.
THERE = (Mode.SITE, Mode.PARTNER, Mode.STOP)


class Asker(StrEnum):
    """Who looks for a time: notice and horizon depend on it."""

    YOUNG = "young"
    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. No counsellors: all of the structure who have openings.

    `place`: for a site, a partner's or a stop, only there; for a home or a place chosen, where it will be.
    """

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
    moving: int | None = None  # an appointment that would leave its own time

    @property
    def length(self) -> int:
        return self.minutes or self.kind.minutes

    @property
    def is_offered(self) -> bool:
        """Does the structure offer this kind, this way, to whoever asks?"""
        may = {
            Asker.STAFF: True,
            Asker.YOUNG: self.kind.for_young,
            Asker.PUBLIC: self.kind.for_public,
        }
        return self.kind.closed_at is None and self.mode in self.kind.modes and may[self.asker]


def window_of(asked: Asked, rules: Rules) -> Span:
    """From when until when a time may begin, by who asks."""
    now, zone = clock.now(), asked.structure.timezone
    today = now.astimezone(ZoneInfo(zone)).date()
    by_staff = asked.asker == Asker.STAFF
    first = now if by_staff else now + timedelta(minutes=rules.notice_minutes)
    horizon = rules.staff_horizon_days if by_staff else rules.horizon_days
    last = when(today + timedelta(days=horizon + 1), time(), zone)
    start = minute_of(max(filter(None, (first, asked.since))) + timedelta(seconds=59))
    return Span(start, min(last, minute_of(asked.until)) if asked.until else last)
