"""Taking a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.checking import (
    check_counsellor,
    check_kind,
    check_order,
    check_past,
    check_place,
    check_there,
    check_time,
    refuse,
)
from aufil.appointments.actions.locked import clashing, persons_of, take_time
from aufil.appointments.actions.recording import keep
from aufil.appointments.actions.watching import end_watches
from aufil.appointments.events import AppointmentBooked
from aufil.appointments.models import Appointment, Change, Kind, Place, Seat
from aufil.appointments.queries import Asked, Asker, Slot, asker, is_free, nearest, rules_of
from aufil.kernel import bus, clock
from aufil.kernel.turns import hold_hours
from aufil.people.models import Person, Structure
from aufil.people.queries import young_of
from aufil.web.problems import Problem


class Visitor(NamedTuple):
    """Somebody without a file, for a first meeting: who they are and how to call them back."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A time to take: what, with whom, when, where. `seats` and `enrol_until`: collective kinds alone."""

    structure: Structure
    kind: Kind
    mode: str
    counsellor: Person
    starts_at: datetime
    ends_at: datetime
    young: Person | None = None
    visitor: Visitor | None = None
    place: Place | None = None
    phone: str = ""
    link: str = ""
    title: str = ""
    note: str = ""
    seats: int | None = None
    enrol_until: datetime | None = None


class Booked(NamedTuple):
    """It is taken; `is_new` is False when the same `uid` had taken it before."""

    appointment: Appointment
    is_new: bool


class Taken(NamedTuple):
    """Somebody else has that time: the free ones nearest to it."""

    nearest: list[Slot]


def book(*, wanted: Wanted, by: Person | None, uid: UUID, overlap_reason: str = "") -> Booked | Taken:
    """Take a time for a young person, a visitor or several; the same `uid` again is once.

    Who asks for themselves takes only what openings offer; staff take any time of a colleague who is there, and with
    a reason one that is taken (recorded; the database then counts no time for it). 403, 404, 409 and 422 problems.
    """
    who = asker(by, wanted.structure)
    if who != Asker.STAFF and wanted.young != by:
        raise Problem("not-found")  # for oneself, or as a visitor
    found = _known(uid, wanted, by)
    if found:
        return Booked(found, False)
    _check(wanted, who, overlap_reason)
    made = _book(wanted, by, uid, overlap_reason, who)
    if made is None:
        return Taken(nearest(_asked(wanted, who), wanted.starts_at))
    return made


@transaction.atomic
def note_past(*, wanted: Wanted, by: Person, uid: UUID, outcome: str = Seat.Outcome.PRESENT) -> Booked:
    """Staff: keep a meeting that was held without having been booked. Takes no time; the same `uid` again is once."""
    who = asker(by, wanted.structure)
    if who != Asker.STAFF:
        raise Problem("forbidden")
    found = _known(uid, wanted, by)
    if found:
        return Booked(found, False)
    check_order(wanted.starts_at, wanted.ends_at)
    check_past(wanted.starts_at, wanted.ends_at)
    _check_what(wanted, who)
    appointment = _written(wanted, by, uid, "", is_past=True)
    seat = appointment.taken.first()
    if seat and outcome:
        seat.outcome, seat.outcome_at, seat.outcome_by = outcome, clock.now(), by
        seat.save(update_fields=["outcome", "outcome_at", "outcome_by"])
    _told(appointment, by)
    return Booked(appointment, True)


def _known(uid: UUID, wanted: Wanted, by: Person | None) -> Appointment | None:
    """What that `uid` took before; a 409 problem when it was something else."""
    found = Appointment.objects.filter(uid=uid).first()
    if found is None:
        return None
    same = found.structure_id == wanted.structure.pk and found.made_by_id == (by.pk if by else None)
    if not same or found.kind_id != wanted.kind.pk:
        raise Problem("conflict")
    return found


def _check(wanted: Wanted, who: Asker, overlap_reason: str) -> None:
    check_order(wanted.starts_at, wanted.ends_at)
    check_time(wanted.starts_at, wanted.structure, rules_of(wanted.structure), who)
    _check_what(wanted, who)
    check_counsellor(wanted.counsellor, wanted.structure, wanted.starts_at, wanted.ends_at)
    if overlap_reason and who != Asker.STAFF:
        raise Problem("forbidden")
    if who != Asker.STAFF and wanted.ends_at - wanted.starts_at != timedelta(minutes=wanted.kind.minutes):
        raise refuse("ends_at", _("Ce rendez-vous a une durée fixe. Choisissez une des heures proposées."))


