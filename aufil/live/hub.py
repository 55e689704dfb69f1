"""The streams that are open in this process, by who listens, and how events reach them.

Everything here runs on the event loop. A stream costs little while idle: no queue, no task of its own but the
request's, which waits for the client to go away.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

MOST_WAITING = 500  # beyond this a client does not keep up: it is cut, comes back and catches up

Send = Callable[[dict[str, Any]], Awaitable[None]]
# Who listens: a person's number, or the name a higher module gave what it holds a stream for.
Listener = int | str


def frame(event: str, data: bytes, number: int = 0) -> bytes:
    """One server-sent event. `data` is JSON of one line; a `number` is said again by a browser that comes back."""
    mark = b"id: %d\n" % number if number else b""
    return b"%bevent: %b\ndata: %b\n\n" % (mark, event.encode(), data)


class Stream:
    """One open response."""

    __slots__ = ("_send", "_started", "_waiting", "_writing", "closed", "device", "person")

    def __init__(self, person: Listener, device: int, send: Send) -> None:
        self.person, self.device, self._send = person, device, send
        self._waiting: deque[bytes] = deque()
        self._writing: asyncio.Task[None] | None = None
        self._started = False
        self.closed = False

    def start(self, opening: bytes) -> None:
        """Send `opening` first, then what was pushed while it was being made."""
        self._started = True
        self._waiting.appendleft(opening)
        self._wake()

    def push(self, data: bytes) -> None:
        """Send `data` after what is already on its way."""
        if self.closed:
            return
        if len(self._waiting) >= MOST_WAITING:
            self.close()
            return
        self._waiting.append(data)
        self._wake()

    def _wake(self) -> None:
        if self._writing is None and self._started:
            self._writing = asyncio.ensure_future(self._drain())

    async def _drain(self) -> None:
        try:
            while self._waiting:
                data = b"".join(self._waiting)
                self._waiting.clear()
                await self._send({"type": "http.response.body", "body": data, "more_body": True})
            if self.closed:
                await self._send({"type": "http.response.body", "body": b""})
        finally:
            self._writing = None

    def close(self) -> None:
        """End the response; the client comes back and is asked again who it is."""
        if not self.closed:
            self.closed = True
            self._waiting.clear()
            self._wake()


class Hub:
    """All open streams of this process."""

    def __init__(self) -> None:
        self.by_person: defaultdict[Listener, set[Stream]] = defaultdict(set)

    def add(self, stream: Stream) -> None:
        self.by_person[stream.person].add(stream)

    def remove(self, stream: Stream) -> None:
        streams = self.by_person.get(stream.person)
        if streams:
            streams.discard(stream)
            if not streams:
                del self.by_person[stream.person]

    def streams(self) -> list[Stream]:
        return [stream for streams in self.by_person.values() for stream in streams]

    def push(self, persons: Iterable[Listener], data: bytes) -> None:
        for person in persons:
            for stream in self.by_person.get(person, ()):
                stream.push(data)

    def close_device(self, device: int) -> None:
        for stream in self.streams():
            if stream.device == device:
                stream.close()


hub = Hub()
