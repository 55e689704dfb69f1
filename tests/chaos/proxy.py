"""A hostile network on loopback: an HTTP proxy that cuts, delays, repeats, truncates and lies, at random.

One request a connection; what it does to each is drawn from a fixed seed. It runs on a thread with a loop of its
own, so that tests can block. `hostile` and `down` (no network at all) are switched at will, `counts` says what was
done to requests, `open_streams` how many live streams are held now.
"""

import asyncio
import contextlib
import random
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

FATES = {  # weights in a hundred
    "pass": 54,
    "delay": 10,
    "repeat": 8,
    "repeat-later": 4,
    "cut-before": 5,
    "cut-after": 6,
    "truncate": 5,
    "lying-length": 1,
    "portal": 2,
    "bad-gateway": 2,
    "gateway-timeout-after": 1,
    "redirect": 1,
    "empty-200": 0.5,
    "empty-json": 0.5,
}
PORTAL = b"<!doctype html><title>Wi-Fi gratuit</title><form action='/login'><button>Accepter</button></form>"
STREAMS = b"/api/v1/live"
LONGEST_STREAM = 8.0  # s before a live stream is cut


class Request:
    """A request as it was read: the bytes to be sent on, its path and method, and who asked."""

    def __init__(self, client: asyncio.StreamReader, head: bytes, body: bytes) -> None:
        self.client = client
        lines = head.split(b"\r\n")
        self.method, self.path, _ = lines[0].split(b" ", 2)
        kept = [line for line in lines[1:] if line and not line.lower().startswith(b"connection:")]
        self.whole = b"\r\n".join([lines[0], *kept, b"Connection: close", b"", b""]) + body


