"""What became of several at once."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from aufil.appointments.actions.answering import set_outcome
from aufil.appointments.models import Appointment, Seat
from aufil.people.models import Person
from aufil.web.problems import Problem


class Noted(NamedTuple):
    """Of one seat: how it went."""

    seat: Seat
    outcome: str
    is_legitimate: bool | None = None


def note_several(*, noted: Sequence[Noted], by: Person) -> dict[int, Problem]:
    """Each by itself: what one is refused does not hold back the others. The refusals, by seat."""
    refused = {}
    for one in noted:
        try:
            set_outcome(seat=one.seat, outcome=one.outcome, is_legitimate=one.is_legitimate, by=by)
        except Problem as problem:
            refused[one.seat.pk] = problem
    return refused


@transaction.atomic
def note_everybody(*, appointment: Appointment, by: Person) -> int:
    """« Tout le monde était là »: present, whoever nothing else was said of. How many."""
    seats = Seat.objects.filter(appointment=appointment, state=Seat.State.TAKEN, outcome=Seat.Outcome.NONE)
    found = list(seats.order_by("pk"))
    for seat in found:
        set_outcome(seat=seat, outcome=Seat.Outcome.PRESENT, by=by)
    return len(found)
