"""One person under load: how they send, and how they hear what the other of their pair sends."""

import asyncio
import json
import random
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Coroutine
from typing import Any, Protocol

from uuid_utils import uuid7

from bench.wire import Client, Listener, Socket, ask

SAID = (
    "le bus de 8 h 10 ne passe plus, je viens à pied. On se voit toujours jeudi pour le CV ? "
    "J’ai relu la lettre, il manque la date du stage chez le boulanger et mon numéro"
)
TEXT_BYTES = 120


class Book(Protocol):
    """Where what becomes of each message is written (`bench.load`)."""

    port: int

    def answered(self, number: int, status: int) -> None: ...
    def heard(self, number: int, by: "Side") -> None: ...
    def came_back(self, number: int, by: "Side") -> None: ...
    def later(self, work: Coroutine[Any, Any, None]) -> None: ...


def text(number: int) -> str:
    """What a message says: its number, then about 120 bytes in all."""
    said = f"#{number}#"
    while len(said.encode()) < TEXT_BYTES:
        said += SAID[random.randrange(len(SAID) - 20) :][:20]
    return said


class Side(ABC):
    """One person of a pair: may send, and hears what the other sends."""

    def __init__(self, load: Book, thread: str, token: str) -> None:
        self.load, self.thread, self.token = load, thread, token
        self.host = f"127.0.0.1:{load.port}"
        self.other: Side
        self.stream: Any = None

    @abstractmethod
    async def connect(self) -> None:
        """Be ready to send and to hear; again after a cut."""

    @abstractmethod
    def send(self, number: int) -> None:
        """Send one message; the book is told when it is answered."""

    def heard(self, number: int) -> None:
        self.load.heard(number, self)


class ListenSide(Side):
    """An event stream to hear."""

    async def connect(self) -> None:
        self.credentials = f"Host: {self.host}\r\nAuthorization: Bearer {self.token}\r\n"
        request = f"GET /api/v1/live HTTP/1.1\r\n{self.credentials}Accept: text/event-stream\r\n\r\n".encode()
        self.stream = Listener(request, self.heard)
        await asyncio.get_running_loop().create_connection(lambda: self.stream, "127.0.0.1", self.load.port)
        await self.stream.opened

    def send(self, number: int) -> None:
        raise NotImplementedError("this side only listens")


class HttpSide(ListenSide):
    """An event stream to hear, a POST for each message."""

    async def connect(self) -> None:
        await super().connect()
        self.idle = [await self._client()]
        self.head = (
            f"POST /api/v1/threads/{self.thread}/entries HTTP/1.1\r\n{self.credentials}"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()

    async def _client(self) -> Client:
        loop = asyncio.get_running_loop()
        return (await loop.create_connection(Client, "127.0.0.1", self.load.port))[1]

    def send(self, number: int) -> None:
        body = json.dumps({"id": str(uuid7()), "text": text(number)}, ensure_ascii=False).encode()
        data = b"%b%d\r\n\r\n%b" % (self.head, len(body), body)
        while self.idle:
            client = self.idle.pop()
            if not client.transport.is_closing():
                self._post(client, data, number, again=True)
                return
        self.load.later(self._post_on_new(data, number))

    async def _post_on_new(self, data: bytes, number: int) -> None:
        try:
            self._post(await self._client(), data, number, again=False)
        except OSError:
            self.load.answered(number, 0)

    def _post(self, client: Client, data: bytes, number: int, *, again: bool) -> None:
        """Post; once `again`, as a browser does, when the server had just closed an idle connection."""

        def answered(status: int, _body: bytes) -> None:
            if status:
                self.idle.append(client)
            elif again:
                self.load.later(self._post_on_new(data, number))
                return
            self.load.answered(number, status)

        client.request(data, answered)

    async def history(self) -> AsyncIterator[dict[str, Any]]:
        """The entries of the whole thread, read page by page."""
        client, after = await self._client(), 0
        while True:
            path = f"/api/v1/threads/{self.thread}/entries?after={after}&limit=200"
            status, body = await ask(client, f"GET {path} HTTP/1.1\r\n{self.credentials}\r\n".encode())
            if status != 200:
                raise ConnectionError(f"the history answered {status}: {body[:200]!r}")
            results = json.loads(body)["results"]
            if not results:
                client.transport.close()
                return
            after = results[-1]["seq"]
            for entry in results:
                yield entry


class SocketSide(Side):
    """One WebSocket for both; a message counts as accepted when its sender hears it come back."""

    async def connect(self) -> None:
        path = f"/ws/{self.thread}/?token={self.token}"
        self.stream = Socket(self.host, path, self.heard)
        await asyncio.get_running_loop().create_connection(lambda: self.stream, "127.0.0.1", self.load.port)
        await self.stream.opened

    def heard(self, number: int) -> None:
        self.load.came_back(number, self)
        super().heard(number)

    def send(self, number: int) -> None:
        if self.stream.cut or self.stream.transport.is_closing():
            self.load.answered(number, 0)
            return
        self.stream.send(json.dumps({"text": text(number)}, ensure_ascii=False).encode())


KINDS: dict[str, type[Side]] = {"http": HttpSide, "socket": SocketSide, "listen": ListenSide}
