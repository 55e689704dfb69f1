"""What a structure offers to whom: kinds, ways and places one may choose."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from aufil.appointments.models import Appointment, Kind, Mode, Place, Seat, Watch
from aufil.appointments.queries.asked import Asker
from aufil.kernel import clock
from aufil.people.models import Person, Structure


def kinds_for(structure: Structure, who: Asker, *, collective: bool = False) -> list[Kind]:
    """The kinds somebody may take a time of; for staff, collective ones too when asked."""
    rows = Kind.objects.filter(structure=structure, closed_at=None)
    if who == Asker.YOUNG:
        rows = rows.filter(for_young=True)
    elif who == Asker.PUBLIC:
        rows = rows.filter(for_public=True)
    return list(rows if collective else rows.filter(is_collective=False))


def modes_for(kind: Kind, who: Asker) -> list[Mode]:
    """The ways of a kind, the usual one first. Where to meet is agreed with a counsellor, not chosen by oneself."""
    found = [Mode(mode) for mode in kind.modes if mode in Mode.values]
    return found if who == Asker.STAFF else [mode for mode in found if mode != Mode.CHOSEN]


def places_open(structure: Structure) -> list[Place]:
    """Where a structure meets people today."""
    return list(Place.objects.filter(structure=structure, closed_at=None))


def is_first_meeting_offered(structure: Structure) -> bool:
    """May anybody take a first meeting on the public page?"""
    return Kind.objects.filter(structure=structure, closed_at=None, for_public=True).exists()


def sessions_open(structure: Structure, until: datetime) -> list[Appointment]:
    """Collective appointments to come that young people may enrol in by themselves, with their places."""
    now = clock.now()
    rows = Appointment.objects.standing().filter(structure=structure, kind__is_collective=True)
    rows = rows.filter(Q(enrol_until=None) | Q(enrol_until__gt=now), kind__for_young=True)
    rows = rows.filter(starts_at__gt=now, starts_at__lt=until)
    return list(rows.select_related("kind", "place", "counsellor", "structure"))


def watch_of(young: Person, kind: Kind) -> Watch | None:
    """What a young person asked to be told of, while it holds."""
    return Watch.objects.filter(young=young, kind=kind, ended_at=None).first()


def watches_of(young: Person, structure: Structure) -> list[Watch]:
    rows = Watch.objects.filter(young=young, structure=structure, ended_at=None)
    return list(rows.select_related("kind", "counsellor"))


@dataclass(frozen=True)
class Session:
    """A collective appointment as one person sees it."""

    it: Appointment
    left: int  # seats nobody has, is offered or waits for
    waiting: int
    seat: Seat | None

    @property
    def is_mine(self) -> bool:
        return self.seat is not None and self.seat.state != Seat.State.GIVEN_BACK


def seats_in(sessions: list[Appointment], young: Person | None) -> list[Session]:
    """How full each is, and what somebody has in it. One statement."""
    rows = Seat.objects.filter(appointment__in=sessions).exclude(state=Seat.State.GIVEN_BACK)
    by_session: dict[int, list[Seat]] = {}
    for row in rows:
        by_session.setdefault(row.appointment_id, []).append(row)
    found = []
    for it in sessions:
        seats = by_session.get(it.pk, [])
        mine = next((row for row in seats if young and row.young_id == young.pk), None)
        waiting = sum(row.state == Seat.State.WAITING for row in seats)
        found.append(Session(it, max((it.seats or 0) - len(seats), 0), waiting, mine))
    return found
