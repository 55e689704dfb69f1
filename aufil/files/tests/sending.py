"""A phone that sends a file by tus, well or badly."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from asgiref.sync import async_to_sync

from aufil.config.api import doors
from aufil.config.asgi import authenticate
from aufil.files.models import File
from aufil.files.storage import read_piece
from aufil.web.asgi import ThinDoors
from tests.support import Answer, Caller

TUS = {"Tus-Resumable": "1.0.0"}
OFFSETS = "application/offset+octet-stream"
CUT, SILENCE = object(), object()


class Sender:
    """`Sender(api.lea, file)`: `head()`, `patch(0, b"…")`, `stop()`."""

    def __init__(self, caller: Caller, file: File) -> None:
        self.caller, self.path = caller, f"/uploads/{file.uid}"

    def head(self, **headers: str) -> Answer:
        return self.caller.call("HEAD", self.path, **{**TUS, **headers})

    def offset(self) -> int:
        return int(self.head().headers["upload-offset"])

    def patch(self, offset: int, data: bytes, **headers: str) -> Answer:
        fields = {**TUS, "Upload-Offset": str(offset), "Content-Type": OFFSETS, **headers}
        return self.caller.call("PATCH", self.path, data, **fields)

    def stop(self) -> Answer:
        return self.caller.call("DELETE", self.path, **TUS)

    def streamed(self, offset: int, parts: Iterable[Any], length: int | None = None) -> Answer | None:
        """One PATCH whose body comes in `parts`; `CUT` among them ends the connection, after `SILENCE` nothing comes.
        None: no answer came."""
        return async_to_sync(self.streaming)(offset, list(parts), length)

    async def streaming(self, offset: int, parts: Sequence[Any], length: int | None = None) -> Answer | None:
        messages: list[dict[str, Any]] = [
            {"type": "http.disconnect"}
            if part is CUT
            else {"type": "http.request", "body": part, "more_body": number < len(parts) - 1}
            for number, part in enumerate(parts)
            if part is not SILENCE
        ]
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            if not messages and SILENCE in parts:
                await asyncio.Event().wait()
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        fields = {
            **self.caller.headers,
            **TUS,
            "Upload-Offset": str(offset),
            "Content-Type": OFFSETS,
            "Host": "t",
        }
        if length is not None:
            fields["Content-Length"] = str(length)
        scope = {
            "type": "http",
            "method": "PATCH",
            "path": "/api/v1" + self.path,
            "query_string": b"",
            "scheme": "http",
            "headers": [(k.lower().encode(), v.encode()) for k, v in fields.items()],
        }
        await ThinDoors(doors, authenticate, elsewhere)(scope, receive, send)
        if not sent:
            return None
        found = {k.decode().lower(): v.decode() for k, v in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent[1:]))


async def elsewhere(*_: Any) -> None:
    raise AssertionError("an upload is a thin door")


def kept(file: File) -> bytes:
    """What the pieces of a file hold, one after another."""
    pieces = list(file.pieces.all())
    assert [p.offset for p in pieces] == [sum(q.size for q in pieces[:n]) for n in range(len(pieces))]
    return b"".join(chunk for piece in pieces for chunk in read_piece(file, piece))
