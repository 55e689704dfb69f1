"""How bytes lie at rest.

    "AUFIL" · version 1 (1 byte) · uid of the data key (16) · salt (32) · frames

Each sealed object has a key of its own: HKDF-SHA256 of the structure's data key with the salt. A frame is 64 KiB of
the clear bytes (the last may be shorter, and is never absent), sealed by AES-256-GCM and 16 bytes longer. Its nonce
is its number (11 bytes) and whether it is the last (1 byte): frames that were moved, dropped, cut or repeated do
not open. What the object *is* (`identity`) goes into each frame as associated data: one object cannot be
put in another's place. Any range of the clear bytes is read by opening only the frames it lies in.
"""

import io
import os
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from aufil.kernel.sealing import derive

MAGIC = b"AUFIL\x01"
UID, SALT, TAG = 16, 32, 16
HEADER = len(MAGIC) + UID + SALT
FRAME = 64 * 1024
SEALED_FRAME = FRAME + TAG


class Altered(Exception):
    """These are not the bytes that were put there: cut, moved, changed, or of something else."""


def frames_of(size: int) -> int:
    """How many frames `size` clear bytes take."""
    return max(1, -(-size // FRAME))


def sealed_size(size: int) -> int:
    """How many bytes `size` clear bytes take at rest."""
    return HEADER + size + frames_of(size) * TAG


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(derive(key, b"aufil: one sealed object", salt=salt))


class Sealing(io.RawIOBase):
    """Reads as the sealed form of what `source` holds, a frame at a time; `size` is how much clear was read."""

    def __init__(self, source: BinaryIO, *, key_uid: UUID, key: bytes, identity: bytes) -> None:
        super().__init__()
        self.size = 0
        self._frames = self._sealed(source, key_uid, key, identity)
        self._left = b""

    def _sealed(self, source: BinaryIO, key_uid: UUID, key: bytes, identity: bytes) -> Iterator[bytes]:
        salt = os.urandom(SALT)
        cipher = _cipher(key, salt)
        yield MAGIC + key_uid.bytes + salt
        frame, number = _exactly(source, FRAME), 0
        while True:
            following = _exactly(source, FRAME) if len(frame) == FRAME else b""
            self.size += len(frame)
            yield cipher.encrypt(_nonce(number, not following), frame, identity)
            if not following:
                return
            frame, number = following, number + 1

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        parts = []
        while size:
            self._left = self._left or next(self._frames, b"")
            if not self._left:
                break
            part = self._left if size < 0 else self._left[:size]
            self._left = self._left[len(part) :]
            size = size if size < 0 else size - len(part)
            parts.append(part)
        return b"".join(parts)


def _exactly(source: BinaryIO, size: int) -> bytes:
    """`size` bytes, fewer only at the end (what is read from may give less at a time)."""
    parts, wanted = [], size
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def key_uid_of(header: bytes) -> UUID:
    """The data key a sealed object names; raises `Altered` when this is no header of ours."""
    if len(header) < HEADER or not header.startswith(MAGIC):
        raise Altered("header")
    return UUID(bytes=header[len(MAGIC) : len(MAGIC) + UID])


def stretch_of(size: int, start: int, stop: int) -> tuple[int, int]:
    """Where the frames that hold the clear bytes from `start` to `stop` (left out) lie in the sealed object."""
    first, last = start // FRAME, (max(stop, start + 1) - 1) // FRAME
    return HEADER + first * SEALED_FRAME, min(HEADER + (last + 1) * SEALED_FRAME, sealed_size(size))


def opened(
    sealed: Iterator[bytes], *, header: bytes, key: bytes, identity: bytes, size: int, start: int, stop: int
) -> Iterator[bytes]:
    """The clear bytes from `start` to `stop` of an object of `size` clear bytes, a frame at a time.

    `sealed` gives the bytes of `stretch_of(size, start, stop)`. Raises `Altered`.
    """
    cipher = _cipher(key, header[len(MAGIC) + UID : HEADER])
    number, total = start // FRAME, frames_of(size)
    buffer = bytearray()
    for chunk in sealed:
        buffer += chunk
        while len(buffer) >= _sealed_length(number, size) and number < total:
            frame = bytes(buffer[: _sealed_length(number, size)])
            del buffer[: len(frame)]
            clear = _open(cipher, frame, number, number == total - 1, identity)
            begin = number * FRAME
            if part := clear[max(start - begin, 0) : stop - begin]:
                yield part
            number += 1
    if buffer or number * FRAME < stop:
        raise Altered("cut")


def _sealed_length(number: int, size: int) -> int:
    return min(FRAME, size - number * FRAME) + TAG


def _open(cipher: AESGCM, frame: bytes, number: int, last: bool, identity: bytes) -> bytes:
    try:
        return cipher.decrypt(_nonce(number, last), frame, identity)
    except InvalidTag:
        raise Altered(f"frame {number}") from None
