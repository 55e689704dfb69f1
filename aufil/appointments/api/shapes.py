"""The shapes of answers about appointments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aufil.appointments.access import Asking
from aufil.appointments.models import Appointment, Kind, Place, Seat
from aufil.appointments.queries import Asker, Slot, names_of
from aufil.people.models import Person


def local(at: datetime | None, timezone: str) -> str | None:
    """RFC 3339, with the offset of the structure's zone."""
    return at.astimezone(ZoneInfo(timezone)).isoformat() if at else None


def kind_shape(kind: Kind) -> dict[str, Any]:
    facts = ("name", "nature", "modes", "minutes", "is_collective", "for_young", "for_public")
    return {"id": kind.uid, **{fact: getattr(kind, fact) for fact in facts}}


def slot_shapes(found: Sequence[Slot], asked: Asking) -> list[dict[str, Any]]:
    """Free times with their counsellor and place; two statements for any number."""
    people, places = names_of((slot.counsellor for slot in found), (slot.place for slot in found))
    zone = asked.structure.timezone
    return [
        {
            "starts_at": local(slot.starts_at, zone),
            "ends_at": local(slot.ends_at, zone),
            "counsellor": _person(people[slot.counsellor], asked),
            "place": _named(places[slot.place]) if slot.place else None,
        }
        for slot in found
    ]


def appointment_shape(row: Any, asked: Asking) -> dict[str, Any]:
    """An appointment as `shown_to` or `sessions_for` found it."""
    zone = row.structure.timezone
    by_staff = asked.who == Asker.STAFF
    return {
        "id": row.uid,
        "kind": _named(row.kind),
        "nature": row.nature,
        "mode": row.mode,
        "starts_at": local(row.starts_at, zone),
        "ends_at": local(row.ends_at, zone),
        "state": "cancelled" if row.cancelled_at else "standing",
        "title": row.title,
        "note": row.note,
        "counsellor": _person(row.counsellor, asked),
        "place": _place(row),
        "phone": row.phone,
        "link": row.link,
        "seats": row.seats,
        "seats_taken": row.seats_taken if row.seats else None,
        "enrol_until": local(row.enrol_until, zone),
        "moves": row.moves,
        "overlap_reason": row.overlap_reason if by_staff else None,
        "cancel_word": row.cancel_word,
        "people": [seat_shape(seat, zone, by_staff) for seat in row.shown_seats],
    }


def seat_shape(seat: Seat, zone: str, by_staff: bool) -> dict[str, Any]:
    young = seat.young
    return {
        "young": young.uid if young else None,
        "name": young.full_name if young else seat.visitor_name,
        "state": seat.state,
        "answer": seat.answer,
        "held_until": local(seat.held_until, zone),
        "outcome": seat.outcome if by_staff else None,
        "is_legitimate": seat.is_legitimate if by_staff else None,
    }


def _named(row: Kind | Place) -> dict[str, Any]:
    return {"id": row.uid, "name": row.name}


def _person(person: Person, asked: Asking) -> dict[str, Any]:
    """Staff are shown full names, young people first names."""
    return {"id": person.uid, "name": person.full_name if asked.who == Asker.STAFF else person.first_name}


def _place(row: Appointment) -> dict[str, Any] | None:
    if row.place is None:
        return None
    facts = ("address", "postal_code", "commune", "directions")
    return {**_named(row.place), **{fact: getattr(row.place, fact) for fact in facts}}
