"""Who asks, and what is free for them."""

from dataclasses import replace
from datetime import datetime, timedelta

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
