"""Cancelling."""

from django.db import transaction

from aufil.appointments.actions.checking import check_still_time
from aufil.appointments.actions.locked import free_time, locked_appointment
from aufil.appointments.actions.recording import keep
from aufil.appointments.actions.seats import taken_seats
from aufil.appointments.actions.visiting import is_visitor_of
from aufil.appointments.actions.watching import tell_watchers
from aufil.appointments.events import AppointmentCancelled
from aufil.appointments.models import Appointment, Change, Seat
from aufil.appointments.queries import Asker, asker, rules_of
from aufil.kernel import bus, clock
from aufil.people.models import Person
from aufil.web.problems import Problem


@transaction.atomic
def cancel(
    *, appointment: Appointment, by: Person | None, word: str = "", visitor: Seat | None = None
) -> Appointment:
    """It will not be held; its time is free at once. Cancelled already: nothing changes.

    By staff until it begins, by the young person whose it is, or the visitor (the seat whose private address was
    opened), until the structure's limit: 403, 404, 409 problems.
    """
    who = asker(by, appointment.structure)
    row = locked_appointment(appointment.pk)
    if who == Asker.PUBLIC and not is_visitor_of(row, visitor):
        raise Problem("not-found")
    if who == Asker.YOUNG and not (taken_seats(row).filter(young=by).exists() and not row.kind.is_collective):
        raise Problem("not-found")
    if row.cancelled_at:
        return row
    check_still_time(row.starts_at, rules_of(row.structure), who)
    call_off(row, by, word)
    return row


def call_off(row: Appointment, by: Person | None, word: str = "") -> None:
    """A locked appointment that stands is held no more; everybody's time is free."""
    row.cancelled_at = row.changed_at = clock.now()
    row.cancelled_by, row.cancel_word = by, word
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancel_word", "changed_at"])
    free_time(row)
    # A seat that was held is held no more.
    row.taken.filter(state=Seat.State.OFFERED).update(state=Seat.State.WAITING, held_until=None)
    keep(row, Change.What.CANCELLED, by)
    tell_watchers(row, row.starts_at, row.ends_at)
    bus.publish([AppointmentCancelled(row.structure_id, row.pk)])
