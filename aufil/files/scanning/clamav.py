"""ClamAV's daemon, by its own protocol: `zINSTREAM`, chunks each preceded by its length, an empty one, one answer.

Written here in a few lines: the client library to be had sends without looking whether all was sent, has no time
limit on connecting, and takes an empty answer for none.
"""

import contextlib
import socket
import struct
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 120.0
ANSWER_MOST = 4096
CHUNK = 64 * 1024
PORT = 3310


class NoVerdict(Exception):
    """It could not be reached, or did not say; a few French words say why."""


def understood(url: str) -> bool:
    """Is this the address of a daemon: `tcp://host:port` or `unix:///path`?"""
    parts = urlsplit(url)
    try:
        by_name = (
            parts.scheme == "tcp" and bool(parts.hostname) and (parts.port or PORT) > 0 and not parts.path
        )
    except ValueError:
        return False
    return by_name or (parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1)


def harm_in(url: str, chunks: Iterable[bytes]) -> str:
    """The name of what was found; empty when nothing was. Raises `NoVerdict`."""
    answer = _ask(url, b"zINSTREAM\0", chunks)
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if "size limit exceeded" in answer:
        raise NoVerdict("l’antivirus refuse les fichiers de cette taille (StreamMaxLength)")
    raise NoVerdict(f"l’antivirus répond « {answer[:100]} »")


def version(url: str) -> str:
    """`ClamAV 1.4.6/27821/Sat Nov 21 08:26:11 2026`: engine, signatures and their date."""
    return _ask(url, b"zVERSION\0", None)


def _ask(url: str, command: bytes, chunks: Iterable[bytes] | None) -> str:
    try:
        with contextlib.closing(_connected(url)) as line:
            try:
                line.sendall(command)
                if chunks is not None:
                    _send(line, chunks)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it hangs up on what is too large, and has said so
            return _answer(line)
    except OSError as error:
        raise NoVerdict(f"l’antivirus ne répond pas ({error.strerror or error})") from error


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(unquote(parts.path))
        except OSError:
            line.close()
            raise
    else:
        line = socket.create_connection((parts.hostname or "", parts.port or PORT), timeout=CONNECT_SECONDS)
    line.settimeout(ANSWER_SECONDS)
    return line


def _send(line: socket.socket, chunks: Iterable[bytes]) -> None:
    for whole in chunks:
        for start in range(0, len(whole), CHUNK):
            chunk = whole[start : start + CHUNK]
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
    line.sendall(struct.pack("!L", 0))


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < ANSWER_MOST:
        part = line.recv(ANSWER_MOST)
        if not part:
            break
        said += part
    if b"\0" not in said:
        raise NoVerdict("l’antivirus a raccroché sans répondre")
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
