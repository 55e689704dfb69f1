"""A server that is far away: a line of TCP on loopback whose bytes take their time each way, its opening too."""

import asyncio
import contextlib
import threading
from types import TracebackType

PIECE = 65_536


class Far:
    """`with Far(port) as far:` what is said to `far.port` reaches `port` after `delay` seconds, and so back.

    A new connection costs a round trip first, as TCP does. `delay` may be changed any time.
    """

    def __init__(self, target: int, *, delay: float = 0) -> None:
        self.target, self.delay, self.port = target, delay, 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._lines: set[asyncio.Task[None]] = set()

    def __enter__(self) -> "Far":
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    async def _listen(self) -> asyncio.Server:
        server = await asyncio.start_server(self._opened, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _opened(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * self.delay)
        there, to_there = await asyncio.open_connection("127.0.0.1", self.target)
        ways = [self._carry(reader, to_there), self._carry(there, writer)]
        for way in ways:
            task = asyncio.ensure_future(way)
            self._lines.add(task)
            task.add_done_callback(self._lines.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """In order, each piece `delay` after it came; the end too."""
        loop, ready = asyncio.get_running_loop(), 0.0
        with contextlib.suppress(OSError):
            while data := await reader.read(PIECE):
                ready = max(ready, loop.time() + self.delay)
                loop.call_at(ready, _write, writer, data)
        loop.call_at(max(ready, loop.time() + self.delay), writer.close)

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)


def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    if not writer.is_closing():
        writer.write(data)
