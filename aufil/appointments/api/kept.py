"""Appointments: taken, seen, changed, cancelled."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Status

from aufil.appointments import access, actions
from aufil.appointments.access import Asking
from aufil.appointments.actions import Elsewhere, Taken, Wanted
from aufil.appointments.api.shapes import appointment_shape, slot_shapes
from aufil.appointments.models import Appointment
from aufil.appointments.queries import Asker, between, page_after, sessions_for, shown_to
from aufil.appointments.schemas import (
    AppointmentOut,
    AppointmentPage,
    Cancelling,
    Changes,
    MaybeInstant,
    NewAppointment,
)
from aufil.kernel import clock
from aufil.kernel.phones import to_e164
from aufil.people.access import PersonRequest
from aufil.web import pagination
from aufil.web.problems import Problem

router = Router()
PAGE = 50


@router.get("/appointments", response=AppointmentPage, summary="Les rendez-vous")
def listed(
    request: PersonRequest,
    after: MaybeInstant = None,
    before: MaybeInstant = None,
    counsellor: UUID | None = None,
    young: UUID | None = None,
    cursor: str = "",
) -> Any:
    """From `after` (now, when it is not said) on, by time: staff see their structure's, a young person theirs."""
    asked = access.asking(request)
    rows = between(
        shown_to(asked.person, asked.who, asked.structure),
        after or clock.now(),
        before,
        access.colleague_of(asked.structure, counsellor) if counsellor else None,
        access.young_of_asking(asked, young) if young else None,
    )
    return _page(rows, asked, cursor)


@router.get("/sessions", response=AppointmentPage, summary="Les séances où l’on peut s’inscrire")
def sessions(request: PersonRequest, cursor: str = "") -> Any:
    """Collective appointments to come that young people may enrol in; `people` holds one's own seat, if any."""
    asked = access.asking(request)
    return _page(sessions_for(asked.person, asked.structure, clock.now()), asked, cursor)


def _page(rows: Any, asked: Asking, cursor: str) -> dict[str, Any]:
    found = page_after(rows, _position(cursor) if cursor else None, PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    following = pagination.encode(f"{last.starts_at.isoformat()} {last.pk}") if last else None
    return {"results": [appointment_shape(row, asked) for row in found[:PAGE]], "next": following}


def _position(cursor: str) -> tuple[datetime, int]:
    at, _space, number = pagination.decode(cursor).partition(" ")
    try:
        return datetime.fromisoformat(at).astimezone(UTC), int(number[:18])
    except (ValueError, OverflowError):
        raise Problem("malformed") from None


@router.post(
    "/appointments", response={200: AppointmentOut, 201: AppointmentOut}, summary="Prendre un rendez-vous"
)
def take(request: PersonRequest, body: NewAppointment) -> Any:
    """Take a time. 201; the same `id` again: 200. Taken meanwhile: a 409 problem with the three `nearest` times.

    With `outcome`, staff keep a meeting that was held already.
    """
    asked = access.asking(request)
    wanted = _wanted(body, asked)
    if body.outcome is None:
        made = actions.book(wanted=wanted, by=asked.person, uid=body.id, overlap_reason=body.overlap_reason)
    else:
        made = actions.note_past(wanted=wanted, by=asked.person, uid=body.id, outcome=body.outcome)
    if isinstance(made, Taken):
        raise _taken(made, asked)
    return Status(201 if made.is_new else 200, _shown(asked, made.appointment.uid))


def _wanted(body: NewAppointment, asked: Asking) -> Wanted:
    structure = asked.structure
    kind = access.kind(structure, body.kind)
    by_staff = asked.who == Asker.STAFF
    young = access.young_of_asking(asked, body.young) if body.young or not by_staff else None
    said = body.model_dump(include={"link", "title", "note", "seats", "enrol_until"}) if by_staff else {}
    return Wanted(
        structure=structure,
        kind=kind,
        mode=body.mode,
        counsellor=access.colleague_of(structure, body.counsellor),
        starts_at=body.starts_at.astimezone(UTC),
        ends_at=(body.ends_at or body.starts_at + timedelta(minutes=kind.minutes)).astimezone(UTC),
        young=young,
        place=access.place_of(structure, body.place),
        phone=_phone(body.phone, structure.region),
        **said,
    )


def _phone(written: str, region: str) -> str:
    try:
        return to_e164(written, region) if written else ""
    except ValueError:
        sentence = _("Ce numéro n’est pas un numéro de téléphone. Exemple : 06 12 34 56 78.")
        raise Problem("invalid", sentence, errors={"phone": [sentence]}) from None


def _taken(found: Taken, asked: Asking) -> Problem:
    sentence = _("Cette heure vient d’être prise. Choisissez-en une autre.")
    return Problem("conflict", sentence, more={"nearest": slot_shapes(found.nearest, asked)})


@router.get("/appointments/{uid}", response=AppointmentOut, summary="Un rendez-vous")
def one(request: PersonRequest, uid: UUID) -> Any:
    asked = access.asking(request)
    return appointment_shape(access.seen(asked, uid), asked)


@router.patch("/appointments/{uid}", response=AppointmentOut, summary="Déplacer ou changer un rendez-vous")
def alter(request: PersonRequest, uid: UUID, body: Changes) -> Any:
    """What is named changes, in this order: colleague, time and place, words and seats. The first refused stops."""
    asked = access.asking(request)
    row = access.seen(asked, uid)
    if body.counsellor:
        actions.hand_over(
            appointment=row, to=access.colleague_of(asked.structure, body.counsellor), by=asked.person
        )
    if body.starts_at or body.ends_at or body.mode or body.place:
        _move(row, body, asked)
    words = body.model_dump(include=set(actions.CHANGEABLE), exclude_unset=True)
    if words:
        actions.change(appointment=row, by=asked.person, **words)
    return _shown(asked, uid)


def _move(row: Appointment, body: Changes, asked: Asking) -> None:
    starts = (body.starts_at or row.starts_at).astimezone(UTC)
    to = Elsewhere(
        starts_at=starts,
        ends_at=body.ends_at.astimezone(UTC) if body.ends_at else starts + (row.ends_at - row.starts_at),
        mode=body.mode,
        place=access.place_of(asked.structure, body.place),
    )
    reason = body.overlap_reason
    found = actions.move(appointment=row, to=to, by=asked.person, overlap_reason=reason)
    if isinstance(found, Taken):
        raise _taken(found, asked)


@router.post("/appointments/{uid}/cancel", response=AppointmentOut, summary="Annuler un rendez-vous")
def cancel(request: PersonRequest, uid: UUID, body: Cancelling) -> Any:
    """Its time is free at once; the same again changes nothing."""
    asked = access.asking(request)
    actions.cancel(appointment=access.seen(asked, uid), by=asked.person, word=body.word)
    return _shown(asked, uid)


def _shown(asked: Asking, uid: UUID) -> dict[str, Any]:
    return appointment_shape(access.seen(asked, uid), asked)
