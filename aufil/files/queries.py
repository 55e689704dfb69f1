"""Reads of files."""

import base64
import io
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from aufil.files import scanning
from aufil.files.models import SIZE_LIMIT, Blob, DataKey, File
from aufil.files.stores import Gone, StoreAway, StoreFull, store
from aufil.kernel.sealing import fingerprints

# Versions somebody may open; what was sent waits for its examination.
OPEN_VERSIONS = [version for version in Blob.Version if version != Blob.Version.SENT]


class NewFile(NamedTuple):
    """A file somebody is about to send: its identifier and what its sender says of it.

    `size` in bytes; `preview` is a WebP or JPEG picture of at most `PREVIEW_LIMIT` bytes; `kind` one of `File.Kind`.
    """

    uid: UUID
    kind: str
    name: str
    size: int
    preview: bytes = b""
    width: int | None = None
    height: int | None = None
    milliseconds: int | None = None


def known_among(uids: Sequence[UUID]) -> set[UUID]:
    """Which of these identifiers are a file's already."""
    return set(File.objects.filter(uid__in=uids).values_list("uid", flat=True))


def announced_shape(new: NewFile) -> dict[str, Any]:
    """A file just announced, as `shapes_of` will show it."""
    file = File(
        uid=new.uid,
        kind=new.kind,
        name=new.name,
        declared_size=new.size,
        preview=new.preview,
        width=new.width,
        height=new.height,
        milliseconds=new.milliseconds,
    )
    return _shape(file, {})


def shapes_of(files: Sequence[File]) -> list[dict[str, Any]]:
    """Files as readers are shown them, in the same order, in plain JSON. One statement.

    `state` is one of `File.State`; `versions` says what may be opened: version → `{"size": bytes, "type": media
    type}`. `preview` and `loudness` are base64; the preview goes once there is a thumbnail. `size` is that of what was
    sent.
    """
    blobs = Blob.objects.filter(file__in=files, version__in=OPEN_VERSIONS)
    versions: dict[int, dict[str, Any]] = {file.pk: {} for file in files}
    for blob in blobs.order_by("pk"):
        versions[blob.file_id][blob.version] = {"size": blob.size, "type": blob.media_type}
    return [_shape(file, versions[file.pk]) for file in files]


def _shape(file: File, versions: dict[str, Any]) -> dict[str, Any]:
    ready = file.state == File.State.READY
    return {
        "id": str(file.uid),
        "kind": file.kind,
        "name": file.name,
        "state": file.state,
        "refusal": file.refusal,
        "size": file.declared_size,
        "received": file.received,
        "progress": file.progress,
        "waits_for": file.waits_for,
        "media_type": file.media_type,
        "width": file.width,
        "height": file.height,
        "milliseconds": file.milliseconds,
        "loudness": base64.b64encode(file.loudness).decode(),
        "preview": "" if ready else base64.b64encode(file.preview).decode(),
        "locked": file.locked,
        "keep_until": file.keep_until.isoformat() if file.keep_until else None,
        "purged_at": file.purged_at.isoformat() if file.purged_at else None,
        "versions": versions if ready else {},
    }


def unknown_keys() -> list[DataKey]:
    """Data keys that no key of the installation opens: the files of their structures are closed until one does."""
    marks = fingerprints()
    return list(DataKey.objects.exclude(wrapped_by__in=marks))


def keys_in_use() -> dict[str, int]:
    """Fingerprint of an installation key → how many data keys it wraps."""
    rows = DataKey.objects.values_list("wrapped_by").annotate(count=Count("pk"))
    return dict(rows)


class StoreState(NamedTuple):
    """Where files are kept, for who looks after it: `folder` on a disk, else empty; `private` when what goes there is
    encrypted on the way too; `trouble` in a few French words, empty when a probe was kept, read and erased."""

    where: str
    folder: str
    private: bool
    trouble: str


def store_state() -> StoreState:
    """Tries the store with a probe of a few bytes."""
    options = settings.STORAGES["files"]["OPTIONS"]
    folder = options.get("location", "")
    endpoint = options.get("endpoint_url", "")
    where = folder or f"{endpoint}/{options['bucket_name']}"
    return StoreState(where, folder, not endpoint.startswith("http://"), _trouble())


def _trouble() -> str:
    place = f"probe/{secrets.token_hex(16)}"
    try:
        if said := store().trouble():
            return said
        store().put(place, io.BytesIO(b"probe"))
        try:
            if b"".join(store().read(place, 0, 5)) != b"probe":
                return "ce qui y est gardé revient autrement"
        finally:
            store().remove(place)
    except StoreFull:
        return "il n’y a plus de place"
    except Gone:
        return "ce qui y est gardé n’y est plus"
    except StoreAway as error:
        return str(error) or "pas de réponse"
    return ""


# Harmless by agreement, and known to every antivirus; in two halves, so that none finds it in this file.
TEST_VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class AntivirusState(NamedTuple):
    """`version`: what it says of itself. `trouble`: why it is of no use now, in a few French words; else empty."""

    version: str
    trouble: str


def antivirus_state() -> AntivirusState | None:
    """How the antivirus does with its test virus, and with a file as large as they come; None when none is set."""
    if not scanning.is_set():
        return None
    try:
        version = scanning.version()
        scanning.harm_in([bytes(SIZE_LIMIT)])
        known = scanning.harm_in([TEST_VIRUS])
    except scanning.Away as error:
        return AntivirusState("", str(error))
    return AntivirusState(version, "" if known else "l’antivirus ne reconnaît pas le virus d’essai")
