"""A real HTTPS server on loopback that gives calendars, and everything else a server on the web may give."""

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Give = Callable[["Asked"], None]


def calendar(*events: str, more: str = "") -> bytes:
    """A calendar of these events, each written as its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Essai//FR", *more.split("\n")]
    for number, event in enumerate(events):
        uid = [] if "UID:" in event else [f"UID:{number}@essai"]
        lines += ["BEGIN:VEVENT", *uid, "DTSTAMP:20260101T000000Z", *event.strip().split("\n"), "END:VEVENT"]
    return (
        "\r\n".join(line.strip() for line in [*lines, "END:VCALENDAR", ""] if line.strip()).encode() + b"\r\n"
    )


class Asked(BaseHTTPRequestHandler):
    """One request; `give` answers it."""

    server: "_Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        world = self.server.world
        world.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        give = world.pages.get(self.path.partition("?")[0])
        try:
            if give:
                give(self)
            else:
                self.send_error(404)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            pass

    def give(self, data: bytes, status: int = 200, **headers: str) -> None:
        """A whole answer. `Content_Length=""` says no length."""
        said = {"Content-Type": "text/calendar", "Content-Length": str(len(data))}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in said.items():
            if value:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Silent."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    world: "Calendars"

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are no news."""


@dataclass
class Calendars:
    """What is given at each path, and what was asked."""

    authority: Path
    port: int = 0
    pages: dict[str, Give] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"https://{host}:{self.port}{path}"

    def put(self, path: str, data: bytes, **headers: str) -> str:
        """Give these bytes there; its address."""
        self.pages[path] = lambda asked: asked.give(data, **headers)  # type: ignore[arg-type]
        return self.url(path)

    def tagged(self, path: str, data: bytes, tag: str) -> str:
        """Give these bytes, unless who asks has them already."""

        def give(asked: Asked) -> None:
            known = asked.headers.get("If-None-Match") == tag
            asked.give(
                b"" if known else data,
                304 if known else 200,
                ETag=tag,
                Content_Length="" if known else str(len(data)),
            )

        self.pages[path] = give
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        self.pages[path] = lambda asked: asked.give(b"", status, Location=to)
        return self.url(path)

    def endless(self, path: str, head: bytes, chunk: bytes) -> str:
        """Bytes without end nor length."""

        def give(asked: Asked) -> None:
            asked.give(head, Content_Length="")
            while True:
                asked.wfile.write(chunk)

        self.pages[path] = give
        return self.url(path)


@contextmanager
def calendar_server(folder: Path) -> Iterator[Calendars]:
    authority, certificate, key = _certificates(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = _Server(("127.0.0.1", 0), Asked)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.world = Calendars(authority, server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.world
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def bomb(megabytes: int) -> bytes:
    """A few kilobytes that open into that many megabytes."""
    return gzip.compress(calendar("X-A:" + "a" * (megabytes * 1_000_000)))


def _certificates(folder: Path) -> tuple[Path, Path, Path]:
    """An authority of our own, and a certificate of it for 127.0.0.1."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Aufil, essais")])
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)

    def signed(subject: str, key: ec.EllipticCurvePrivateKey, *, is_root: bool) -> x509.Certificate:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        said = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
        made = (
            x509.CertificateBuilder()
            .subject_name(name if is_root else said)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        )
        return (made if is_root else made.add_extension(names, critical=False)).sign(root, hashes.SHA256())

    paths = folder / "authority.pem", folder / "server.pem", folder / "server.key"
    encoding = serialization.Encoding.PEM
    paths[0].write_bytes(signed("root", root, is_root=True).public_bytes(encoding))
    paths[1].write_bytes(signed("127.0.0.1", own, is_root=False).public_bytes(encoding))
    plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    paths[2].write_bytes(own.private_bytes(encoding, *plain))
    return paths
