"""What a structure offers, and when."""

from typing import Any
from uuid import UUID

from ninja import Router

from aufil.appointments import access
from aufil.appointments.api.shapes import kind_shape, slot_shapes
from aufil.appointments.queries import Asked, Asker, Slot, kinds_for, slots
from aufil.appointments.schemas import KindPage, MaybeInstant, Modes, SlotPage
from aufil.people.access import PersonRequest
from aufil.web import pagination
from aufil.web.problems import Problem

router = Router()
PAGE = 200


@router.get("/appointment-kinds", response=KindPage, summary="Les rendez-vous proposés")
def offered(request: PersonRequest) -> Any:
    """The kinds of appointments open to this person, by name."""
    asked = access.asking(request)
    kinds = kinds_for(asked.structure, asked.who, collective=True)
    return {"results": [kind_shape(kind) for kind in kinds], "next": None}


@router.get("/slots", response=SlotPage, summary="Les heures libres")
def free(
    request: PersonRequest,
    kind: UUID,
    mode: Modes,
    counsellor: UUID | None = None,
    place: UUID | None = None,
    young: UUID | None = None,
    minutes: int | None = None,
    after: MaybeInstant = None,
    before: MaybeInstant = None,
    cursor: str = "",
) -> Any:
    """Free times of a kind, the earliest first, up to 200 an answer; without a counsellor, anybody's.

    Within the structure's notice and horizon. Staff may ask for another length, and for a young person.
    """
    asked = access.asking(request)
    found = slots(
        Asked(
            structure=asked.structure,
            kind=access.kind(asked.structure, kind),
            mode=mode,
            asker=asked.who,
            counsellors=[access.colleague_of(asked.structure, counsellor).pk] if counsellor else (),
            young=_whose(asked, young),
            place=access.place_of(asked.structure, place),
            minutes=_length(asked, minutes),
            since=after,
            until=before,
        )
    )
    rest = [slot for slot in found if _key(slot) > _position(cursor)] if cursor else found
    more = pagination.encode(" ".join(map(str, _key(rest[PAGE - 1])))) if len(rest) > PAGE else None
    return {"results": slot_shapes(rest[:PAGE], asked), "next": more}


def _whose(asked: access.Asking, young: UUID | None) -> int | None:
    if young is None and asked.who == Asker.STAFF:
        return None
    return access.young_of_asking(asked, young).pk


def _length(asked: access.Asking, minutes: int | None) -> int | None:
    if minutes is None:
        return None
    if asked.who != Asker.STAFF:
        raise Problem("forbidden")
    if not 5 <= minutes <= 600:
        raise Problem("invalid", errors={"minutes": ["5 à 600."]})
    return minutes


def _key(slot: Slot) -> tuple[int, int, int]:
    return slot.start, slot.counsellor, slot.place or 0


def _position(cursor: str) -> tuple[int, ...]:
    parts = pagination.decode(cursor).split()
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts):
        raise Problem("malformed")
    return tuple(map(int, parts))
