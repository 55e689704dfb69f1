"""The load's own clients: as cheap as they can be, so that what is measured is the server.

A message carries its number in its text (`#123#`), so that a stream is searched, not parsed.
"""

import asyncio
import base64
import os
import re
from collections import deque
from collections.abc import Callable

NUMBER = re.compile(rb"#(\d+)#")
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
STATUS_AT = slice(9, 12)

Answered = Callable[[int, bytes], None]  # status, body


class Client(asyncio.Protocol):
    """One keep-alive connection; several requests may wait on it for their answers, in order."""

    def __init__(self) -> None:
        self.waiting: deque[Answered] = deque()
        self.transport: asyncio.Transport
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def request(self, data: bytes, answered: Answered) -> None:
        if self.transport.is_closing():
            answered(0, b"")
            return
        self.waiting.append(answered)
        self.transport.write(data)

    def data_received(self, data: bytes) -> None:
        self._received = data = self._received + data if self._received else data
        while (head := data.find(b"\r\n\r\n")) >= 0:
            found = LENGTH.search(data, 0, head)
            end = head + 4 + (int(found[1]) if found else 0)
            if len(data) < end:
                break
            body, status = data[head + 4 : end], int(data[STATUS_AT])
            self._received = data = data[end:]
            self.waiting.popleft()(status, body)

    def connection_lost(self, error: Exception | None) -> None:
        while self.waiting:
            self.waiting.popleft()(0, b"")


async def ask(client: Client, data: bytes) -> tuple[int, bytes]:
    """Send a request and wait for its answer: status (0: cut) and body."""
    future: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()
    client.request(data, lambda status, body: future.set_result((status, body)))
    return await future


class Listener(asyncio.Protocol):
    """An open event stream; tells the number of each message that comes by."""

    def __init__(self, request: bytes, heard: Callable[[int], None]) -> None:
        self.request, self.heard = request, heard
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.cut = False
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        if not self.opened.done():
            self._opening(data)
            return
        if self._rest:
            data = self._rest + data
        end = data.rfind(b"\n\n")
        if end < 0:
            self._rest = data
            return
        for found in NUMBER.finditer(data, 0, end):
            self.heard(int(found[1]))
        self._rest = data[end + 2 :]

    def _opening(self, data: bytes) -> None:
        self._rest = data = self._rest + data
        if b"event: state" not in data:
            return
        if data[STATUS_AT] == b"200":
            self.opened.set_result(None)
        else:
            self.opened.set_exception(ConnectionError(data[:200].decode()))
        self._rest = b""

    def connection_lost(self, error: Exception | None) -> None:
        self.cut = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(self._rest[:300].decode() or "cut"))


class Socket(asyncio.Protocol):
    """A WebSocket: sends short text frames, tells the number of each message that comes by."""

    def __init__(self, host: str, path: str, heard: Callable[[int], None]) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        self.hello = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
        self.heard = heard
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.cut = False
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self.transport.write(self.hello)

    def send(self, body: bytes) -> None:
        """One masked text frame of less than 64 KiB; the mask is zero, which the protocol allows."""
        size = len(body)
        length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self.transport.write(b"\x81" + length + b"\0\0\0\0" + body)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        if not self.opened.done():
            head = data.find(b"\r\n\r\n")
            if head < 0:
                self._rest = data
                return
            if data[STATUS_AT] != b"101":
                self.opened.set_exception(ConnectionError(data[:200].decode()))
                return
            self.opened.set_result(None)
            data = data[head + 4 :]
        self._rest = self._frames(data)

    def _frames(self, data: bytes) -> bytes:
        """Tell the numbers in whole frames (the server's are not masked); what is left over."""
        while len(data) >= 2:
            size, start = data[1] & 0x7F, 2
            if size == 126:
                size, start = int.from_bytes(data[2:4], "big"), 4
            if len(data) < start + size:
                break
            if found := NUMBER.search(data, start, start + size):
                self.heard(int(found[1]))
            data = data[start + size :]
        return data

    def connection_lost(self, error: Exception | None) -> None:
        self.cut = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("cut"))
