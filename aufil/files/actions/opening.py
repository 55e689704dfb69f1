"""A version of a file is opened: written down, then read a frame at a time."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.audit.queries import recorded_since
from aufil.files.crypt import Altered
from aufil.files.keys import UnknownKey
from aufil.files.models import Blob, File
from aufil.files.naming import true_name
from aufil.files.queries import OPEN_VERSIONS
from aufil.files.storage import read_blob
from aufil.files.stores import Gone, StoreAway
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.web.problems import Problem

log = logging.getLogger("aufil.files")
# A player asks for a film in a hundred ranges: it is one opening.
ONE_OPENING = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """What somebody may read now: `read(start, stop)` gives its clear bytes, `tag` changes when they do."""

    name: str
    media_type: str
    size: int
    tag: str
    read: Callable[[int, int], Iterator[bytes]]


def open_version(*, file: File, version: str, by: Person) -> Opened:
    """Open one version of a file for a person whom a door let in; a 404 problem when there is none to open.

    The journal has one line for a person, a file, a version and an hour. `read` raises a 503 problem when the bytes
    cannot be had now, before it gives any.
    """
    ready = file.state == File.State.READY and version in OPEN_VERSIONS
    blob = Blob.objects.filter(file=file, version=version).first() if ready else None
    if blob is None:
        raise Problem("not-found")
    blob.file = file
    _note(file, version, by)
    return Opened(
        name=_name(file, blob),
        media_type=blob.media_type,
        size=blob.size,
        tag=hashlib.sha256(blob.place.encode()).hexdigest()[:20],
        read=lambda start, stop: _begun(blob, start, stop),
    )


def _note(file: File, version: str, by: Person) -> None:
    verb = f"file-{version}-opened"
    since = clock.now() - ONE_OPENING
    known = recorded_since(since, verb=verb, subject_uid=file.uid, actor=by.pk, structure=file.structure_id)
    if not known:
        journal.record(
            verb=verb, subject="file", subject_uid=file.uid, actor=by.pk, structure=file.structure_id
        )


def _begun(blob: Blob, start: int, stop: int) -> Iterator[bytes]:
    """Its bytes, the first of them read already: what cannot be opened is known before anything is answered."""
    try:
        chunks = read_blob(blob, start, stop)
        first = next(chunks, b"")
    except (StoreAway, Gone, Altered, UnknownKey) as error:
        log.error("file %s, version %s: %s %s", blob.file.uid, blob.version, type(error).__name__, error)
        raise Problem("unavailable", _("Ce fichier ne peut pas être ouvert en ce moment.")) from error

    def whole() -> Iterator[bytes]:
        yield first
        yield from chunks

    return whole()


def _name(file: File, blob: Blob) -> str:
    """What the file is called when it is kept elsewhere: its name, with the ending of what this version is."""
    printable = "".join(c if c.isprintable() and c not in "/\\" else "_" for c in file.name).strip(". ")
    stem = printable or f"{file.get_kind_display()} {file.created_at:%Y-%m-%d}"
    return true_name(stem, blob.media_type)
