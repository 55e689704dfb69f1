"""Fetching a calendar from an address somebody typed, without being led where we must not go.

The name is resolved once, every answer is looked at, and the connection goes to that very answer, under the name's
certificate; each redirect is looked at the same way. Run in the child process alone (`child`): what blocks is killed.
"""

import http.client
import ipaddress
import socket
import ssl
import time
import zlib
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

MOST = 5_000_000  # bytes, opened
SECONDS = 10.0
HOPS = 3
CHUNK = 65_536
LONGEST = 900
REDIRECTS = (301, 302, 303, 307, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SAFE = "%/:=&?~+!$,;'@()*[]-._"
HEADERS = {
    "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
    "Accept-Encoding": "gzip",
    "User-Agent": "Aufil (calendriers)",
}
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Trouble(Exception):
    """Why a calendar cannot be read, in one word."""


@dataclass(frozen=True)
class Limits:
    """Where we may go. `ours`: the name and port of this installation, whose feeds are not read.

    `authority`: a certificate authority of tests, which also opens 127.0.0.1; empty everywhere else.
    """

    ours: str
    authority: str = ""


@dataclass(frozen=True)
class Known:
    """What was said of the calendar when it was last read (RFC 9110, 13)."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Fetched:
    """What came; `data` is None when it has not changed."""

    data: bytes | None
    known: Known = field(default_factory=Known)


@dataclass(frozen=True)
class Target:
    """An address that may be asked, as far as its writing tells."""

    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{name}{'' if self.port == 443 else f':{self.port}'}{self.path}"


def understood(address: str, limits: Limits) -> Target:
    """What an address says, `webcal` read as `https`; raises `Trouble`."""
    address = address.strip()
    if len(address) > LONGEST or any(ord(letter) < 33 for letter in address):
        raise Trouble("address")
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port or 443
        host = host.encode("idna").decode() if not host.isascii() else host
    except (ValueError, UnicodeError):
        raise Trouble("address") from None
    if parts.scheme.lower() == "http":
        raise Trouble("plain")
    if parts.scheme.lower() not in ("https", "webcal", "webcals") or not host:
        raise Trouble("address")
    if parts.username or parts.password:
        raise Trouble("password")
    query = f"?{quote(parts.query, safe=SAFE)}" if parts.query else ""
    path = quote(parts.path or "/", safe=SAFE)
    if host.lower() == limits.ours.lower() and path.startswith("/agenda/flux/"):
        raise Trouble("ours")
    return Target(host, port, path + query)


def fetch(address: str, known: Known, limits: Limits) -> Fetched:
    """What stands at an address now; raises `Trouble`."""
    deadline = time.monotonic() + SECONDS
    target = understood(address, limits)
    for _hop in range(HOPS + 1):
        answer = _asked(target, known, limits, deadline)
        if isinstance(answer, Fetched):
            return answer
        target = understood(urljoin(target.address, answer), limits)
    raise Trouble("redirects")


def _asked(target: Target, known: Known, limits: Limits, deadline: float) -> Fetched | str:
    """What came, or where we are sent."""
    connection = _Straight(target, limits, deadline)
    try:
        connection.request("GET", target.path, headers={**HEADERS, **known.headers()})
        response = connection.getresponse()
        if response.status in REDIRECTS:
            return response.headers.get("Location") or _refuse("redirects")
        return _understood(response, connection, deadline)
    except ssl.SSLCertVerificationError:
        raise Trouble("certificate") from None
    except TimeoutError:
        raise Trouble("slow") from None
    except (http.client.HTTPException, OSError, ValueError):
        raise Trouble("away") from None
    finally:
        connection.close()


def _refuse(word: str) -> str:
    raise Trouble(word)


def _understood(response: http.client.HTTPResponse, connection: "_Straight", deadline: float) -> Fetched:
    status = response.status
    if status == 304:
        return Fetched(None)
    if status != 200:
        words = {401: "denied", 403: "denied", 404: "lost", 410: "lost"}
        raise Trouble(words.get(status, "fault"))
    said = Known(response.headers.get("ETag", "")[:200], response.headers.get("Last-Modified", "")[:60])
    return Fetched(_body(response, connection, deadline), said)


def _body(response: http.client.HTTPResponse, connection: "_Straight", deadline: float) -> bytes:
    """Read as a stream, opened as it comes: what is too much is never held."""
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > MOST:
        raise Trouble("too-large")
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("gzip", "x-gzip", "identity", ""):
        raise Trouble("garbage")
    opener = zlib.decompressobj(31) if "gzip" in encoding else None
    whole, came = bytearray(), 0
    while True:
        connection.hurry(deadline)
        chunk = response.read1(CHUNK)
        came += len(chunk)
        try:
            whole += opener.decompress(chunk, MOST + 1 - len(whole)) if opener else chunk
        except zlib.error:
            raise Trouble("garbage") from None
        if came > MOST or len(whole) > MOST:
            raise Trouble("too-large")
        if not chunk:
            break
    if (opener and not opener.eof) or (announced.isdigit() and came < int(announced)):
        raise Trouble("cut")
    return bytes(whole)


class _Straight(http.client.HTTPSConnection):
    """A connection to an address that was looked at, under the name that was asked."""

    def __init__(self, target: Target, limits: Limits, deadline: float) -> None:
        context = ssl.create_default_context(cafile=limits.authority or None)
        super().__init__(target.host, target.port, context=context)
        self.checked, self.deadline, self.ours = context, deadline, limits

    def connect(self) -> None:
        found = resolved(self.host, self.port, tests=bool(self.ours.authority))
        for number, address in enumerate(found):
            try:
                plain = socket.create_connection((str(address), self.port), timeout=self.left(self.deadline))
                break
            except OSError:
                if number == len(found) - 1:
                    raise
        self.sock = self.checked.wrap_socket(plain, server_hostname=self.host)

    def hurry(self, deadline: float) -> None:
        """What is left of the time is for the next bytes."""
        left = self.left(deadline)
        if self.sock:
            self.sock.settimeout(left)

    @staticmethod
    def left(deadline: float) -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def resolved(host: str, port: int, *, tests: bool = False) -> list[IPAddress]:
    """The addresses of a name; raises `Trouble` when one of them is not out in the world."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise Trouble("name") from None
    found = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    if not found:
        raise Trouble("name")
    if not all(is_out_there(address) or (tests and str(address) == "127.0.0.1") for address in found):
        raise Trouble("private")
    return list(dict.fromkeys(found))


def is_out_there(address: IPAddress) -> bool:
    """Is it anybody's, and not of a network behind which things trust each other? Also as IPv6 wraps IPv4."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.teredo or address.is_site_local:
            return False
        if wrapped:
            return is_out_there(wrapped)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
