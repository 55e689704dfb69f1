"""What the settings of video say: where the relay is, where Janus is. Read before there are tables."""

import hmac
from base64 import b64encode
from datetime import datetime
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

RELAY_PORT = 3478
PLUGIN = "janus.plugin.videoroom"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Relay(NamedTuple):
    """Where the relay is (`AUFIL_TURN_URL`)."""

    host: str
    port: int
    tls: int | None  # the port it speaks TLS on, if it does

    @property
    def addresses(self) -> list[str]:
        """For a browser: UDP first, then what passes through narrower networks."""
        host = _bracketed(self.host)
        plain = [f"turn:{host}:{self.port}?transport={how}" for how in ("udp", "tcp")]
        return [*plain, f"turns:{host}:{self.tls}?transport=tcp"] if self.tls else plain

    @property
    def mirror(self) -> str:
        """What tells a browser its own address."""
        return f"stun:{_bracketed(self.host)}:{self.port}"


class Server(NamedTuple):
    """Where a Janus is, and what proves to it that we may (`AUFIL_SFU_URL`)."""

    base: str  # its HTTP interface
    public: str  # where pages reach it
    admin_key: str
    token_secret: str

    def token(self, until: datetime) -> str:
        """A token it takes until then, for video rooms alone."""
        said = f"{int(until.timestamp())},janus,{PLUGIN}"
        digest = hmac.digest(self.token_secret.encode(), said.encode(), "sha1")
        return f"{said}:{b64encode(digest).decode()}"


def relay_at(address: str) -> Relay | None:
    """`turn://host:3478?tls=5349` read; None when it is no address of a relay."""
    parts = _parts(address, "turn")
    if parts is None or parts.path not in ("", "/") or parts.username:
        return None
    tls = parse_qs(parts.query).get("tls", [""])[0]
    if tls and not (tls.isdecimal() and 0 < int(tls) < 65536):
        return None
    return Relay(str(parts.hostname), parts.port or RELAY_PORT, int(tls) if tls else None)


def janus_at(address: str) -> Server | None:
    """`janus://ADMIN_KEY:TOKEN_SECRET@host:port/janus?public=wss://…` read; None when it is no address of a Janus."""
    parts = _parts(address, "janus")
    if parts is None or not parts.username or not parts.password:
        return None
    said = {name: values[0] for name, values in parse_qs(parts.query).items()}
    scheme = said.get("scheme") or ("http" if parts.hostname in LOOPBACK else "https")
    public = said.get("public", "")
    if scheme not in ("http", "https") or not public.startswith(("wss://", "ws://")):
        return None
    port = f":{parts.port}" if parts.port else ""
    base = f"{scheme}://{_bracketed(str(parts.hostname))}{port}{parts.path.rstrip('/') or '/janus'}"
    return Server(base, public, unquote(parts.username), unquote(parts.password))


def _parts(address: str, scheme: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _port = parts.port  # raises when it is none
    except ValueError:
        return None
    return parts if parts.scheme == scheme and parts.hostname else None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
