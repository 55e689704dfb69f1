"""What tests share: the cast, and clients that call the product as its people do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from asgiref.sync import async_to_sync, sync_to_async
from django.db.models import F
from django.test import Client

from aufil.people.actions import create_person, create_structure, start_device, support
from aufil.people.models import Device, Membership, Person, Role, Structure, Support
from aufil.thread.models import Thread
from aufil.web.authentication import COOKIE

YOUNG = {
    "lea": ("Léa", "Baron", date(2007, 3, 12)),
    "yanis": ("Yanis", "Diallo", date(2005, 6, 1)),
    "ines": ("Inès", "Morel", date(2009, 9, 30)),
}


def on_this_connection(work: Callable[..., Any], *arguments: Any) -> Awaitable[Any]:
    """Blocking work on the test's own thread and connection, instead of a thread beside."""
    return sync_to_async(work, thread_sensitive=True)(*arguments)


@dataclass
class Cast:
    """The people of a test, by username, and their structures and threads."""

    structures: dict[str, Structure] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def thread(self, young: str = "lea") -> Thread:
        return Thread.objects.get(young=self.people[young], kind=Thread.Kind.SUPPORT)


def make_cast() -> Cast:
    """The fixed cast; Alex of Mayenne is the outsider, and supports Ousmane there."""
    cast = Cast()
    cholet = create_structure(slug="cholet", name="Mission Locale du Choletais")
    mayenne = create_structure(slug="mayenne", name="Mission Locale de Mayenne")
    cast.structures = {"cholet": cholet, "mayenne": mayenne}

    def person(
        username: str, first: str, last: str, structure: Structure | None, role: str | None, **more: Any
    ) -> None:
        cast.people[username] = create_person(
            username=username, first_name=first, last_name=last, structure=structure, role=role, **more
        )

    for username, (first, last, born) in YOUNG.items():
        person(username, first, last, cholet, Role.YOUNG, birth_date=born, email=f"{username}@exemple.fr")
    person("camille", "Camille", "Rousseau", cholet, Role.COUNSELLOR, email="camille@cholet.exemple.fr")
    person("julien", "Julien", "Besnard", cholet, Role.COUNSELLOR)
    person("dominique", "Dominique", "Marchand", cholet, Role.PILOT)
    person("claude", "Claude", "Fontaine", cholet, Role.HEAD)
    person("alex", "Alex", "Lemoine", mayenne, Role.COUNSELLOR)
    person("ousmane", "Ousmane", "Keita", mayenne, Role.YOUNG)
    person("admin", "Admin", "Aufil", None, None, is_platform_admin=True)
    for username in YOUNG:
        support(young=cast.people[username], counsellor=cast.camille, structure=cholet)
    support(young=cast.ousmane, counsellor=cast.alex, structure=mayenne)
    # Since yesterday: near midnight the day of a structure and the one a test counts by are not the same.
    for rows in (Membership.objects, Support.objects):
        rows.update(starts_on=F("starts_on") - timedelta(days=1))
    return cast


@dataclass
class Answer:
    """What came back, by whichever door."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def kind(self) -> str:
        """The kind of a problem document."""
        return self.json["type"].rpartition("#")[2]


def through_asgi(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
    """One request to the thin doors, as the server would hand it over."""
    from aufil.config.api import doors
    from aufil.config.asgi import authenticate
    from aufil.web.asgi import ThinDoors

    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError(f"{method} {path} is not a thin door")

    address, _, query = path.partition("?")
    sent: list[dict[str, Any]] = []
    messages = [{"type": "http.request", "body": body}, {"type": "http.disconnect"}]

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    fields = {"host": "testserver", "content-length": str(len(body)), **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": address,
        "query_string": query.encode(),
        "scheme": "http",
        "headers": [(k.lower().encode(), v.encode()) for k, v in fields.items()],
    }
    async_to_sync(ThinDoors(doors, authenticate, elsewhere))(scope, receive, send)
    start = next(m for m in sent if m["type"] == "http.response.start")
    found = {k.decode().lower(): v.decode() for k, v in start["headers"]}
    return Answer(start["status"], found, b"".join(m.get("body", b"") for m in sent[1:]))


def is_thin(method: str, path: str) -> bool:
    from aufil.config.api import doors

    return any(d.method == method and d.pattern.match(path.partition("?")[0]) for d in doors)


class Caller:
    """One person's program: calls the API with a token."""

    def __init__(self, person: Person | None) -> None:
        self.device: Device | None = None
        self.headers: dict[str, str] = {}
        if person is not None:
            self.device, secret = start_device(person=person, label="tests", kind=Device.Kind.TOKEN)
            self.headers = {"Authorization": f"Bearer {secret}"}

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        path = "/api/v1" + path
        data = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        headers = {**self.headers, **headers}
        if is_thin(method, path):
            return through_asgi(method, path, data, headers)
        client = Client()
        response = client.generic(method, path, data, content_type="application/json", headers=headers)
        return Answer(
            response.status_code, {k.lower(): v for k, v in response.headers.items()}, response.content
        )

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None) -> Answer:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Answer:
        return self.call("DELETE", path)

    def say(self, thread: Thread, text: str, uid: UUID | None = None, **more: Any) -> Answer:
        """Post a message."""
        body = {"id": str(uid or uuid4()), "text": text, **more}
        return self.post(f"/threads/{thread.uid}/entries", body)


