"""What is booked while somebody is away: moved, handed over or cancelled, one by one or all together.

Each appointment is settled once: whoever comes second finds it is no longer under the absence, and changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.booking import Taken
from aufil.appointments.actions.cancelling import cancel
from aufil.appointments.actions.locked import locked_appointment
from aufil.appointments.actions.moving import Elsewhere, hand_over, move
from aufil.appointments.models import Appointment
from aufil.appointments.queries import times_after, under_absence
from aufil.people.models import Absence, Person
from aufil.web.problems import Problem


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What becomes of one: at another time (`starts_at`), with somebody else (`to`); neither: cancelled."""

    starts_at: datetime | None = None
    to: Person | None = None
    word: str = ""


class Left(NamedTuple):
    """One that stays to be settled, and why."""

    appointment: Appointment
    why: str


@transaction.atomic
def settle(*, absence: Absence, appointment: Appointment, wanted: Settlement, by: Person) -> bool:
    """Do it, unless it is no longer under the absence (False). 409 and 422 problems, as each act has them."""
    locked_appointment(appointment.pk)
    row = under_absence(absence).filter(pk=appointment.pk).first()
    if row is None:
        return False
    if wanted.to:
        hand_over(appointment=row, to=wanted.to, by=by, word=wanted.word)
    elif wanted.starts_at:
        ends_at = wanted.starts_at + (row.ends_at - row.starts_at)
        there = Elsewhere(starts_at=wanted.starts_at, ends_at=ends_at)
        if isinstance(move(appointment=row, to=there, by=by, word=wanted.word), Taken):
            raise Problem("conflict", _("Cette heure vient d’être prise. Choisissez-en une autre."))
    else:
        cancel(appointment=row, by=by, word=wanted.word)
    return True


def move_all(*, absence: Absence, word: str, by: Person) -> list[Left]:
    """Each to the first time its counsellor has free once back. Those for which there is none are left."""

    def first_time(row: Appointment) -> Settlement:
        found = times_after(absence, row, 1)
        if not found:
            raise Problem("conflict", _("Aucune heure libre au retour. Ouvrez des heures, ou confiez-le."))
        return Settlement(starts_at=found[0].starts_at, word=word)

    return _each(absence, first_time, by)


def settle_all(*, absence: Absence, wanted: Settlement, by: Person) -> list[Left]:
    """The same for each: handed over, or cancelled. Those it is refused for are left."""
    return _each(absence, lambda row: wanted, by)


def _each(absence: Absence, wanted: Callable[[Appointment], Settlement], by: Person) -> list[Left]:
    left = []
    rows: Sequence[Appointment] = list(under_absence(absence))
    for row in rows:
        try:
            settle(absence=absence, appointment=row, wanted=wanted(row), by=by)
        except Problem as problem:
            left.append(Left(row, str(problem.detail or problem.title)))
    return left
