"""Another time, other words, another counsellor: the same appointment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.appointments.actions.booking import Taken, twice_at_once
from aufil.appointments.actions.checking import (
    check_counsellor,
    check_order,
    check_place,
    check_still_time,
    check_there,
    check_time,
    refuse,
)
from aufil.appointments.actions.locked import (
    clashing,
    free_time,
    persons_of,
    standing_appointment,
    take_time,
)
from aufil.appointments.actions.recording import keep, say_with_it
from aufil.appointments.actions.seats import fill_line, taken_seats
from aufil.appointments.actions.visiting import is_visitor_of
from aufil.appointments.actions.watching import end_watches, tell_watchers
from aufil.appointments.events import AppointmentChanged, AppointmentHandedOver, AppointmentMoved
from aufil.appointments.models import Appointment, Change, Place, Seat
from aufil.appointments.queries import (
    Asked,
    Asker,
    asked_again,
    asker,
    is_free,
    nearest,
    rules_of,
    young_alone_in,
)
from aufil.kernel import bus, clock
from aufil.kernel.turns import hold_hours
from aufil.people.models import Person
from aufil.web.problems import Problem


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Where and when it is to be; without a mode or a place, as it was."""

    starts_at: datetime
    ends_at: datetime
    mode: str | None = None
    place: Place | None = None


class Moved(NamedTuple):
    appointment: Appointment
    is_new: bool  # False when it was there already


def move(
    *,
    appointment: Appointment,
    to: Elsewhere,
    by: Person | None,
    overlap_reason: str = "",
    word: str = "",
    visitor: Seat | None = None,
) -> Moved | Taken:
    """Have it at another time, in one act: the old time is free at once, what people answered is asked anew.

    `Taken` when somebody else has the new time; it then stays where it was. 403, 409, 410 and 422 problems.
    `word`: what whoever moves it says to who is in it, in their thread.
    """
    who = _asker_in(appointment, by, visitor)
    check_order(to.starts_at, to.ends_at)
    moved = _move(appointment.pk, to, by, overlap_reason, who, word)
    return moved or Taken(nearest(_asked(appointment, to, who), to.starts_at))


@transaction.atomic
def _move(number: int, to: Elsewhere, by: Person | None, reason: str, who: Asker, word: str) -> Moved | None:
    row = standing_appointment(number)
    mode, place = to.mode or row.mode, to.place if to.place or to.mode else row.place
    if (row.starts_at, row.ends_at, row.mode, row.place_id) == (
        to.starts_at,
        to.ends_at,
        mode,
        place.pk if place else None,
    ):
        return Moved(row, False)
    _check_move(row, to, mode, place, who, reason)
    young = persons_of(row) - {row.counsellor_id}
    hold_hours(young | {row.counsellor_id})
    check_there(row.counsellor, row.structure, to.starts_at, to.ends_at)
    taken = clashing(young | {row.counsellor_id}, to.starts_at, to.ends_at, but=row.pk)
    if taken & young:
        raise _some_are_taken(row, who)
    if taken and not reason:
        return None
    if who != Asker.STAFF and not is_free(_asked(row, to, who), to.starts_at):
        return None
    before = {"starts_at": row.starts_at, "ends_at": row.ends_at, "mode": row.mode, "place": row.place_id}
    before["overlap_reason"] = row.overlap_reason
    row.starts_at, row.ends_at, row.mode, row.place = to.starts_at, to.ends_at, mode, place
    row.overlap_reason = reason if taken else ""
    row.moves, row.changed_at = row.moves + 1, clock.now()
    try:
        with transaction.atomic():
            free_time(row)
            row.save()
            take_time(row, persons_of(row))
    except IntegrityError:
        return None
    _say_moved(row, before, by, word)
    return Moved(row, True)


def _check_move(
    row: Appointment, to: Elsewhere, mode: str, place: Place | None, who: Asker, reason: str
) -> None:
    rules = rules_of(row.structure)
    check_still_time(row.starts_at, rules, who)
    check_time(to.starts_at, row.structure, rules, who)
    check_counsellor(row.counsellor, row.structure, to.starts_at, to.ends_at)
    check_place(place, mode, row.structure)
    if mode not in row.kind.modes:
        raise refuse("mode", _("Ce rendez-vous ne se fait pas ainsi. Choisissez une autre façon."))
    if who != Asker.STAFF and (reason or row.kind.is_collective):
        raise Problem("forbidden")
    if who != Asker.STAFF and to.ends_at - to.starts_at != row.ends_at - row.starts_at:
        raise refuse("ends_at", _("Ce rendez-vous a une durée fixe. Choisissez une des heures proposées."))


def _some_are_taken(row: Appointment, who: Asker) -> Problem:
    if row.kind.is_collective:
        sentence = _(
            "Des personnes inscrites ont déjà un rendez-vous à cette heure. Choisissez-en une autre."
        )
        return Problem("conflict", sentence)
    return twice_at_once(who)


