"""The body of one PATCH, put away as it comes: memory holds one piece, a cut costs at most that."""

import asyncio
import base64
import binascii
import contextlib
import hashlib
import time
from dataclasses import dataclass

from aufil.files.actions import PIECE, take_piece
from aufil.files.models import File
from aufil.web.asgi import Call
from aufil.web.problems import Problem
from aufil.web.threads import Beside

SOON = 2.0  # seconds after which even a smaller piece is put away: who is cut silently loses no more
SMALL = 16 * 1024  # but none smaller than this for that reason
PATIENCE = 60.0  # seconds of silence before the connection is given up
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}

beside = Beside(4, "carrier")


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the bytes of one request must come to."""

    algorithm: str
    digest: bytes

    def fits(self, data: bytes) -> bool:
        return ALGORITHMS[self.algorithm](data).digest() == self.digest


def checksum_of(call: Call) -> Checksum | None:
    """`Upload-Checksum`, checked over one request of one piece at most; a 400 problem when it cannot be."""
    said = call.header(b"upload-checksum")
    if not said:
        return None
    algorithm, _, digest = said.partition(" ")
    length = call.header(b"content-length")
    if algorithm not in ALGORITHMS or not length.isdigit() or int(length) > PIECE:
        raise Problem("malformed")
    try:
        return Checksum(algorithm, base64.b64decode(digest, validate=True))
    except binascii.Error:
        raise Problem("malformed") from None


class Incoming:
    """Bytes of `file` from `offset` on, as `call` brings them."""

    def __init__(self, call: Call, file: File, offset: int, checksum: Checksum | None) -> None:
        self.call, self.file, self.offset, self.checksum = call, file, offset, checksum
        self._buffer = bytearray()
        self._put_away_at = time.monotonic()

    async def take(self) -> int:
        """Keep all that comes; gives where the file stands. What came before a cut or a refusal stays."""
        heard = time.monotonic()
        next_message = asyncio.ensure_future(self.call.receive())
        try:
            while True:
                done, _ = await asyncio.wait({next_message}, timeout=SOON)
                if not done:
                    await self._put_away_what_waits()
                    if time.monotonic() - heard > PATIENCE:
                        raise Problem("silent")
                    continue
                heard = time.monotonic()
                message = next_message.result()
                if message["type"] == "http.disconnect":
                    raise await self._cut()
                self._add(message.get("body", b""))
                await self._put_away_whole_pieces()
                if not message.get("more_body"):
                    return await self._end()
                next_message = asyncio.ensure_future(self.call.receive())
        finally:
            next_message.cancel()

    def _add(self, data: bytes) -> None:
        if self.offset + len(self._buffer) + len(data) > self.file.declared_size:
            raise Problem("too-large")
        self._buffer += data

    async def _put_away_whole_pieces(self) -> None:
        if self.checksum:  # of one piece at most, and not to be kept before it is known to be good
            return
        while len(self._buffer) > PIECE:  # the last piece waits for the end: more may come than was announced
            await self._put_away(PIECE)
        await self._put_away_what_waits()

    async def _put_away_what_waits(self) -> None:
        waited = time.monotonic() - self._put_away_at
        at_the_end = self.offset + len(self._buffer) == self.file.declared_size
        if not self.checksum and waited >= SOON and len(self._buffer) >= SMALL and not at_the_end:
            await self._put_away(len(self._buffer))

    async def _put_away(self, size: int) -> None:
        data = bytes(self._buffer[:size])
        caller = self.call.caller
        device = caller.device_id if caller else None
        self.offset = await beside(_take, self.file, self.offset, data, device)
        del self._buffer[:size]
        self._put_away_at = time.monotonic()

    async def _end(self) -> int:
        if self.checksum and not self.checksum.fits(bytes(self._buffer)):
            raise Problem("checksum")
        if self._buffer:
            await self._put_away(len(self._buffer))
        return self.offset

    async def _cut(self) -> ConnectionError:
        """What came is kept, unless it was to be checked as a whole."""
        if self._buffer and not self.checksum:
            with contextlib.suppress(
                Problem
            ):  # somebody went on meanwhile, or no room: nobody is there to be told
                await self._put_away(len(self._buffer))
        return ConnectionError()


def _take(file: File, offset: int, data: bytes, device: int | None) -> int:
    return take_piece(file=file, offset=offset, data=data, device=device)
