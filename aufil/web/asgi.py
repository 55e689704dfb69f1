"""A thin door for the few calls that run all day: straight ASGI, beside Django, not through it.

A `Call` is what a handler sees of a request; what it raises as a `Problem` is answered as one. Bodies are
bounded before they are read. Everything else of the product goes through Django.
"""

import gzip
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import orjson

from aufil.web.authentication import Caller, same_origin
from aufil.web.problems import MEDIA_TYPE, Problem

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

GZIP_FROM = 1_000
log = logging.getLogger("aufil.web")


class Call:
    """One request at the thin door."""

    __slots__ = ("always", "caller", "headers", "receive", "scope", "send", "words")

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        self.headers = dict(scope["headers"])
        self.words: tuple[str, ...] = ()
        self.caller: Caller | None = None
        # Header fields of whatever is answered, a refusal too.
        self.always: dict[str, str] = {}

    def header(self, name: bytes) -> str:
        return self.headers.get(name, b"").decode("latin-1")

    def cookies(self) -> dict[str, str]:
        """The cookies, as plain pairs: ours are never quoted, others do not matter."""
        pairs = (pair.partition("=") for pair in self.header(b"cookie").split(";"))
        return {name.strip(): value.strip() for name, _, value in pairs}

    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.scope["query_string"].decode("latin-1")))

    def uuid(self, position: int) -> UUID:
        """A word of the address as an identifier; what is none names nothing: 404."""
        try:
            return UUID(self.words[position])
        except ValueError:
            raise Problem("not-found") from None

    def require_same_origin(self) -> None:
        """A cookie alone does not change anything from elsewhere (a bearer token is no browser's)."""
        caller = self.caller
        if caller and caller.by_token:
            return
        scope = self.scope
        fine = same_origin(
            method=scope["method"],
            origin=self.header(b"origin"),
            fetch_site=self.header(b"sec-fetch-site"),
            host=self.header(b"host"),
            scheme=scope["scheme"],
        )
        if not fine or (scope["method"] not in ("GET", "HEAD") and not self.header(b"x-requested-with")):
            raise Problem("cross-origin")

    async def json(self, *, limit: int) -> Any:
        """The body as JSON; 413 before reading when it says it is longer than `limit` bytes."""
        length = self.header(b"content-length")
        if length.isdigit() and int(length) > limit:
            raise Problem("too-large")
        body = b""
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            body += message.get("body", b"")
            if len(body) > limit:
                raise Problem("too-large")
            if not message.get("more_body"):
                break
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError:
            raise Problem("malformed") from None

    async def answer(self, status: int, body: bytes, media: str = "application/json", **headers: str) -> None:
        """Send a whole answer, compressed when that helps."""
        fields = [
            (b"content-type", media.encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
        ]
        if len(body) >= GZIP_FROM and "gzip" in self.header(b"accept-encoding"):
            body = gzip.compress(body, compresslevel=5, mtime=0)
            fields += [(b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding")]
        fields.append((b"content-length", str(len(body)).encode()))
        fields += _fields({**self.always, **headers})
        if status == 413:  # what was not read cannot be followed by another request
            fields.append((b"connection", b"close"))
        await self.send({"type": "http.response.start", "status": status, "headers": fields})
        await self.send({"type": "http.response.body", "body": body})

    async def answer_nothing(self, status: int, **headers: str) -> None:
        """Send a status and header fields alone (empty ones are left out)."""
        fields = [(b"cache-control", b"no-store"), *_fields({**self.always, **headers})]
        if status != HTTPStatus.NO_CONTENT:
            fields.append((b"content-length", b"0"))
        await self.send({"type": "http.response.start", "status": status, "headers": fields})
        await self.send({"type": "http.response.body", "body": b""})

    async def refuse(self, problem: Problem) -> None:
        retry = {} if problem.retry_after is None else {"retry_after": str(problem.retry_after)}
        await self.answer(problem.status, problem.body(), MEDIA_TYPE, **retry)


def _fields(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items() if v]


Handler = Callable[[Call], Awaitable[None]]


@dataclass(frozen=True)
class Door:
    """One address at the thin door: its method, its pattern, what answers, what it says of itself, and the header
    fields of all its answers."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler
    path: str
    operation: dict[str, Any]
    always: dict[str, str]
    by_itself: bool = False  # its handler finds out who calls, and whether they may


def door(
    method: str,
    path: str,
    handler: Handler,
    operation: dict[str, Any],
    always: dict[str, str] | None = None,
    *,
    by_itself: bool = False,
) -> Door:
    """Declare a door; `path` has `{name}` where a word varies; `operation` is its OpenAPI operation."""
    pattern = re.compile("^" + re.sub(r"\{[a-z]+\}", "([^/]+)", path) + "$")
    return Door(method, pattern, handler, path, operation, always or {}, by_itself)


class ThinDoors:
    """Answers the declared doors, hands everything else on."""

    def __init__(
        self, doors: list[Door], authenticate: Callable[[Call], Awaitable[Caller]], otherwise: Application
    ) -> None:
        self.doors, self.authenticate, self.otherwise = doors, authenticate, otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path, method = scope["path"], scope["method"]
            if path.startswith("/api/v1/"):
                for candidate in self.doors:
                    if method == candidate.method and (match := candidate.pattern.match(path)):
                        call = Call(scope, receive, send)
                        call.words, call.always = match.groups(), dict(candidate.always)
                        await self._open(candidate, call)
                        return
        await self.otherwise(scope, receive, send)

    async def _open(self, candidate: Door, call: Call) -> None:
        try:
            if not candidate.by_itself:
                call.caller = await self.authenticate(call)
            call.require_same_origin()
            await candidate.handler(call)
        except Problem as problem:
            await call.refuse(problem)
        except ConnectionError:
            return
        except Exception:  # the last resort of a server: say so, never show a trace
            log.exception("thin door %s %s", candidate.method, candidate.path)
            await call.refuse(Problem("fault"))