class Api:
    """`api.lea`, `api.camille`… and `api.nobody`, each with a token of their own."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._callers: dict[str, Caller] = {}

    def __getattr__(self, name: str) -> Caller:
        if name not in self._callers:
            self._callers[name] = Caller(None if name == "nobody" else self._cast.people[name])
        return self._callers[name]


def signed_in(person: Person | None) -> Client:
    """A browser, signed in as `person`."""
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    if person is not None:
        _device, secret = start_device(person=person, label="tests", assurance=Device.Assurance.TRUSTED)
        client.cookies[COOKIE] = secret
    return client


class Pages:
    """`pages.lea`… and `pages.nobody`: browsers without script."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._clients: dict[str, Client] = {}

    def __getattr__(self, name: str) -> Client:
        if name not in self._clients:
            self._clients[name] = signed_in(None if name == "nobody" else self._cast.people[name])
        return self._clients[name]


class Listener:
    """An open screen: holds a live stream and keeps what it is told. Lives inside one coroutine.

    `async with Listener(api.lea) as screen: data = await screen.next("entry")`
    """

    def __init__(
        self, caller: Caller, query: str = "", *, path: str = "/api/v1/live", **headers: str
    ) -> None:
        self.headers, self.query, self.path = {**caller.headers, **headers}, query, path
        self.status = 0
        self.events: list[tuple[str, Any]] = []
        self.ended = False
        self._news = asyncio.Event()
        self._gone = asyncio.Event()
        self._text = b""

    async def __aenter__(self) -> "Listener":
        from aufil.config.api import doors
        from aufil.config.asgi import authenticate
        from aufil.web.asgi import ThinDoors

        async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
            raise AssertionError("the stream is a thin door")

        scope = {
            "type": "http",
            "method": "GET",
            "path": self.path,
            "query_string": self.query.encode(),
            "scheme": "http",
            "headers": [(k.lower().encode(), v.encode()) for k, v in self.headers.items()],
        }
        application = ThinDoors(doors, authenticate, elsewhere)
        self._task = asyncio.create_task(application(scope, self._receive, self._send))
        await self._until(lambda: self.ended or bool(self.events))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gone.set()
        await self._task

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        self.ended = not message.get("more_body", False)
        *whole, self._text = (self._text + message.get("body", b"")).split(b"\n\n")
        for block in whole:
            lines = dict(line.split(b": ", 1) for line in block.split(b"\n"))
            if b"event" in lines:
                self.events.append((lines[b"event"].decode(), orjson.loads(lines[b"data"])))
        self._news.set()

    async def _until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def next(self, event: str) -> Any:
        """The data of the next `event`, taken off; waits for it."""
        await self._until(lambda: any(name == event for name, _ in self.events))
        place = next(i for i, (name, _) in enumerate(self.events) if name == event)
        return self.events.pop(place)[1]

    async def end(self) -> None:
        """Wait until the server has ended the stream."""
        await self._until(lambda: self.ended)

    def told(self, event: str) -> list[Any]:
        """What came under `event` and was not taken off yet."""
        return [data for name, data in self.events if name == event]


async def quiet() -> None:
    """Let everything that is ready on this loop happen."""
    for _ in range(20):
        await asyncio.sleep(0)


def opening_of_the_stream(person: Person) -> bytes:
    """What the live stream says to `person` when it opens, as JSON."""

    async def open_and_leave() -> bytes:
        async with Listener(await sync_to_async(Caller)(person)) as screen:
            return orjson.dumps(screen.events)

    return async_to_sync(open_and_leave)()
