"""Whose an appointment is when two files become one, when they are two again, and when somebody leaves."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from aufil.appointments.actions.cancelling import call_off
from aufil.appointments.actions.locked import clashing, free_time, locked_appointment, take_time
from aufil.appointments.actions.recording import keep
from aufil.appointments.actions.seats import fill_line
from aufil.appointments.events import SeatFreed
from aufil.appointments.models import Alert, Change, Seat, Watch
from aufil.kernel import bus, clock
from aufil.kernel.turns import hold_hours
from aufil.people.models import Person

State = Seat.State


@transaction.atomic
def join_seats(*, structure: int, kept: int, absorbed: int, merge: UUID) -> None:
    """What the absorbed file had is that of the kept one. Where both had a seat the kept one's stands.

    Both may have been booked at the same hour: the second then takes no time of theirs, and stands to be seen to.
    """
    both = set(Seat.objects.filter(young=kept).values_list("appointment", flat=True))
    rows = Seat.objects.filter(young=absorbed, appointment__structure=structure)
    _to(rows.exclude(appointment__in=both), kept, merge)
    _leave(rows.filter(appointment__in=both, appointment__starts_at__gt=clock.now()), absorbed, None)
    Watch.objects.filter(young=absorbed, structure=structure, ended_at=None).update(ended_at=clock.now())


@transaction.atomic
def part_seats(*, kept: int, absorbed: int, merge: UUID) -> None:
    """They are two again: what came by that merge goes back."""
    _to(Seat.objects.filter(young=kept, merge=merge), absorbed, None)


def _to(seats: QuerySet[Seat], young: int, merge: UUID | None) -> None:
    for number in sorted(seats.values_list("appointment", flat=True)):
        row = locked_appointment(number)
        seat = seats.get(appointment=row)
        before = seat.young_id or young
        hold_hours({young, before})
        free_time(row, {before})
        seat.young_id, seat.merge = young, merge
        seat.save(update_fields=["young", "merge"])
        Alert.objects.filter(seat=seat, person=before).update(person=young)
        is_free = not clashing({young}, row.starts_at, row.ends_at)
        if seat.state == State.TAKEN and not row.cancelled_at and is_free:
            take_time(row, {young})


@transaction.atomic
def leave_appointments(*, structure: int, young: int, by: int) -> None:
    """A young person whom the structure no longer supports: what they had to come is cancelled, their seats go on."""
    coming = Seat.objects.filter(
        young=young, appointment__structure=structure, appointment__starts_at__gt=clock.now()
    )
    _leave(coming, young, Person.objects.filter(pk=by).first())
    Watch.objects.filter(young=young, structure=structure, ended_at=None).update(ended_at=clock.now())


def _leave(seats: QuerySet[Seat], young: int, by: Person | None) -> None:
    waiting = seats.exclude(state=State.GIVEN_BACK).filter(appointment__cancelled_at=None)
    for number in sorted(waiting.values_list("appointment", flat=True)):
        row = locked_appointment(number)
        seat = seats.get(appointment=row)
        free_time(row, {young})
        if not row.kind.is_collective:
            call_off(row, by)
            continue
        before, seat.state, seat.held_until = seat.state, State.GIVEN_BACK, None
        seat.save(update_fields=["state", "held_until"])
        keep(row, Change.What.GIVEN_BACK, by, young=young, state=before)
        bus.publish([SeatFreed(row.structure_id, row.pk, seat.pk)])
        fill_line(row)
