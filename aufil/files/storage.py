"""Bytes at rest: sealed on the way in, opened on the way out, a frame at a time, so that memory stays flat.

What is written gets a new place each time; its row is written after it is durable there. What a crash leaves
without a row is swept later (`actions.purging`). Raises `stores.StoreFull`, `StoreAway`, `Gone`, and `crypt.Altered`.
"""

import io
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, cast
from uuid import UUID

from django.db import transaction

from aufil.files.crypt import HEADER, Altered, Sealing, key_uid_of, opened, stretch_of
from aufil.files.keys import key_by_uid, key_for, opened_key
from aufil.files.models import Blob, File, Held, Piece
from aufil.files.stores import store
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.kernel.ids import new_id


class Streamed(io.RawIOBase):
    """Chunks, read as a file."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        super().__init__()
        self._chunks = iter(chunks)
        self._left = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            everything = self._left + b"".join(self._chunks)
            self._left = b""
            return everything
        self._left = self._left or next(self._chunks, b"")
        part, self._left = self._left[:size], self._left[size:]
        return part


@job
def erase(*, places: Sequence[str]) -> None:
    """Forget what is at these places. Asked for in the transaction that forgets their rows."""
    for place in places:
        store().remove(place)


FOLDERS = [f"{number:02x}" for number in range(256)]


def new_place() -> str:
    """A place nobody uses: two folders of 256 and a name that says nothing."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def write_blob(
    file: File, version: str, source: BinaryIO, media_type: str, *, instead_of: Blob | None = None
) -> Blob:
    """Seal and keep all of `source` as this version of a file, in the place of what it was before.

    `version` is one of `Blob.Version`; the file's bytes are never held whole. With `instead_of`, only if that is still
    what the version is: else it stays what it has become, or gone.
    """
    key = key_for(file.structure_id)
    place = new_place()
    sealing = Sealing(
        source, key_uid=key.uid, key=opened_key(key), identity=blob_identity(file, str(version))
    )
    store().put(place, cast(BinaryIO, sealing))
    values = {"key": key, "place": place, "size": sealing.size, "media_type": media_type}
    with transaction.atomic():
        former = Blob.objects.select_for_update().filter(file=file, version=version).first()
        if instead_of is not None and (former is None or former.place != instead_of.place):
            later(erase, places=[place])
            return former or instead_of
        blob, _new = Blob.objects.update_or_create(file=file, version=version, defaults=values)
        if former is not None:
            later(erase, places=[former.place])
    return blob


def read_blob(blob: Blob, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The clear bytes of a version, from `start` to `stop` (left out; None: to the end), in chunks of 64 KiB at most.

    All that is asked of the database is asked before this returns.
    """
    return _read(
        blob.place,
        blob_identity(blob.file, blob.version),
        blob.size,
        start,
        blob.size if stop is None else stop,
    )


def delete_blob(blob: Blob) -> None:
    """Forget a version; its bytes go once the caller's transaction has committed."""
    with transaction.atomic():
        blob.delete()
        later(erase, places=[blob.place])


def assemble(file: File) -> Blob:
    """All pieces of a file as its version `sent`; the pieces go. Once is enough: again gives what there is.

    Raises `Altered` when pieces do not make up the whole.
    """
    known = Blob.objects.filter(file=file, version=Blob.Version.SENT).select_related("file").first()
    if known is not None:
        return known
    pieces = list(Piece.objects.filter(file=file))
    _whole(file, pieces)
    chunks = (chunk for piece in pieces for chunk in read_piece(file, piece))
    blob = write_blob(file, Blob.Version.SENT, cast(BinaryIO, Streamed(chunks)), "application/octet-stream")
    with transaction.atomic():
        Piece.objects.filter(pk__in=[piece.pk for piece in pieces]).delete()
        later(erase, places=[piece.place for piece in pieces])
    return blob


def _whole(file: File, pieces: Sequence[Piece]) -> None:
    end = 0
    for piece in pieces:
        if piece.offset != end:
            raise Altered("pieces")
        end += piece.size
    if end != file.declared_size:
        raise Altered("pieces")


def write_piece(file: File, offset: int, data: bytes) -> Piece:
    """Seal and keep a stretch of a file as it came. The row is the caller's to save."""
    key = key_for(file.structure_id)
    place = new_place()
    sealing = Sealing(
        io.BytesIO(data), key_uid=key.uid, key=opened_key(key), identity=piece_identity(file, offset)
    )
    store().put(place, cast(BinaryIO, sealing))
    return Piece(file=file, offset=offset, size=len(data), place=place)


def read_piece(file: File, piece: Piece) -> Iterator[bytes]:
    """The clear bytes of a piece."""
    return _read(piece.place, piece_identity(file, piece.offset), piece.size, 0, piece.size)


def hold_back(structure: int, source: BinaryIO) -> Held:
    """Seal and keep all of `source` before there is a file of it."""
    key, place, uid = key_for(structure), new_place(), new_id()
    sealing = Sealing(source, key_uid=key.uid, key=opened_key(key), identity=held_identity(uid))
    store().put(place, cast(BinaryIO, sealing))
    return Held.objects.create(
        uid=uid, structure_id=structure, key=key, place=place, size=sealing.size, held_at=clock.now()
    )


def held_back(held: Held, start: int = 0) -> Iterator[bytes]:
    """The clear bytes of what was held, from `start`."""
    return _read(held.place, held_identity(held.uid), held.size, start, held.size)


def held_identity(uid: UUID) -> bytes:
    return b"held " + uid.bytes


def blob_identity(file: File, version: str) -> bytes:
    return b"version " + file.uid.bytes + version.encode()


def piece_identity(file: File, offset: int) -> bytes:
    return b"piece " + file.uid.bytes + offset.to_bytes(8, "big")


def _read(place: str, identity: bytes, size: int, start: int, stop: int) -> Iterator[bytes]:
    begin, end = stretch_of(size, start, stop)
    where = store()
    if begin == HEADER:  # one reading gives the header too
        sealed = where.read(place, 0, end)
        header, sealed = _header_first(sealed)
    else:
        header = b"".join(where.read(place, 0, HEADER))
        sealed = where.read(place, begin, end)
    key = key_by_uid(key_uid_of(header))
    return opened(sealed, header=header, key=key, identity=identity, size=size, start=start, stop=stop)


def _header_first(sealed: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    first = b""
    while len(first) < HEADER and (chunk := next(sealed, b"")):
        first += chunk
    header, rest = first[:HEADER], first[HEADER:]

    def following() -> Iterator[bytes]:
        if rest:
            yield rest
        yield from sealed

    return header, following()
