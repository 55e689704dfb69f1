"""What is said of files in words: what an entry carries, and how each file stands for its reader."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.files.models import File
from aufil.ui.texts import length, percent, short_date, weight

FileShape = Mapping[str, Any]

State, Kind = File.State, File.Kind
FEMININE = (Kind.PHOTO, Kind.VIDEO)


def label_of(files: Sequence[FileShape]) -> str:
    """What an entry carries, for lists and quotations: `3 photos`, `Message vocal, 0:32`, a file's name."""
    if not files:
        return ""
    if len(files) == 1:
        return title_of(files[0])
    if files[0]["kind"] == Kind.PHOTO:
        return ngettext("%(count)d photo", "%(count)d photos", len(files)) % {"count": len(files)}
    return ngettext("%(count)d fichier", "%(count)d fichiers", len(files)) % {"count": len(files)}


def title_of(file: FileShape) -> str:
    """What one file is called."""
    kind = file["kind"]
    if kind == Kind.PHOTO:
        return _("Photo")
    if kind == Kind.DOCUMENT:
        return file["name"] or _("Fichier")
    word = _("Message vocal") if kind == Kind.VOICE else _("Vidéo")
    return f"{word}, {length(file['milliseconds'])}" if file["milliseconds"] else word


def said_file(file: FileShape, mine: bool, author: str) -> dict[str, Any]:
    """A file as its reader is shown it: with its `title`, and what it `says` of itself."""
    return {**file, "title": title_of(file), "says": says_of(file, mine=mine, author=author)}


def says_of(file: FileShape, *, mine: bool, author: str) -> str:
    """How a file stands, in a sentence for who sent it or for who reads; nothing for what speaks for itself."""
    state, feminine = file["state"], file["kind"] in FEMININE
    if state == State.EXPECTED:
        if not file["received"]:
            return _("En route")
        return _("En route, %(part)s") % {"part": percent(file["received"], file["size"])}
    if state == State.RECEIVED and file.get("waits_for"):
        return _("Arrivé, %(wait)s") % {"wait": File.Wait(file["waits_for"]).label}
    if state == State.RECEIVED:
        if not file["progress"]:
            return _("En préparation")
        return _("En préparation, %(part)s") % {"part": percent(file["progress"], 100)}
    if state == State.MISSING:
        return _missing(mine, feminine, author)
    if state == State.REFUSED:
        return _refused(file["refusal"], mine=mine)
    if state == State.PURGED:
        return _purged(file, feminine)
    return _ready(file)


def _missing(mine: bool, feminine: bool, author: str) -> str:
    if mine and feminine:
        return _("Pas arrivée. Vous pouvez l’envoyer de nouveau.")
    if mine:
        return _("Pas arrivé. Vous pouvez l’envoyer de nouveau.")
    sentence = _("Pas arrivée : %(name)s peut l’envoyer de nouveau.")
    if not feminine:
        sentence = _("Pas arrivé : %(name)s peut l’envoyer de nouveau.")
    return sentence % {"name": author}


def _refused(refusal: str, *, mine: bool) -> str:
    """Who sent it reads what to do; the others, that nothing will come."""
    if mine:
        return str(File.Refusal(refusal).label)
    if refusal == File.Refusal.HARMFUL:
        return _("Ce fichier était dangereux : personne ne peut l’ouvrir.")
    return _("Ce fichier n’a pas pu être lu : personne ne peut l’ouvrir.")


def _purged(file: FileShape, feminine: bool) -> str:
    at = file.get("purged_at")
    if not at:
        return _("Effacée.") if feminine else _("Effacé.")
    day = short_date(timezone.localdate(datetime.fromisoformat(at)), timezone.localdate())
    return (_("Effacée le %(day)s.") if feminine else _("Effacé le %(day)s.")) % {"day": day}


def _ready(file: FileShape) -> str:
    """Its weight and how long it is kept; a photo and a voice note are there to be seen and heard."""
    if file["kind"] in (Kind.PHOTO, Kind.VOICE):
        return ""
    light = file["versions"].get("light" if file["kind"] == Kind.VIDEO else "original")
    said = [weight(light["size"] if light else file["size"])]
    if file["locked"]:
        said.append(_("protégé par mot de passe"))
    if file["kind"] == Kind.DOCUMENT and file["keep_until"]:
        until = short_date(date.fromisoformat(file["keep_until"]), timezone.localdate())
        said.append(_("gardé jusqu’au %(day)s") % {"day": until})
    return " · ".join(said)
