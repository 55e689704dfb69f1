"""What answers about threads look like (OpenAPI)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import (
    Field,
)


class AuthorOut(Schema):
    id: UUID
    name: str


class ReplyOut(Schema):
    id: UUID
    name: str
    text: str


class FileVersionOut(Schema):
    size: int
    type: str


class FileOut(Schema):
    """A file of an entry. `versions`: what opens at `/fil/{thread}/fichiers/{id}/{version}/`. `title` and `says` are
    for people: what it is, and how it stands for this reader."""

    id: UUID
    kind: Literal["photo", "document", "voice", "video"]
    name: str
    state: Literal["expected", "received", "ready", "refused", "missing", "purged"]
    refusal: str
    size: int
    received: int
    progress: int
    media_type: str
    width: int | None
    height: int | None
    milliseconds: int | None
    loudness: str
    preview: str
    locked: bool
    waits_for: str = ""
    keep_until: date | None
    purged_at: datetime | None
    versions: dict[str, FileVersionOut]
    transcript: str = ""
    title: str
    says: str


class ReactionOut(Schema):
    sign: str
    by: list[UUID]


class ReminderOut(Schema):
    """The reminder an entry says. `says` is for people; `by` and `at`: who said it done, or stopped it."""

    id: UUID
    due_on: date
    monthly: bool
    state: Literal["open", "done", "changed", "stopped"]
    by: str
    at: datetime | None
    says: str


class AnswerOffered(Schema):
    value: str
    label: str


class JoinOut(Schema):
    """Where one goes in by video (`path`), between two instants; `is_open`: now."""

    path: str
    label: str
    begins: Annotated[datetime, Field(alias="from")]
    until: datetime
    is_open: bool


class AppointmentCardOut(Schema):
    """The appointment an entry stands for, for this reader. `title`, `when`, `where`, `says`, `leaf` (short day,
    number, short month) are for people; `asks`: what its young person may answer at `path` now."""

    id: UUID
    what: str
    is_collective: bool
    mode: str
    how: str
    place: str
    address: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    counsellor: str
    young: str
    state: Literal["taken", "waiting", "offered", "given-back", "lapsed", "cancelled", "past"]
    held_until: datetime | None
    answer: Literal["", "comes", "cannot", "call"]
    answer_until: datetime | None
    was_at: datetime | None
    by: str
    word: str
    title: str
    leaf: list[str]
    when: str
    where: str
    says: str
    tone: Literal["", "done", "waiting", "off"]
    path: str
    asks: list[AnswerOffered]
    joins_from: datetime | None = None
    join: JoinOut | None = None


class EntryOut(Schema):
    """An entry. A deleted one is a tombstone without `text`. `state` and `seen_by` only on one's own."""

    id: UUID
    thread: UUID
    seq: int
    rev: int
    author: AuthorOut
    mine: bool
    kind: str
    text: str | None = None
    reply_to: UUID | None
    reply: ReplyOut | None
    via: str
    written_at: datetime
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    hidden_by: UUID | None = None
    state: Literal["sent", "seen"] | None
    seen_by: int | None
    label: Annotated[str, Field(description="Ce qu’elle apporte, en quelques mots ; vide pour un texte.")] = (
        ""
    )
    files: list[FileOut] = []
    reactions: list[ReactionOut] = []
    mentions: list[UUID] = []
    pinned_at: datetime | None = None
    reminder: ReminderOut | None = None
    appointment: AppointmentCardOut | None = None
    join: JoinOut | None = None
    marks: Annotated[
        list[Literal["urgent", "private"]],
        Field(description="Comment son auteur l’a fait partir ; pour l’équipe seulement."),
    ] = []


class ThreadOut(Schema):
    id: UUID
    kind: str
    title: str
    last_seq: int
    rev: int
    unread: int
    mentioned: bool = False
    muted: bool = False
    updated_at: datetime
    notes_of: Annotated[
        UUID | None, Field(description="Le fil d’accompagnement dont ce fil d’équipe garde les notes.")
    ] = None


class ThreadPage(Schema):
    results: list[ThreadOut]
    next: str | None


class EntryPage(Schema):
    results: list[EntryOut]
    next: str | None


class SeenOut(Schema):
    seq: int


class BatchItem(Schema):
    status: int
    entry: EntryOut | None = None
    problem: dict[str, Any] | None = None


class BatchOut(Schema):
    results: list[BatchItem]
