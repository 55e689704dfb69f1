"""What a request about threads may contain."""

import base64
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from aufil.files.models import NAME_LIMIT, PREVIEW_LIMIT, SIZE_LIMIT
from aufil.kernel.words import normalise, unprintable
from aufil.thread.models.entry import TEXT_LIMIT
from aufil.web.lines import Line
from aufil.web.problems import Problem

FILES_MOST = 10
EXAMPLE: Any = {
    "id": "0199c9f1-3b0e-7d61-9f52-6b1f0a3c2d10",
    "kind": "photos",
    "files": [{"id": "0199c9f1-3b0e-7d61-9f52-6b1f0a3c2d11", "name": "IMG_0712.jpg", "size": 183_402}],
}


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
    mentions: Annotated[list[UUID], Field(max_length=20)] = []
    written_at: Annotated[datetime, Field(description="RFC 3339, avec décalage.")] | None = None
    urgent: Annotated[bool, Field(description="Part tout de suite, même la nuit. Équipe seulement.")] = False
    private: Annotated[
        bool, Field(description="Rien de son texte n’est dit hors d’Aufil. Équipe seulement.")
    ] = False
    further: Annotated[
        bool, Field(description="Dans un groupe, va jusqu’au SMS ou à l’e-mail. Équipe seulement.")
    ] = False


def checked_said(text: str) -> str:
    """The words beside files: they may be missing."""
    return checked_text(text) if normalise(text) else ""


def checked_name(name: str) -> str:
    """A file's name as its sender saw it: no folder, nothing unprintable, cut to what is kept."""
    plain = name.replace("\\", "/").rpartition("/")[2].strip()
    return "".join(c for c in plain if not unprintable(c))[:NAME_LIMIT]


def checked_preview(coded: str) -> str:
    """A small picture in base64: WebP or JPEG, without data of the camera."""
    try:
        picture = base64.b64decode(coded, validate=True)
    except ValueError:
        picture = b""
    known = (picture[:4] == b"RIFF" and picture[8:12] == b"WEBP") or picture[:3] == b"\xff\xd8\xff"
    if coded and (not known or len(picture) > PREVIEW_LIMIT or b"EXIF" in picture or b"Exif" in picture):
        raise ValueError(_("L’aperçu est une image WebP ou JPEG de 1 500 octets au plus, sans données EXIF."))
    return coded


class AnnouncedFile(BaseModel):
    """A file whose bytes follow under the same `id` (`/api/v1/uploads/{id}`)."""

    model_config = ConfigDict(extra="ignore")

    id: UUID
    name: Annotated[str, AfterValidator(checked_name)] = ""
    size: Annotated[int, Field(ge=1, le=SIZE_LIMIT, description="En octets, 20 Mo au plus.")]
    preview: Annotated[
        str, AfterValidator(checked_preview), Field(description="Base64, 1 500 octets au plus.")
    ] = ""
    width: Annotated[int, Field(ge=1, le=100_000)] | None = None
    height: Annotated[int, Field(ge=1, le=100_000)] | None = None
    milliseconds: Annotated[int, Field(ge=0, le=3_600_000)] | None = None


class NewFilesEntry(NewEntry):
    """Photos, files, a voice note or a video to add. The entry takes its place at once."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"examples": [EXAMPLE]})

    kind: Literal["photos", "file", "voice", "video"]
    text: Annotated[str, AfterValidator(checked_said)] = ""
    files: Annotated[list[AnnouncedFile], Field(min_length=1, max_length=FILES_MOST)]

    @field_validator("files")
    @classmethod
    def _one_recording(cls, files: list[AnnouncedFile], info: ValidationInfo) -> list[AnnouncedFile]:
        if info.data.get("kind") in ("voice", "video") and len(files) > 1:
            raise ValueError(_("Un enregistrement part seul dans son message."))
        if len({file.id for file in files}) < len(files):
            raise ValueError(_("Le même fichier est annoncé deux fois."))
        return files


def new_entry(body: Any) -> NewEntry:
    """The entry a body asks for: a text, or files with or without words. Raises the problem it is refused with."""
    with_files = isinstance(body, dict) and body.get("files")
    entry: NewEntry = parsed(NewFilesEntry if with_files else NewEntry, body)
    return entry


class Words(Schema):
    """Words that stand beside something sent: there may be none."""

    text: Annotated[str, AfterValidator(checked_said), Field(description="2 000 caractères au plus.")]


class EditedText(Words):
    """What an entry says from now on; empty only beside what was sent with it."""


class SeenUpTo(Schema):
    seq: Annotated[int, Field(ge=0)]


class NewThread(Schema):
    """A group or staff thread, opened by staff."""

    kind: Literal["group", "staff"] = "group"
    title: Annotated[Line, Field(min_length=1, max_length=80)]
    participants: Annotated[list[UUID], Field(max_length=200)]


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
