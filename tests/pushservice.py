"""A push service on loopback: keeps what browsers would be told, after checking who tells (VAPID) and opening it.

It stands for those of the makers of browsers, which cannot be reached from a test. What it does not check, they might.
"""

import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import urandom
from typing import Any
from uuid import uuid4

import http_ece
import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def spelled(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def unspelled(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Told:
    """What one browser was told, opened with its keys."""

    content: dict[str, Any]
    ttl: int
    topic: str
    urgency: str
    claims: dict[str, Any]


@dataclass
class BrowserKeys:
    """A browser that let itself be told."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: urandom(16))
    told: list[Told] = field(default_factory=list)

    @property
    def p256dh(self) -> str:
        return spelled(self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        return spelled(self.secret)

    @property
    def shape(self) -> dict[str, Any]:
        """As `PushSubscription.toJSON()` writes it."""
        keys = {"p256dh": self.p256dh, "auth": self.auth}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}


class Refused(Exception):
    """What a strict service answers."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class PushService:
    """`answers`: statuses to give before doing as usual, whatever comes."""

    def __init__(self) -> None:
        self.browsers: dict[str, BrowserKeys] = {}
        self.answers: list[int] = []
        self.refused: list[str] = []
        self.calls = 0
        self.redirect = ""
        self.application_key = ""  # who may tell; the first who does, as browsers fix it when they subscribe
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = service.take(self.path, dict(self.headers), body)
                self.send_response(status)
                if status == 201:
                    self.send_header("Location", f"{service.url}/message/{uuid4()}")
                elif 300 <= status < 400:
                    self.send_header("Location", service.redirect)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def browser(self) -> BrowserKeys:
        path = f"/wpush/{uuid4()}"
        self.browsers[path] = made = BrowserKeys(self.url + path)
        return made

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        self.calls += 1
        if self.answers:
            return self.answers.pop(0)
        try:
            self._keep(path, {name.lower(): value for name, value in headers.items()}, body)
        except Refused as refused:
            self.refused.append(str(refused))
            return refused.status
        return 201

    def _keep(self, path: str, headers: dict[str, str], body: bytes) -> None:
        claims = self._who(headers.get("authorization", ""))
        browser = self.browsers.get(path)
        if browser is None:
            raise Refused(410, "no such browser")
        if headers.get("content-encoding") != "aes128gcm" or len(body) > 4096:
            raise Refused(400, "not sealed")
        if len(headers.get("topic", "")) > 32 or "ttl" not in headers:
            raise Refused(400, "topic or ttl")
        opened = http_ece.decrypt(
            body, private_key=browser.private, auth_secret=browser.secret, version="aes128gcm"
        )
        told = Told(
            orjson.loads(opened),
            int(headers["ttl"]),
            headers.get("topic", ""),
            headers.get("urgency", ""),
            claims,
        )
        browser.told = [one for one in browser.told if one.topic != told.topic]  # it takes its place
        browser.told.append(told)

    def _who(self, authorization: str) -> dict[str, Any]:
        scheme, _, rest = authorization.partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        if scheme.lower() != "vapid" or not {"t", "k"} <= set(parts):
            raise Refused(401, "no VAPID")
        self.application_key = self.application_key or parts["k"]
        if parts["k"] != self.application_key:
            raise Refused(403, "another key than the browser was subscribed with")
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unspelled(parts["k"]))
        try:
            claims: dict[str, Any] = jwt.decode(parts["t"], public, algorithms=["ES256"], audience=self.url)
        except jwt.InvalidTokenError as error:
            raise Refused(403, str(error)) from None
        if claims["exp"] - time.time() > 24 * 3600 or not claims.get("sub"):
            raise Refused(403, "exp or sub")
        return claims


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        service.server.shutdown()
        service.server.server_close()
        thread.join()
