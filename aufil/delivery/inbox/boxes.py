"""Where a mailbox is; read before Django is ready."""

from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"imap": 143, "imap+tls": 143, "imaps": 993}


class Box(NamedTuple):
    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str


def understood(url: str) -> Box:
    """`imaps://name:secret@server/?folder=INBOX`; raises ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or not parts.username:
        raise ValueError(url)
    folder = parse_qs(parts.query).get("folder", ["INBOX"])[0]
    port = parts.port or PORTS[parts.scheme]
    return Box(
        parts.scheme, parts.hostname, port, unquote(parts.username), unquote(parts.password or ""), folder
    )


def is_mailbox(url: str) -> bool:
    """Can a mailbox be understood from this setting?"""
    try:
        understood(url)
    except ValueError:
        return False
    return True