def _asker_in(appointment: Appointment, by: Person | None, visitor: Seat | None) -> Asker:
    """Staff, or somebody who is in it; 404 for anybody else."""
    who = asker(by, appointment.structure)
    if who == Asker.PUBLIC and is_visitor_of(appointment, visitor):
        return who
    if who != Asker.STAFF and not taken_seats(appointment).filter(young=by, young__isnull=False).exists():
        raise Problem("not-found")
    return who


def _asked(appointment: Appointment, to: Elsewhere, who: Asker) -> Asked:
    return asked_again(
        appointment,
        who,
        young_alone_in(appointment),
        mode=to.mode or appointment.mode,
        place=to.place or (None if to.mode else appointment.place),
        minutes=int((to.ends_at - to.starts_at).total_seconds() // 60),
    )


def _say_moved(row: Appointment, before: dict[str, Any], by: Person | None, word: str) -> None:
    row.taken.exclude(answer="").update(answer="", answered_at=None)
    keep(row, Change.What.MOVED, by, word, **before)
    if row.starts_at != before["starts_at"]:
        tell_watchers(row, before["starts_at"], before["ends_at"])
    end_watches(row)
    say_with_it(row, by, word)
    bus.publish([AppointmentMoved(row.structure_id, row.pk)])


CHANGEABLE = ("title", "note", "phone", "link", "seats", "enrol_until", "lounge_before", "lounge_after")


@transaction.atomic
def change(*, appointment: Appointment, by: Person, **wanted: Any) -> Appointment:
    """Other words, seats or day until which one enrols (`CHANGEABLE`), at the same time; staff only.

    A 422 problem for fewer seats than people enrolled; seats more go to who waits.
    """
    if asker(by, appointment.structure) != Asker.STAFF:
        raise Problem("forbidden")
    row = standing_appointment(appointment.pk)
    before = {
        name: getattr(row, name)
        for name in CHANGEABLE
        if getattr(row, name) != wanted.get(name, getattr(row, name))
    }
    if not before:
        return row
    for name in before:
        setattr(row, name, wanted[name])
    _check_seats(row)
    row.changed_at = clock.now()
    row.save(update_fields=[*before, "changed_at"])
    keep(row, Change.What.CHANGED, by, **before)
    bus.publish([AppointmentChanged(row.structure_id, row.pk)])
    fill_line(row)
    return row


def _check_seats(row: Appointment) -> None:
    if not row.kind.is_collective:
        if row.seats or row.enrol_until:
            raise refuse("seats", _("Ce rendez-vous est individuel : il n’a pas de places."))
        return
    enrolled = taken_seats(row, offered_too=True).count()
    if not row.seats or row.seats < enrolled:
        sentence = _("%(count)s personnes sont déjà inscrites. Gardez au moins autant de places.")
        raise refuse("seats", sentence % {"count": enrolled})
    if row.enrol_until and row.enrol_until > row.starts_at:
        raise refuse("enrol_until", _("On s’inscrit avant le début. Choisissez une date plus proche."))


@transaction.atomic
def hand_over(*, appointment: Appointment, to: Person, by: Person, word: str = "") -> Appointment:
    """Have a colleague meet them, at the same time; staff only. A 409 problem when the colleague is taken.

    `word`: as of `move`.
    """
    if asker(by, appointment.structure) != Asker.STAFF:
        raise Problem("forbidden")
    row = standing_appointment(appointment.pk)
    if row.counsellor_id == to.pk:
        return row
    check_still_time(row.starts_at, rules_of(row.structure), Asker.STAFF)
    check_counsellor(to, row.structure, row.starts_at, row.ends_at)
    hold_hours({row.counsellor_id, to.pk})
    check_there(to, row.structure, row.starts_at, row.ends_at)
    taken = _("%(name)s a déjà un rendez-vous à cette heure. Choisissez quelqu’un d’autre.") % {
        "name": to.first_name
    }
    if clashing({to.pk}, row.starts_at, row.ends_at):
        raise Problem("conflict", taken)
    before = {"counsellor": row.counsellor_id, "overlap_reason": row.overlap_reason}
    free_time(row, {row.counsellor_id})
    row.counsellor, row.overlap_reason, row.changed_at = to, "", clock.now()
    row.save(update_fields=["counsellor", "overlap_reason", "changed_at"])
    try:
        with transaction.atomic():
            take_time(row, {to.pk})
    except IntegrityError:
        raise Problem("conflict", taken) from None
    keep(row, Change.What.HANDED_OVER, by, word, **before)
    bus.publish([AppointmentHandedOver(row.structure_id, row.pk)])
    say_with_it(row, by, word)
    return row
