"""First meetings of people Aufil does not know yet: taken with whoever is free, then welcomed, or forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.booking import Booked, Taken, Visitor, Wanted, book
from aufil.appointments.actions.locked import clashing, locked_appointment, take_time
from aufil.appointments.actions.recording import keep
from aufil.appointments.events import AppointmentChanged
from aufil.appointments.models import Appointment, Change, Kind, Mode, Place, Seat
from aufil.appointments.models.appointment import FORGOTTEN
from aufil.appointments.models.kind import PLACED
from aufil.appointments.queries import Asked, Asker, asker, nearest, slots
from aufil.kernel import bus, clock
from aufil.kernel.turns import hold_hours
from aufil.people.actions import add_young
from aufil.people.models import Person, Structure
from aufil.people.queries import staff_of, young_of
from aufil.web.problems import Problem

KEPT = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class FirstMeeting:
    """What a visitor chose, and who they are."""

    structure: Structure
    kind: Kind
    mode: str
    starts_at: datetime
    visitor: Visitor
    place: Place | None = None


def book_first_meeting(*, wanted: FirstMeeting, uid: UUID) -> Booked | Taken:
    """Take a time with whoever is free then. The same `uid` with the same visitor is once; with another, a 409
    problem: it is somebody else's."""
    known = Appointment.objects.filter(uid=uid).first()
    if known:
        return _again(known, wanted)
    asked = Asked(
        structure=wanted.structure,
        kind=wanted.kind,
        mode=wanted.mode,
        asker=Asker.PUBLIC,
        place=wanted.place if wanted.mode in PLACED else None,
    )
    for counsellor in _free_at(asked, wanted.starts_at):
        made = book(wanted=_with(wanted, counsellor), by=None, uid=uid)
        if isinstance(made, Booked):
            return made if made.is_new else _again(made.appointment, wanted)
    return Taken(nearest(asked, wanted.starts_at))


def _with(wanted: FirstMeeting, counsellor: Person) -> Wanted:
    by_phone = wanted.mode == Mode.PHONE
    return Wanted(
        structure=wanted.structure,
        kind=wanted.kind,
        mode=wanted.mode,
        counsellor=counsellor,
        starts_at=wanted.starts_at,
        ends_at=wanted.starts_at + timedelta(minutes=wanted.kind.minutes),
        visitor=wanted.visitor,
        place=wanted.place,
        phone=wanted.visitor.phone if by_phone else "",
    )


def _free_at(asked: Asked, at: datetime) -> Sequence[Person]:
    """Who is free at that very time; nobody for a time that is not offered."""
    found = {slot.counsellor for slot in slots(replace(asked, since=at, until=at + timedelta(minutes=1)))}
    return list(staff_of(asked.structure).filter(pk__in=found).order_by("pk"))


def _again(known: Appointment, wanted: FirstMeeting) -> Booked:
    seat = known.taken.first()
    left = (seat.visitor_name, seat.visitor_phone, seat.visitor_email) if seat else None
    if known.structure_id != wanted.structure.pk or left != tuple(wanted.visitor):
        raise Problem("conflict")
    return Booked(known, False)


def is_visitor_of(appointment: Appointment, seat: Seat | None) -> bool:
    """Does this seat's private address stand for a visitor of that very appointment?"""
    return seat is not None and seat.appointment_id == appointment.pk and seat.young_id is None


@transaction.atomic
def welcome_visitor(*, seat: Seat, by: Person, young: Person | None = None, **facts: Any) -> Person:
    """« Créer sa fiche »: the visitor becomes a young person of the structure, `young` or a new one of these `facts`
    (`people.actions.add_young`); the seat and its time are theirs, what the visitor left is emptied."""
    row = locked_appointment(seat.appointment_id)
    if asker(by, row.structure) != Asker.STAFF:
        raise Problem("forbidden")
    found = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if found.young_id is not None:
        raise Problem("conflict", _("Cette personne a déjà sa fiche."))
    if young and not young_of(row.structure).filter(pk=young.pk).exists():
        raise Problem("not-found")
    person = young or add_young(structure=row.structure, referent=row.counsellor, actor=by, **facts)
    hold_hours({person.pk})
    _sit(row, found, person)
    keep(row, Change.What.CHANGED, by, young=None)
    bus.publish([AppointmentChanged(row.structure_id, row.pk)])
    return person


def _sit(row: Appointment, seat: Seat, person: Person) -> None:
    taken = Problem("conflict", _("Cette personne a déjà un rendez-vous à cette heure."))
    is_busy = row.cancelled_at is None and not row.is_past_note
    if is_busy and clashing({person.pk}, row.starts_at, row.ends_at, but=row.pk):
        raise taken
    seat.young, seat.visitor_name, seat.visitor_phone, seat.visitor_email = person, "", "", ""
    try:
        with transaction.atomic():
            seat.save(update_fields=["young", "visitor_name", "visitor_phone", "visitor_email"])
            if is_busy:
                take_time(row, {person.pk})
    except IntegrityError:
        raise taken from None


def forget_visitors() -> None:
    """A month after their meeting, what visitors left is emptied."""
    over = Seat.objects.filter(young=None, appointment__ends_at__lt=clock.now() - KEPT)
    over.exclude(visitor_phone="", visitor_email="", visitor_name=FORGOTTEN).update(
        visitor_name=FORGOTTEN, visitor_phone="", visitor_email=""
    )
