"""Appointments as invitations by e-mail, for who wishes them: what a calendar program puts in by itself (RFC 5546).

What somebody was last told of an appointment is kept (`Invitation`): the same is never told twice, and each mail of one
appointment counts one more (SEQUENCE). What may have left is not sent again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from aufil.appointments.calendars.ours import line_of
from aufil.appointments.calendars.writing import Invited, Line, Method, one_line, written
from aufil.appointments.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentChanged,
    AppointmentHandedOver,
    AppointmentMoved,
    SeatFreed,
    SeatTaken,
)
from aufil.appointments.models import Appointment, Invitation, InvitationWish, Seat
from aufil.appointments.queries.calendars import SEATED, told, wishes_invitations
from aufil.audit import actions as journal
from aufil.delivery.actions import Letter, mail_person, sender_address
from aufil.jobs.actions import NotYet, job, later
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.people.queries import today_in
from aufil.ui import texts

PATIENCE = timedelta(minutes=10)
TEMPLATES = ("appointments/invitation.txt", "appointments/invitation.html")
Fact = (
    AppointmentBooked
    | AppointmentMoved
    | AppointmentChanged
    | AppointmentCancelled
    | AppointmentHandedOver
    | SeatTaken
    | SeatFreed
)


@transaction.atomic
def choose_invitations(*, structure: Structure, person: Person, wished: bool) -> None:
    """From now on their appointments leave by e-mail, or no longer. Twice is once."""
    rows = InvitationWish.objects.filter(structure=structure, person=person)
    if wished:
        values = {"chosen_at": clock.now()}
        _row, changed = InvitationWish.objects.get_or_create(
            structure=structure, person=person, defaults=values
        )
    else:
        changed = bool(rows.delete()[0])
    if changed:
        journal.record(
            verb="invitations-wished" if wished else "invitations-ended",
            subject="person",
            subject_uid=person.uid,
            actor=person.pk,
            structure=structure.pk,
        )


def ask_invitations(facts: Sequence[Fact]) -> None:
    """Something has become of appointments: whoever wishes it is sent what their calendar must know."""
    for fact in facts:
        if isinstance(fact, AppointmentBooked) and fact.is_past:
            continue
        row = {"appointment": fact.appointment}
        concerned = InvitationWish.objects.filter(structure=fact.structure).filter(
            Q(person__in=Appointment.objects.filter(pk=fact.appointment).values("counsellor"))
            | Q(person__in=Seat.objects.filter(**row, state__in=SEATED, young__isnull=False).values("young"))
            | Q(person__in=Invitation.objects.filter(**row, is_cancelled=False).values("person"))
        )
        for person in concerned.values_list("person", flat=True):
            later(send_invitation, appointment=fact.appointment, person=person)


class Next(NamedTuple):
    """What somebody's calendar is to be told now, and what it knew before."""

    line: Line
    former: dict[str, Any] | None


@job
def send_invitation(*, appointment: int, person: int) -> None:
    """Tell one person's calendar how an appointment stands, if it does not know."""
    row = told(Appointment.objects.filter(pk=appointment), with_names=False).first()
    reader = Person.objects.filter(pk=person).first()
    if row is None or reader is None or row.ends_at <= clock.now():
        return
    if not wishes_invitations(reader, row.structure):
        return
    following = _next(row, reader)
    if following is None:
        return
    became = mail_person(person=reader, structure=row.structure, letter=_letter(row, reader, following.line))
    if became == "later":
        _undo(row, reader, following.former)
        raise NotYet("mail", at_most=PATIENCE)


@transaction.atomic
def _next(row: Appointment, reader: Person) -> Next | None:
    """Noted before it leaves; None when there is nothing new to say."""
    former = Invitation.objects.select_for_update().filter(appointment=row, person=reader).first()
    is_in = row.cancelled_at is None and _is_in(row, reader)
    if not is_in and (former is None or former.is_cancelled):
        return None
    line = line_of(row, reader)
    fingerprint = _fingerprint(line)
    if former and is_in and not former.is_cancelled and bytes(former.fingerprint) == fingerprint:
        return None
    sequence = former.sequence + 1 if former else row.moves
    values = {
        "sequence": sequence,
        "is_cancelled": not is_in,
        "fingerprint": fingerprint,
        "sent_at": clock.now(),
    }
    known = _as_it_was(former)
    Invitation.objects.update_or_create(appointment=row, person=reader, defaults=values)
    # `Line` counts a cancellation by itself.
    return Next(replace(line, moves=sequence - (not is_in), is_cancelled=not is_in), known)


def _is_in(row: Appointment, reader: Person) -> bool:
    if row.counsellor_id == reader.pk:
        return True
    return Seat.objects.filter(appointment=row, young=reader, state__in=SEATED).exists()


def _fingerprint(line: Line) -> bytes:
    said = (line.starts_at, line.ends_at, line.zone, line.title, line.where, line.url, line.note)
    return hashlib.sha256(repr(said).encode()).digest()


def _as_it_was(former: Invitation | None) -> dict[str, Any] | None:
    if former is None:
        return None
    return {name: getattr(former, name) for name in ("sequence", "is_cancelled", "fingerprint", "sent_at")}


def _undo(row: Appointment, reader: Person, former: dict[str, Any] | None) -> None:
    """It has not left: it is to be told anew."""
    rows = Invitation.objects.filter(appointment=row, person=reader)
    if former is None:
        rows.delete()
    else:
        rows.update(**former)


def _letter(row: Appointment, reader: Person, line: Line) -> Letter:
    local = line.starts_at.astimezone(ZoneInfo(line.zone))
    when = _("%(day)s à %(time)s") % {
        "day": texts.date_in_full(local.date(), today_in(row.structure)),
        "time": texts.clock(local),
    }
    method: Method = "CANCEL" if line.is_cancelled else "REQUEST"
    subject = _("Rendez-vous annulé : %(when)s") if line.is_cancelled else _("Rendez-vous : %(when)s")
    invited = Invited(
        organizer=sender_address(),
        organizer_name=row.structure.name,
        attendee=reader.email,
        stamped_at=clock.now(),
    )
    return Letter(
        name=f"rdv-{row.uid}-{reader.uid}-{line.sequence}",
        subject=one_line(subject % {"when": when}),
        templates=TEMPLATES,
        context={"line": line, "when": when, "settings": f"{settings.BASE_URL}/agenda/calendriers/"},
        calendar=written([line], method=method, invited=invited),
        method=method,
    )
