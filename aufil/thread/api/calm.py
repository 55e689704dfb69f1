"""The other calls about threads, through Django."""

from typing import Any
from uuid import UUID

from ninja import Router, Status

from aufil.people.access import PersonRequest, staff_membership
from aufil.people.queries import staff_of, young_of
from aufil.thread import access, actions
from aufil.thread.queries import Titled, lines, titled
from aufil.thread.rows import entry_shape, seen_by
from aufil.thread.schemas import (
    EditedText,
    EntryOut,
    NewThread,
    SeenOut,
    SeenUpTo,
    ThreadOut,
    ThreadPage,
    Words,
)
from aufil.web.problems import Problem

router = Router(tags=["Fils"])


@router.get("/threads", response=ThreadPage, summary="Mes fils")
def list_threads(request: PersonRequest) -> Any:
    """The threads of this person, the last changed first."""
    return {
        "results": [_line(line) for line in my_lines(request)],
        "next": None,
    }


def my_lines(request: PersonRequest) -> list[Titled]:
    return titled(lines(request.user.pk), request.user.pk)


def _line(line: Any) -> dict[str, Any]:
    return {
        "id": line.uid,
        "kind": line.kind,
        "title": line.name,
        "last_seq": line.last_seq,
        "rev": line.rev,
        "unread": line.unread,
        "mentioned": line.mentioned,
        "muted": line.muted,
        "updated_at": line.updated_at,
        "notes_of": line.line.paired_with,
    }


@router.post("/threads", response={201: ThreadOut}, summary="Ouvrir un groupe")
def create_thread(request: PersonRequest, body: NewThread) -> Any:
    """Staff: a group or staff thread with people of their own structure."""
    structure = staff_membership(request.user).structure
    staff = list(staff_of(structure).filter(uid__in=body.participants))
    young = list(young_of(structure).filter(uid__in=body.participants)) if body.kind == "group" else []
    if len(staff) + len(young) != len(set(body.participants)):
        raise Problem(
            "invalid", errors={"participants": ["Une personne au moins n’est pas de votre structure."]}
        )
    thread = actions.open_group(
        structure=structure, title=body.title, opener=request.user, young=young, staff=staff, kind=body.kind
    )
    return Status(
        201,
        {
            "id": thread.uid,
            "kind": thread.kind,
            "title": thread.title,
            "last_seq": 0,
            "rev": 0,
            "unread": 0,
            "updated_at": thread.updated_at,
        },
    )


@router.patch(
    "/threads/{uuid:thread}/entries/{uuid:entry}",
    response=EntryOut,
    exclude_unset=True,
    summary="Modifier mon message",
)
def edit_entry(request: PersonRequest, thread: UUID, entry: UUID, body: EditedText) -> Any:
    opened = access.thread(request.user, thread)
    return _shape(opened, actions.edit(opened=opened, uid=entry, text=body.text))


@router.delete(
    "/threads/{uuid:thread}/entries/{uuid:entry}",
    response=EntryOut,
    exclude_unset=True,  # a tombstone has no text, not an empty one
    summary="Supprimer mon message",
)
def delete_entry(request: PersonRequest, thread: UUID, entry: UUID) -> Any:
    opened = access.thread(request.user, thread)
    return _shape(opened, actions.delete(opened=opened, uid=entry))


@router.put(
    "/threads/{uuid:thread}/entries/{uuid:entry}/files/{uuid:file}/transcript",
    response=EntryOut,
    summary="Écrire ce que dit un enregistrement",
)
def write_transcript(request: PersonRequest, thread: UUID, entry: UUID, file: UUID, body: Words) -> Any:
    """Its author or the thread's staff; no text takes the words away."""
    opened = access.thread(request.user, thread)
    return _shape(opened, actions.write_transcript(opened=opened, entry=entry, file=file, text=body.text))


@router.post("/threads/{uuid:thread}/read", response=SeenOut, summary="J’ai vu jusque-là")
def read_thread(request: PersonRequest, thread: UUID, body: SeenUpTo) -> Any:
    opened = access.thread(request.user, thread)
    return {"seq": actions.mark_read(opened=opened, seq=body.seq)}


@router.post("/threads/{uuid:thread}/writing", response={204: None}, summary="J’écris…")
def writing(request: PersonRequest, thread: UUID) -> Any:
    actions.tell_writing(opened=access.thread(request.user, thread))
    return Status(204, None)


def _shape(opened: Any, entry: Any) -> dict[str, Any]:
    return entry_shape(entry, opened.viewer, seen_by(entry, opened.kind, opened.members))
