"""A bad path for UDP, on loopback: a relay that is slow, far and loses packets, in front of something that listens.

The kernel here has no `netem`, so the delay, the losses and the narrow line are made by this process: each packet waits
its turn on a line of `rate`, is thrown away where the line already holds half a second, or by chance (`loss`, the same
losses each time), and goes on `delay` later. Each client has a line of its own, and another one back.
"""

import asyncio
import random
import threading
from collections.abc import Callable
from types import TracebackType

HEADERS = 28  # bytes of IP and UDP a packet also takes on a line
FULL = 0.5  # s of waiting beyond which a line throws packets away


class Line:
    """One way: `send(bytes)` hands them to `out` when they have gone through."""

    def __init__(self, path: "Shaped", out: Callable[[bytes], None]) -> None:
        self.path, self.out, self.free_at = path, out, 0.0

    def send(self, data: bytes) -> None:
        path, now = self.path, asyncio.get_running_loop().time()
        path.asked += 1
        begins = max(now, self.free_at)
        if begins - now > FULL or path.chance.random() < path.loss:
            path.lost += 1
            return
        took = (len(data) + HEADERS) * 8 / path.rate if path.rate else 0.0
        self.free_at = begins + took
        path.carried += len(data) + HEADERS
        asyncio.get_running_loop().call_at(self.free_at + path.delay, self.out, data)


class _Upstream(asyncio.DatagramProtocol):
    def __init__(self, back: Line) -> None:
        self.back = back

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.back.send(data)


class _Front(asyncio.DatagramProtocol):
    def __init__(self, path: "Shaped") -> None:
        self.path = path
        self.lines: dict[object, asyncio.Task[Line]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: object) -> None:
        if addr not in self.lines:
            self.lines[addr] = asyncio.ensure_future(self._open(addr))
        self.lines[addr].add_done_callback(lambda ready: ready.result().send(data))

    async def _open(self, addr: object) -> Line:
        back = Line(self.path, lambda data: self.transport.sendto(data, addr))  # type: ignore[attr-defined]
        transport, _protocol = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Upstream(back), remote_addr=("127.0.0.1", self.path.target)
        )
        self.path.opened.append(transport)
        return Line(self.path, transport.sendto)


class Shaped:
    """`with Shaped(port, rate=…, delay=…, loss=…) as path:` what is sent to `path.port` reaches `port`, badly.

    `rate` in bits a second (0: all there is), `delay` in seconds one way, `loss` a share; they may be changed any time.
    """

    def __init__(self, target: int, *, rate: float = 0, delay: float = 0, loss: float = 0) -> None:
        self.target, self.rate, self.delay, self.loss = target, rate, delay, loss
        self.chance = random.Random(7)
        self.asked = self.lost = self.carried = 0
        self.port = 0
        self.opened: list[asyncio.BaseTransport] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Shaped":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    async def _listen(self) -> None:
        transport, _front = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Front(self), local_addr=("127.0.0.1", 0)
        )
        self.port = transport.get_extra_info("sockname")[1]
        self.opened.append(transport)

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        for transport in self.opened:
            self._loop.call_soon_threadsafe(transport.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