def _check_what(wanted: Wanted, who: Asker) -> None:
    check_kind(wanted.kind, wanted.mode, wanted.structure, who)
    check_place(wanted.place, wanted.mode, wanted.structure)
    _check_who(wanted)
    if not wanted.kind.is_collective and (wanted.seats or wanted.enrol_until):
        raise refuse("seats", _("Ce rendez-vous est individuel : il n’a pas de places."))
    if wanted.kind.is_collective and not wanted.seats:
        raise refuse("seats", _("Dites combien de personnes peuvent venir."))
    if wanted.enrol_until and wanted.enrol_until > wanted.starts_at:
        raise refuse("enrol_until", _("On s’inscrit avant le début. Choisissez une date plus proche."))


def _check_who(wanted: Wanted) -> None:
    if wanted.kind.is_collective:
        if wanted.young or wanted.visitor:
            raise refuse("young", _("Créez d’abord la séance, puis inscrivez les personnes."))
    elif wanted.young and not young_of(wanted.structure).filter(pk=wanted.young.pk).exists():
        raise Problem("not-found")
    elif wanted.visitor and not (wanted.visitor.name and (wanted.visitor.phone or wanted.visitor.email)):
        raise refuse("visitor", _("Laissez votre nom, et un téléphone ou un e-mail pour vous joindre."))
    elif not (wanted.young or wanted.visitor):
        raise refuse("young", _("Dites avec qui est ce rendez-vous."))


@transaction.atomic
def _book(wanted: Wanted, by: Person | None, uid: UUID, overlap_reason: str, who: Asker) -> Booked | None:
    young = {wanted.young.pk} if wanted.young else set()
    hold_hours(young | {wanted.counsellor.pk})
    if found := _known(uid, wanted, by):  # taken while we waited for the lock
        return Booked(found, False)
    check_there(wanted.counsellor, wanted.structure, wanted.starts_at, wanted.ends_at)
    taken = clashing(young | {wanted.counsellor.pk}, wanted.starts_at, wanted.ends_at)
    if taken & young:
        raise twice_at_once(who)
    if taken and not overlap_reason:
        return None
    if who != Asker.STAFF and not is_free(_asked(wanted, who), wanted.starts_at):
        return None
    try:
        with transaction.atomic():
            appointment = _written(wanted, by, uid, overlap_reason if taken else "")
            take_time(appointment, persons_of(appointment))
    except IntegrityError:
        if Appointment.objects.filter(uid=uid).exists():
            raise Problem("conflict") from None
        return None
    _told(appointment, by)
    return Booked(appointment, True)


def twice_at_once(who: Asker) -> Problem:
    """409: the same young person at two places."""
    if who == Asker.STAFF:
        return Problem(
            "conflict", _("Cette personne a déjà un rendez-vous à cette heure. Choisissez-en une autre.")
        )
    return Problem("conflict", _("Vous avez déjà un rendez-vous à cette heure. Choisissez-en une autre."))


def _asked(wanted: Wanted, who: Asker) -> Asked:
    return Asked(
        structure=wanted.structure,
        kind=wanted.kind,
        mode=wanted.mode,
        asker=who,
        counsellors=(wanted.counsellor.pk,),
        young=wanted.young.pk if wanted.young else None,
        place=wanted.place,
        minutes=int((wanted.ends_at - wanted.starts_at).total_seconds() // 60),
    )


def _written(
    wanted: Wanted, by: Person | None, uid: UUID, overlap_reason: str, *, is_past: bool = False
) -> Appointment:
    now = clock.now()
    appointment = Appointment.objects.create(
        uid=uid,
        structure=wanted.structure,
        kind=wanted.kind,
        nature=wanted.kind.nature,
        mode=wanted.mode,
        counsellor=wanted.counsellor,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        title=wanted.title,
        place=wanted.place,
        phone=wanted.phone,
        link=wanted.link,
        note=wanted.note,
        seats=wanted.seats,
        enrol_until=wanted.enrol_until,
        overlap_reason=overlap_reason,
        is_past_note=is_past,
        made_by=by,
        made_at=now,
        changed_at=now,
    )
    if wanted.young or wanted.visitor:
        _seat(appointment, wanted, by)
    return appointment


def _seat(appointment: Appointment, wanted: Wanted, by: Person | None) -> None:
    visitor = wanted.visitor if wanted.young is None and wanted.visitor else Visitor("")
    Seat.objects.create(
        appointment=appointment,
        young=wanted.young,
        visitor_name=visitor.name,
        visitor_phone=visitor.phone,
        visitor_email=visitor.email,
        since=appointment.made_at,
        made_by=by,
    )


def _told(appointment: Appointment, by: Person | None) -> None:
    keep(appointment, Change.What.MADE, by)
    end_watches(appointment)
    fact = AppointmentBooked(appointment.structure_id, appointment.pk, appointment.is_past_note)
    bus.publish([fact])
