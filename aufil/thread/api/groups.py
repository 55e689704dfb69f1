"""What is done with an entry of others, and the life of a group."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from aufil.people.access import PersonRequest
from aufil.thread import access, actions
from aufil.thread.queries import Opened, pinned_entries
from aufil.thread.rows import EntryRow, entry_shape, seen_by
from aufil.thread.schemas import EntryOut, EntryPage
from aufil.web.limits import slow_down
from aufil.web.lines import Line

router = Router(tags=["Groupes, réactions"])


class MemberOut(Schema):
    """A member. `name`: what the reader may know, a first name among young people."""

    id: UUID
    name: str
    first_name: str
    side: Literal["young", "staff"]
    seen_seq: int


class MemberPage(Schema):
    results: list[MemberOut]
    next: str | None


class NewMember(Schema):
    person: UUID


class Title(Schema):
    title: Annotated[Line, Field(min_length=1, max_length=80)]


class TitleOut(Schema):
    id: UUID
    title: str


def _in_time(at: datetime | None) -> datetime | None:
    if at is not None and at.tzinfo is None:
        raise ValueError("Écrivez l’heure avec son décalage.")
    return at


class Silence(Schema):
    until: Annotated[datetime | None, AfterValidator(_in_time)] = None


class SilenceOut(Schema):
    muted: bool
    until: datetime | None


class Reason(Schema):
    reason: Annotated[Line, Field(min_length=3, max_length=300)]


@router.put(
    "/threads/{uuid:thread}/entries/{uuid:entry}/reactions/{sign}",
    response=EntryOut,
    exclude_unset=True,
    summary="Réagir",
)
def put_reaction(request: PersonRequest, thread: UUID, entry: UUID, sign: str) -> Any:
    return _react(request, thread, entry, sign, on=True)


@router.delete(
    "/threads/{uuid:thread}/entries/{uuid:entry}/reactions/{sign}",
    response=EntryOut,
    exclude_unset=True,
    summary="Retirer ma réaction",
)
def delete_reaction(request: PersonRequest, thread: UUID, entry: UUID, sign: str) -> Any:
    return _react(request, thread, entry, sign, on=False)


def _react(request: PersonRequest, thread: UUID, entry: UUID, sign: str, *, on: bool) -> Any:
    opened = access.thread(request.user, thread)
    slow_down("reaction", str(request.user.pk), times=120, seconds=60)
    return _shape(opened, actions.react(opened=opened, uid=entry, sign=sign, on=on))


@router.get("/threads/{uuid:thread}/pins", response=EntryPage, summary="Messages épinglés")
def list_pins(request: PersonRequest, thread: UUID) -> Any:
    opened = access.thread(request.user, thread)
    return {"results": [_shape(opened, row) for row in pinned_entries(opened)], "next": None}


@router.put(
    "/threads/{uuid:thread}/entries/{uuid:entry}/pin",
    response=EntryOut,
    exclude_unset=True,
    summary="Épingler",
)
def put_pin(request: PersonRequest, thread: UUID, entry: UUID) -> Any:
    opened = access.thread(request.user, thread)
    return _shape(opened, actions.pin(opened=opened, uid=entry, on=True))


@router.delete(
    "/threads/{uuid:thread}/entries/{uuid:entry}/pin",
    response=EntryOut,
    exclude_unset=True,
    summary="Ne plus épingler",
)
def delete_pin(request: PersonRequest, thread: UUID, entry: UUID) -> Any:
    opened = access.thread(request.user, thread)
    return _shape(opened, actions.pin(opened=opened, uid=entry, on=False))


@router.put(
    "/threads/{uuid:thread}/entries/{uuid:entry}/hiding",
    response=EntryOut,
    exclude_unset=True,
    summary="Masquer le message de quelqu’un dans un groupe",
)
def put_hiding(request: PersonRequest, thread: UUID, entry: UUID, body: Reason) -> Any:
    opened = access.thread(request.user, thread)
    return _shape(opened, actions.hide(opened=opened, uid=entry, reason=body.reason))


@router.get("/threads/{uuid:thread}/members", response=MemberPage, summary="Qui est là")
def list_members(request: PersonRequest, thread: UUID) -> Any:
    opened = access.thread(request.user, thread)
    found = [
        {
            "id": m.uid,
            "name": m.name_for(opened.viewer),
            "first_name": m.first_name,
            "side": m.side,
            "seen_seq": m.seen_seq,
        }
        for m in opened.members
    ]
    return {"results": found, "next": None}


@router.post("/threads/{uuid:thread}/members", response={204: None}, summary="Ajouter au groupe")
def add_member(request: PersonRequest, thread: UUID, body: NewMember) -> Any:
    """Staff of the group: somebody of their structure."""
    opened = access.thread(request.user, thread)
    person, side = access.newcomer(opened, body.person)
    actions.bring_in(opened=opened, person=person, side=side)
    return Status(204, None)


@router.delete(
    "/threads/{uuid:thread}/members/{uuid:person}", response={204: None}, summary="Retirer du groupe"
)
def remove_member(request: PersonRequest, thread: UUID, person: UUID) -> Any:
    actions.take_out(opened=access.thread(request.user, thread), uid=person)
    return Status(204, None)


@router.post("/threads/{uuid:thread}/leave", response={204: None}, summary="Quitter le groupe")
def leave(request: PersonRequest, thread: UUID) -> Any:
    actions.leave_group(opened=access.thread(request.user, thread))
    return Status(204, None)


@router.patch("/threads/{uuid:thread}", response=TitleOut, summary="Renommer le groupe")
def rename(request: PersonRequest, thread: UUID, body: Title) -> Any:
    opened = access.thread(request.user, thread)
    actions.rename_group(opened=opened, title=body.title)
    return {"id": opened.uid, "title": body.title}


@router.put("/threads/{uuid:thread}/mute", response=SilenceOut, summary="Ne plus être prévenu")
def put_mute(request: PersonRequest, thread: UUID, body: Silence) -> Any:
    actions.mute(opened=access.thread(request.user, thread), on=True, until=body.until)
    return {"muted": True, "until": body.until}


@router.delete("/threads/{uuid:thread}/mute", response=SilenceOut, summary="Être prévenu de nouveau")
def delete_mute(request: PersonRequest, thread: UUID) -> Any:
    actions.mute(opened=access.thread(request.user, thread), on=False)
    return {"muted": False, "until": None}


def _shape(opened: Opened, entry: EntryRow) -> dict[str, Any]:
    return entry_shape(entry, opened.viewer, seen_by(entry, opened.kind, opened.members))
