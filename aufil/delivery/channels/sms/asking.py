"""One request to a gateway. No error may carry its address nor its body: they hold secrets and what is said."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from aufil.delivery.channels import GatewayError

PATIENCE = 10  # seconds
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Place(NamedTuple):
    """Where a gateway is, and as whom we come: what its address says."""

    host: str  # with its port, if it has one
    name: str
    secret: str
    sender: str
    web: str  # "https://host", or "http://…" on this machine


class Answered(NamedTuple):
    status: int
    body: str  # its beginning


def place_of(address: str, *, port: int | None = None, secret_needed: bool = False) -> Place:
    """`scheme://name:secret@host:port/?from=…` read. Raises ValueError, which holds nothing of the address."""
    parts = urlsplit(address)
    if not parts.hostname or not parts.username or (secret_needed and not parts.password):
        raise ValueError(parts.scheme)
    host = _host(parts, port)
    scheme = "http" if parts.hostname in LOOPBACK else "https"
    sender = parse_qs(parts.query).get("from", [""])[0]
    return Place(host, unquote(parts.username), unquote(parts.password or ""), sender, f"{scheme}://{host}")


def _host(parts: SplitResult, port: int | None) -> str:
    name = str(parts.hostname)
    host = f"[{name}]" if ":" in name else name
    port = parts.port or port
    return f"{host}:{port}" if port else host


class _Stay(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is not followed: our secret is for this place alone."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


# A gateway beside us: never through the proxy that leads outside. One outside: as the machine leads there.
_beside = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay).open
_outside = urllib.request.build_opener(_Stay).open


def ask(
    address: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None, beside: bool = False
) -> Answered:
    """Its answer, whatever it is. Raises GatewayError: `later` when we never got through, else `unknown`."""
    request = urllib.request.Request(address, data=body, headers=dict(headers or {}))  # noqa: S310 - http alone
    try:
        with (_beside if beside else _outside)(request, timeout=PATIENCE) as answer:
            return Answered(answer.status, answer.read(4000).decode(errors="replace").strip())
    except urllib.error.HTTPError as error:
        with error:
            return Answered(error.code, error.read(4000).decode(errors="replace").strip())
    except urllib.error.URLError as error:
        raise GatewayError(str(error.reason)) from None
    except (OSError, HTTPException) as error:
        raise GatewayError(str(error) or type(error).__name__, said="unknown") from None


def is_beside(web: str) -> bool:
    """Does it stand on this machine?"""
    return web.startswith("http://")
