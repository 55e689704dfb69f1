"""Who asks, and what is free for them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aufil.appointments.models import Appointment, Seat
from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.searching import slots
from aufil.people.models import Person, Structure
from aufil.people.queries import staff_of, young_of
from aufil.web.problems import Problem


def asker(by: Person | None, structure: Structure) -> Asker:
    """Somebody of the staff, of the young people, or of the public (None); 404 for anybody else."""
    if by is None:
        return Asker.PUBLIC
    if staff_of(structure).filter(pk=by.pk).exists():
        return Asker.STAFF
    if young_of(structure).filter(pk=by.pk).exists():
        return Asker.YOUNG
    raise Problem("not-found")


def is_free(asked: Asked, starts_at: datetime) -> bool:
    """Is that very time among those `asked` may take?"""
    return bool(slots(replace(asked, since=starts_at, until=starts_at + timedelta(minutes=1))))


def asked_again(it: Appointment, who: Asker, young: int | None, **otherwise: Any) -> Asked:
    """The times at which the same appointment could be, with whom it is with; `otherwise`: what is to differ."""
    asked = Asked(
        structure=it.structure,
        kind=it.kind,
        mode=it.mode,
        asker=who,
        counsellors=(it.counsellor_id,),
        young=young,
        place=it.place,
        minutes=int((it.ends_at - it.starts_at) / timedelta(minutes=1)),
        moving=it.pk,
    )
    return replace(asked, **otherwise)


def young_alone_in(it: Appointment) -> int | None:
    """The young person (their number) whose times count with it; nobody's for a session, or a visitor."""
    seat = it.taken.filter(state=Seat.State.TAKEN).first()
    return seat.young_id if seat and not it.kind.is_collective else None
