"""The room of an appointment by video: opened, moved and closed with it, in the same transaction."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from aufil.appointments.actions.locked import locked_appointment
from aufil.appointments.cards import name_of
from aufil.appointments.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentChanged,
    AppointmentHandedOver,
    AppointmentMoved,
    SeatFreed,
    SeatTaken,
)
from aufil.appointments.models import Appointment, Mode, Seat
from aufil.appointments.queries import room_link, room_places
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.people.queries import staff_of, young_of
from aufil.video import actions as video
from aufil.video.events import VideoSettled
from aufil.video.models import Guest, Room
from aufil.video.queries import can_carry, open_room_about, open_subjects, rooms_about

Fact = (
    AppointmentBooked
    | AppointmentMoved
    | AppointmentChanged
    | AppointmentCancelled
    | AppointmentHandedOver
    | SeatTaken
    | SeatFreed
)
KIND = Room.Kind.APPOINTMENT.value
AHEAD = timedelta(days=8)


def keep_rooms(facts: Sequence[Fact]) -> None:
    """Each appointment has the room it needs now, or none."""
    rows = Appointment.objects.select_related("kind", "structure", "counsellor")
    for row in rows.filter(pk__in={fact.appointment for fact in facts}).order_by("pk"):
        keep_room(appointment=row)


@transaction.atomic
def keep_room(*, appointment: Appointment) -> Room | None:
    """Its room as it is to be, made to fit; None where it needs none, or nothing here carries so many. One that is over
    and done is left as it was."""
    now = clock.now()
    if appointment.mode != Mode.VIDEO or appointment.cancelled_at or appointment.is_past_note:
        video.end_about(kind=KIND, subject=appointment.uid)
        return None
    if appointment.ends_at <= now:
        return None
    seats = list(appointment.taken.filter(state=Seat.State.TAKEN).select_related("young"))
    link, most = room_link(appointment), room_places(appointment)
    hosts = list(staff_of(appointment.structure).filter(pk=appointment.counsellor_id))
    if not hosts or not can_carry(most, link):
        video.end_about(kind=KIND, subject=appointment.uid)
        return None
    young = [seat.young_id for seat in seats if seat.young_id]
    expected = list(young_of(appointment.structure).filter(pk__in=young))
    wanted = video.Wanted(
        structure=appointment.structure,
        kind=KIND,
        subject=appointment.uid,
        hours=video.hours_of_appointment(appointment.starts_at, appointment.ends_at),
        hosts=hosts,
        expected=expected,
        title=name_of(appointment),
        most=most,
        link=link,
    )
    room = video.open_room(wanted=wanted, by=appointment.made_by)
    video.open_doors(room=room, people=expected)
    _expect_visitors(room, seats)
    return room


def _expect_visitors(room: Room, seats: Sequence[Seat]) -> None:
    """Whoever comes for a first meeting, by the name they left; once they have a file it is as that person."""
    names = {seat.visitor_name[:60] for seat in seats if seat.young_id is None}
    there = set(Guest.objects.filter(room=room, person=None).values_list("visitor_name", flat=True))
    for name in sorted(names - there):
        video.invite(room=room, name=name, is_expected=True)


def room_of(*, appointment: Appointment, by: Person) -> Room | None:
    """The room somebody who is in it comes to now: the open one, else the one that is over, which says so.

    Opened here where there was none yet; and again for the counsellor who ended it while it is still held.
    """
    there = open_room_about(KIND, appointment.uid)
    if there is None and by.pk != appointment.counsellor_id:
        there = rooms_about(KIND, appointment.uid).first()
    return there or keep_room(appointment=appointment)


def open_rooms_ahead() -> None:
    """Those of the next days that have none: taken before there were rooms, or before anything carried so many."""
    now = clock.now()
    rows = Appointment.objects.standing().filter(mode=Mode.VIDEO, is_past_note=False)
    rows = rows.filter(starts_at__gt=now, starts_at__lt=now + AHEAD).exclude(uid__in=open_subjects(KIND))
    for number in rows.values_list("pk", flat=True):
        _keep_one(number)


def refit_rooms(facts: Sequence[VideoSettled]) -> None:
    """What a structure settled holds for what is to come."""
    for fact in facts:
        rows = Appointment.objects.standing().filter(structure=fact.structure, mode=Mode.VIDEO)
        rows = rows.filter(ends_at__gt=clock.now(), is_past_note=False).order_by("pk")
        for number in rows.values_list("pk", flat=True):
            _keep_one(number)


@transaction.atomic
def _keep_one(number: int) -> None:
    row = locked_appointment(number)
    keep_room(appointment=row)
