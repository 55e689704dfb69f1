"""Headers and bytes of mail, whatever their sender made of them: what cannot be read is read as well as it can."""

import re
from email.errors import MessageError
from email.header import Header, decode_header, make_header
from email.message import Message
from email.utils import getaddresses

LONGEST = 4_000
_SAME = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
}
_REFERENCE = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.IGNORECASE)


def decoded(data: bytes, charset: str) -> str:
    """Bytes as text: as UTF-8 where they are, for many lie; else as they say; else as French Windows writes."""
    name = charset.strip().strip("\"'").lower() or "utf-8"
    tried = [_SAME.get(name, name), "cp1252"] if name.startswith(("utf-16", "utf-7", "iso-2022")) else []
    for one in tried or ["utf-8", _SAME.get(name, name), "cp1252"]:
        try:
            return data.decode(one)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def header(message: Message, name: str) -> str:
    """A header as people read it, on one line; empty when it is missing."""
    try:
        values = message.get_all(name) or []
    except (MessageError, ValueError, LookupError):
        return ""
    return _readable(values[0]) if values else ""


def headers(message: Message, name: str) -> str:
    """All the headers of one name, with commas between."""
    return ", ".join(_readable(value) for value in (message.get_all(name) or [])[:20])


def address(message: Message, name: str) -> str:
    """The first address of a header, in small letters; empty when there is none."""
    try:
        found = getaddresses([headers(message, name)[:LONGEST]])
    except (ValueError, IndexError):
        return ""
    return next((where.strip().lower() for _who, where in found if "@" in where), "")[:254]


def references(message: Message) -> list[str]:
    """Our own identifiers among those a mail says it answers, the nearest first."""
    said = f"{headers(message, 'References')[-LONGEST:]} {headers(message, 'In-Reply-To')[:LONGEST]}"
    return _REFERENCE.findall(said)[::-1]


def _readable(value: object) -> str:
    if isinstance(value, Header):  # bytes that no charset was said for
        text = str(value).encode("utf-8", "surrogateescape")
        raw = b"".join(
            part.encode("ascii", "surrogateescape") if isinstance(part, str) else part
            for part, _charset in _chunks(value)
        )
        value = decoded(raw or text, "utf-8")
    text_value = str(value)[:LONGEST]
    try:
        text_value = str(make_header(decode_header(text_value)))
    except (MessageError, ValueError, LookupError, UnicodeError):
        text_value = _each_word(text_value)
    plain = text_value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return " ".join(plain.split())


def _chunks(value: Header) -> list[tuple[str | bytes, object]]:
    chunks: list[tuple[str | bytes, object]] = [(text, charset) for text, charset in value._chunks]  # type: ignore[attr-defined]
    return chunks


def _each_word(text: str) -> str:
    """Encoded words one by one, for one of them has a charset nobody knows."""
    try:
        parts = decode_header(text)
    except (MessageError, ValueError, UnicodeError):
        return text
    return "".join(
        part if isinstance(part, str) else decoded(part, charset or "utf-8") for part, charset in parts
    )
