"""What a request about threads may contain, and what the answers look like (OpenAPI)."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from aufil.kernel.words import normalise
from aufil.thread.models.entry import TEXT_LIMIT
from aufil.web.lines import Line
from aufil.web.problems import Problem


def checked_text(text: str) -> str:
    """A text that may become an entry, normalised. Lengths are counted in code points."""
    text = normalise(text)
    if not text:
        raise ValueError(_("Écrivez quelque chose avant d’envoyer."))
    if "\x00" in text or not is_encodable(text):
        raise ValueError(_("Ce texte contient un caractère qui ne peut pas être enregistré. Retirez-le."))
    if len(text) > TEXT_LIMIT:
        raise ValueError(
            _("Ce message est trop long : %(length)d caractères pour %(limit)d. Coupez-le en deux messages.")
            % {"length": len(text), "limit": TEXT_LIMIT}
        )
    return text


def is_encodable(text: str) -> bool:
    """No lone surrogate: half a character, which no database stores."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


Text = Annotated[str, AfterValidator(checked_text), Field(description="1 à 2 000 caractères.")]


class NewEntry(BaseModel):
    """A message to add. `id` is the sender's own; posting it again finds the same entry."""

    model_config = ConfigDict(extra="ignore")

    id: UUID
    text: Text
    reply_to: UUID | None = None
    written_at: Annotated[datetime, Field(description="RFC 3339, avec décalage.")] | None = None


class EditedText(Schema):
    text: Text


class SeenUpTo(Schema):
    seq: Annotated[int, Field(ge=0)]


class NewThread(Schema):
    """A group or staff thread, opened by staff."""

    kind: Literal["group", "staff"] = "group"
    title: Annotated[Line, Field(min_length=1, max_length=80)]
    participants: Annotated[list[UUID], Field(max_length=200)]


class AuthorOut(Schema):
    id: UUID
    name: str


class ReplyOut(Schema):
    id: UUID
    name: str
    text: str


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
    state: Literal["sent", "seen"] | None
    seen_by: int | None


class ThreadOut(Schema):
    id: UUID
    kind: str
    title: str
    last_seq: int
    rev: int
    unread: int
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


def refusal(error: ValidationError) -> Problem:
    """What is wrong with a body, field by field, in French."""
    errors: dict[str, list[str]] = {}
    for item in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in item["loc"]) or "body"
        cause = item.get("ctx", {}).get("error")
        errors.setdefault(field, []).append(str(cause) if cause else _("Cette valeur n’est pas valable."))
    first = next(iter(errors.values()))[0]
    return Problem("invalid", first, errors=errors)


def parsed(schema: type[Any], body: Any) -> Any:
    """`body` as `schema`, or a problem: 400 for a malformed identifier, 422 for the rest."""
    if not isinstance(body, dict):
        raise Problem("malformed")
    try:
        value = schema.model_validate(body)
    except ValidationError as error:
        if any(item["type"].startswith("uuid") and item["loc"] == ("id",) for item in error.errors()):
            raise Problem("malformed", _("L’identifiant « id » n’est pas un UUID.")) from None
        raise refusal(error) from None
    return value
