"""A proxy on loopback that counts: what each request cost, as sent. And a network one can cut."""

import asyncio
import contextlib
import re
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Exchange:
    """One request and its answer: `at` on the clock of `time.monotonic`, bytes with their heads."""

    line: str
    headers: dict[str, str]
    at: float
    up: int = 0
    down: int = 0


@dataclass
class Conversation:
    """One connection of the browser."""

    exchanges: list[Exchange]
    started: list[Exchange] = field(default_factory=list)
    head: bytes = b""
    body: int = 0  # bytes of a request's body still to come

    def sent(self, data: bytes) -> None:
        """Bytes from the browser."""
        while data:
            if self.body:
                taken = min(self.body, len(data))
                self.body -= taken
                self.started[-1].up += taken
                data = data[taken:]
                continue
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return
            head, data, self.head = self.head[: end + 4], self.head[end + 4 :], b""
            self._begin(head)

    def _begin(self, head: bytes) -> None:
        line, *fields = head.decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (each.partition(": ") for each in fields)}
        found = LENGTH.search(head)
        self.body = int(found[1]) if found else 0
        self.started.append(Exchange(line, headers, time.monotonic(), up=len(head)))
        self.exchanges.append(self.started[-1])

    def answered(self, data: bytes) -> None:
        """Bytes from the server: those of the last request, for a browser waits before it asks again."""
        if self.started:
            self.started[-1].down += len(data)


class Proxy:
    """Listens on `port`, passes everything on to `upstream`; runs in a thread of its own."""

    def __init__(self, upstream: int) -> None:
        self.upstream, self.port = upstream, 0
        self.exchanges: list[Exchange] = []
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self.restore()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def restore(self) -> None:
        """The network is there (again)."""
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def cut(self) -> None:
        """There is no network: connections end, new ones are refused."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()

    @property
    def bytes_so_far(self) -> int:
        """All bytes, both ways."""
        return sum(exchange.up + exchange.down for exchange in list(self.exchanges))

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server:
            self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = Conversation(self.exchanges)
        onward_reader, onward = await asyncio.open_connection("127.0.0.1", self.upstream)
        ends = {writer, onward}
        self._open |= ends

        async def pump(source: asyncio.StreamReader, to: asyncio.StreamWriter, count: object) -> None:
            with contextlib.suppress(ConnectionError):
                while data := await source.read(65_536):
                    count(data)  # type: ignore[operator]
                    to.write(data)
                    await to.drain()
            to.close()

        await asyncio.gather(
            pump(reader, onward, conversation.sent), pump(onward_reader, writer, conversation.answered)
        )
        self._open -= ends