class HostileProxy:
    """`with HostileProxy(port) as proxy:` listens on `proxy.port` and speaks to the server on `port`."""

    def __init__(self, upstream: int, seed: int) -> None:
        self.upstream, self.hostile, self.down, self.open_streams = upstream, False, False, 0
        self._writers: set[asyncio.StreamWriter] = set()
        self.counts: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._fates: dict[str, Callable[[Request, asyncio.StreamWriter], Awaitable[None]]] = {
            name: getattr(self, "_" + name.replace("-", "_")) for name in FATES
        }

    def __enter__(self) -> "HostileProxy":
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def cut(self) -> None:
        """The network is lost from now on, open connections too; `mend` brings it back."""
        self.down = True
        self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in self._writers])

    def mend(self) -> None:
        self.down = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**20)

    async def _end(self) -> None:
        self._server.close()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in others:
                task.cancel()
            await asyncio.wait(others, timeout=1)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.down:
            writer.transport.abort()
            return
        self._writers.add(writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = await reader.readuntil(b"\r\n\r\n")
            request = Request(reader, head, await reader.readexactly(_length(head)))
            fate = "pass"
            if self.hostile:
                [fate] = self._chance.choices(list(FATES), list(FATES.values()))
            self.counts[fate] += 1
            await self._fates[fate](request, writer)
        self._writers.discard(writer)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            writer.close()
            await writer.wait_closed()

    # --- What can be done to a request -----------------------------------------------------------------------

    async def _pass(self, request: Request, writer: asyncio.StreamWriter) -> None:
        """Pass it on and relay the answer as it comes; a live stream does not last in a bad network."""
        whole = self._relay(request, writer)
        if not _streams(request):
            await whole
            return
        self.open_streams += 1
        try:
            await asyncio.wait_for(whole, self._chance.uniform(1, LONGEST_STREAM) if self.hostile else None)
        except TimeoutError:
            self.counts["cut-stream"] += 1
        finally:
            self.open_streams -= 1

    async def _relay(self, request: Request, writer: asyncio.StreamWriter) -> None:
        async with self._asked(request) as answer:
            gone = asyncio.ensure_future(request.client.read(1))
            while piece := await _unless(gone, answer.read(65536)):
                writer.write(piece)
                await writer.drain()
            gone.cancel()

    async def _delay(self, request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(self._chance.uniform(0.02, 0.5))
        await self._pass(request, writer)

    async def _repeat(self, request: Request, writer: asyncio.StreamWriter) -> None:
        """The same bytes twice at once; the sender hears the slower."""
        if _streams(request):
            return
        answers = await asyncio.gather(self._answer(request), self._answer(request))
        writer.write(answers[1])

    async def _repeat_later(self, request: Request, writer: asyncio.StreamWriter) -> None:
        """The same bytes again when the sender has long gone on to something else."""
        if _streams(request):
            return
        writer.write(await self._answer(request))
        writer.close()
        await asyncio.sleep(self._chance.uniform(0.1, 1.5))
        await self._answer(request)

    async def _cut_before(self, request: Request, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async def _cut_after(self, request: Request, writer: asyncio.StreamWriter) -> None:
        """The server did it, nobody hears of it."""
        if not _streams(request):
            await self._answer(request)
        writer.transport.abort()

    async def _truncate(self, request: Request, writer: asyncio.StreamWriter) -> None:
        answer = b"" if _streams(request) else await self._answer(request)
        writer.write(answer[: self._chance.randrange(1, max(2, len(answer)))])
        await writer.drain()
        writer.transport.abort()

    async def _lying_length(self, request: Request, writer: asyncio.StreamWriter) -> None:
        """Half of the body, said to be all of it: whole for HTTP, and no JSON."""
        if _streams(request):
            return
        head, _, body = (await self._answer(request)).partition(b"\r\n\r\n")
        status = head.split(b"\r\n")[0]
        half = body[: len(body) // 2]
        _send(writer, status, b"application/json", half)

    async def _portal(self, request: Request, writer: asyncio.StreamWriter) -> None:
        _send(writer, b"HTTP/1.1 200 OK", b"text/html", PORTAL)

    async def _bad_gateway(self, request: Request, writer: asyncio.StreamWriter) -> None:
        _send(writer, b"HTTP/1.1 502 Bad Gateway", b"text/html", b"<h1>502</h1>")

    async def _gateway_timeout_after(self, request: Request, writer: asyncio.StreamWriter) -> None:
        if not _streams(request):
            await self._answer(request)
        _send(writer, b"HTTP/1.1 504 Gateway Timeout", b"text/html", b"<h1>504</h1>")

    async def _redirect(self, request: Request, writer: asyncio.StreamWriter) -> None:
        _send(writer, b"HTTP/1.1 302 Found\r\nLocation: /portail/", b"text/html", b"")

    async def _empty_200(self, request: Request, writer: asyncio.StreamWriter) -> None:
        _send(writer, b"HTTP/1.1 200 OK", b"text/plain", b"")

    async def _empty_json(self, request: Request, writer: asyncio.StreamWriter) -> None:
        _send(writer, b"HTTP/1.1 200 OK", b"application/json", b"{}")

    # --- The side of the server ------------------------------------------------------------------------------

    @contextlib.asynccontextmanager
    async def _asked(self, request: Request):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        try:
            writer.write(request.whole)
            await writer.drain()
            yield reader
        finally:
            writer.close()

    async def _answer(self, request: Request) -> bytes:
        async with self._asked(request) as answer:
            return await answer.read()


async def _unless(gone: asyncio.Future[bytes], coming: Awaitable[bytes]) -> bytes:
    """What comes, or nothing once who asked is gone."""
    task = asyncio.ensure_future(coming)
    await asyncio.wait({gone, task}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        return task.result()
    task.cancel()
    return b""


def _streams(request: Request) -> bool:
    return request.path.startswith(STREAMS)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _send(writer: asyncio.StreamWriter, status: bytes, media: bytes, body: bytes) -> None:
    writer.write(
        b"%b\r\nContent-Type: %b\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b"
        % (status, media, len(body), body)
    )


@contextlib.contextmanager
def hostile_network(upstream: int, seed: int) -> Iterator[HostileProxy]:
    """A network that is bad from the first request."""
    with HostileProxy(upstream, seed) as proxy:
        proxy.hostile = True
        yield proxy
