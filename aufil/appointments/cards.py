"""An appointment as it stands in the thread of somebody in it (`thread.appointed` says it in words)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aufil.appointments.models import Appointment, Mode, Place, Rules, Seat
from aufil.kernel import clock
from aufil.ui.texts import calendar_day
from aufil.ui.texts import clock as clock_time
from aufil.video.actions import hours_of_appointment


def card_of(seat: Seat, rules: Rules, *, was_at: str | None = None, lapsed: bool = False) -> dict[str, Any]:
    """The facts, as `Entry.adds` keeps them; `was_at`: from when it was last moved."""
    it = seat.appointment
    is_cancelled = it.cancelled_at is not None
    return {
        "id": str(it.uid),
        "what": it.title or it.kind.name,
        "is_collective": it.kind.is_collective,
        "mode": it.mode,
        "how": str(Mode(it.mode).label),
        "place": it.place.name if it.place else "",
        "address": address_of(it.place),
        "starts_at": it.starts_at.isoformat(),
        "ends_at": it.ends_at.isoformat(),
        "timezone": it.structure.timezone,
        "counsellor": it.counsellor.first_name,
        "young": seat.young.first_name if seat.young else "",
        "state": _state(seat, lapsed=lapsed),
        "joins_from": _said(hours_of_appointment(it.starts_at, it.ends_at).opens_at)
        if it.mode == Mode.VIDEO
        else None,
        "held_until": _said(seat.held_until),
        "answer": seat.answer,
        "answer_until": _said(changeable_until(it, rules)),
        "was_at": was_at,
        "by": it.cancelled_by.first_name if is_cancelled and it.cancelled_by else "",
        "word": it.cancel_word if is_cancelled else "",
    }


def card_text(seat: Seat) -> str:
    """All of it in plain words, where no card is drawn; a sensitive kind is not named."""
    it = seat.appointment
    said = f"{name_of(it)}, {moment_of(it.starts_at, it.structure.timezone)}, {where_of(it)}"
    if it.cancelled_at:
        return _("Annulé : %(said)s") % {"said": said}
    return said


def name_of(appointment: Appointment) -> str:
    """What it may be called where others can read it."""
    if appointment.kind.is_sensitive:
        return _("Rendez-vous")
    return appointment.title or appointment.kind.name


def moment_of(at: datetime, timezone: str) -> str:
    """`mardi 24 novembre à 14 h 30`, by the clock of the structure, whatever the day it is read."""
    local = at.astimezone(ZoneInfo(timezone))
    return _("%(day)s à %(time)s") % {"day": calendar_day(local.date()), "time": clock_time(local)}


def where_of(appointment: Appointment) -> str:
    """`Cholet centre`, `par téléphone`."""
    return appointment.place.name if appointment.place else str(Mode(appointment.mode).label)


def address_of(place: Place | None) -> str:
    """`12 rue des Tisserands, 49300 Cholet`."""
    if place is None:
        return ""
    town = " ".join(part for part in (place.postal_code, place.commune) if part)
    return ", ".join(part for part in (place.address, town) if part)


def is_joinable(it: Appointment) -> bool:
    """By video, and its room lets people in now."""
    if it.mode != Mode.VIDEO or it.cancelled_at or it.is_past_note:
        return False
    hours = hours_of_appointment(it.starts_at, it.ends_at)
    return hours.opens_at <= clock.now() < hours.admits_until


def changeable_until(appointment: Appointment, rules: Rules) -> datetime:
    """The last instant at which who is in it answers, moves or cancels by themselves."""
    return appointment.starts_at - timedelta(minutes=rules.change_minutes)


def _state(seat: Seat, *, lapsed: bool) -> str:
    if seat.appointment.cancelled_at:
        return "cancelled"
    if seat.appointment.is_past_note:
        return "past"
    return "lapsed" if lapsed else str(seat.state)


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
