"""Asking the relay for a place, as a browser does, with credentials of ours (RFC 8656, by UDP, TCP or TLS).

Only to find out whether it answers and takes them: the place is given back at once. What leaves is a STUN message; what
comes back is read no further than its kind and the few attributes needed to prove who asks.
"""

import hashlib
import hmac
import os
import socket
import ssl
import struct
from collections.abc import Mapping
from typing import NamedTuple

from aufil.video.addresses import Relay
from aufil.video.relay import Credentials

PATIENCE = 3.0  # s
COOKIE = 0x2112A442
ALLOCATE, REFRESH = 0x0003, 0x0004
SUCCESS, ERROR = 0x0100, 0x0110
USERNAME, INTEGRITY, ERROR_CODE, LIFETIME, REALM, NONCE, TRANSPORT = (
    0x0006,
    0x0008,
    0x0009,
    0x000D,
    0x0014,
    0x0015,
    0x0019,
)
UDP = b"\x11\x00\x00\x00"
UNAUTHORIZED = 401


class Refused(Exception):
    """The relay does not answer as one, or does not take our credentials."""


class Answer(NamedTuple):
    kind: int
    attributes: Mapping[int, bytes]

    @property
    def error(self) -> int:
        """401, 486…; 0 without one."""
        said = self.attributes.get(ERROR_CODE, b"")
        return (said[2] & 7) * 100 + said[3] if len(said) >= 4 else 0


def try_relay(relay: Relay, credentials: Credentials, how: str) -> None:
    """Ask for a place by `udp`, `tcp` or `tls`. Raises Refused, with a reason that holds no secret."""
    try:
        with _connected(relay, how) as line:
            _allocate(line, credentials)
    except (OSError, struct.error) as error:
        raise Refused(str(error) or type(error).__name__) from None


def _allocate(line: socket.socket, credentials: Credentials) -> None:
    asked = [(TRANSPORT, UDP)]
    first = _exchange(line, ALLOCATE, asked)
    realm, nonce = first.attributes.get(REALM, b""), first.attributes.get(NONCE, b"")
    if first.error != UNAUTHORIZED or not realm:
        raise Refused(
            "it asks for no credentials" if first.kind == ALLOCATE | SUCCESS else f"error {first.error}"
        )
    known = [(USERNAME, credentials.username.encode()), (REALM, realm), (NONCE, nonce)]
    secret = b":".join([credentials.username.encode(), realm, credentials.password.encode()])
    key = hashlib.md5(secret, usedforsecurity=False).digest()
    second = _exchange(line, ALLOCATE, [*asked, *known], key)
    if second.kind != ALLOCATE | SUCCESS:
        raise Refused(f"error {second.error}")
    _exchange(line, REFRESH, [(LIFETIME, b"\0\0\0\0"), *known], key)


def _connected(relay: Relay, how: str) -> socket.socket:
    if how == "udp":
        family, *_kind, place = socket.getaddrinfo(relay.host, relay.port, type=socket.SOCK_DGRAM)[0]
        line = socket.socket(family, socket.SOCK_DGRAM)
        line.settimeout(PATIENCE)
        line.connect(place)
        return line
    port = relay.tls if how == "tls" and relay.tls else relay.port
    plain = socket.create_connection((relay.host, port), timeout=PATIENCE)
    if how != "tls":
        return plain
    return _trusting().wrap_socket(plain, server_hostname=relay.host)


def _trusting() -> ssl.SSLContext:
    """Browsers look at its certificate themselves; here we ask whether it answers."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _exchange(
    line: socket.socket, kind: int, attributes: list[tuple[int, bytes]], key: bytes | None = None
) -> Answer:
    """One request, and the answer to it."""
    transaction = os.urandom(12)
    body = b"".join(_attribute(number, value) for number, value in attributes)
    if key is not None:
        # The length counts the proof, which is over all before it (RFC 8489, 14.5).
        head = struct.pack("!HHI", kind, len(body) + 24, COOKIE) + transaction
        body += _attribute(INTEGRITY, hmac.digest(key, head + body, "sha1"))
    line.sendall(struct.pack("!HHI", kind, len(body), COOKIE) + transaction + body)
    while True:
        said = _message(line)
        if said[8:20] == transaction:
            return Answer(struct.unpack("!H", said[:2])[0], _attributes(said[20:]))


def _attribute(number: int, value: bytes) -> bytes:
    return struct.pack("!HH", number, len(value)) + value + b"\0" * (-len(value) % 4)


def _message(line: socket.socket) -> bytes:
    if line.type == socket.SOCK_DGRAM:
        said = line.recv(2048)
    else:
        said = _exactly(line, 20)
        said += _exactly(line, struct.unpack("!H", said[2:4])[0])
    if len(said) < 20 or struct.unpack("!I", said[4:8])[0] != COOKIE:
        raise Refused("it does not speak STUN")
    return said


def _exactly(line: socket.socket, count: int) -> bytes:
    said = b""
    while len(said) < count:
        more = line.recv(count - len(said))
        if not more:
            raise Refused("it hung up")
        said += more
    return said


def _attributes(body: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while len(body) >= 4:
        number, length = struct.unpack("!HH", body[:4])
        found.setdefault(number, body[4 : 4 + length])
        body = body[4 + length + (-length % 4) :]
    return found
