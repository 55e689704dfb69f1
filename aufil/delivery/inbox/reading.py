"""An e-mail as it came, read into what we keep of it. Whatever the bytes, something is read and nothing raised."""

import hashlib
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from typing import NamedTuple
from uuid import UUID

from aufil.delivery.inbox.automatic import is_automatic, is_report
from aufil.delivery.inbox.headers import address, decoded, header, headers, references
from aufil.delivery.inbox.markup import words_of
from aufil.delivery.inbox.quotes import reply_in

MOST = 28 * 1024 * 1024  # bytes: a paper of 20 MB as mail carries it. More is refused before it is read
PARTS_MOST = 60
DEEPEST = 6  # mails within mails, and parts within parts
TEXT_MOST = 200_000
SMALL_PICTURE = 8_000  # bytes: below, a picture shown within the words is a logo or a smiley
_NOTHING_TO_KEEP = {
    *("application/ms-tnef", "application/vnd.ms-tnef", "application/pkcs7-signature"),
    *("application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys"),
    *("text/calendar", "text/x-amp-html", "text/vcard", "text/x-vcard", "message/delivery-status"),
}


class Mail(NamedTuple):
    """What is kept of an e-mail. `ref` is the same each time the same one comes, by whatever door."""

    ref: str
    sender: str
    receiver: str
    subject: str
    text: str
    original: str
    attachments: list[tuple[str, bytes]]
    answers: UUID | None
    automatic: bool
    report: bool


class _Found:
    """What a walk through the parts gathers."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.markup: list[str] = []
        self.attachments: list[tuple[str, bytes]] = []


def read(raw: bytes, *, envelope_sender: str | None = None, envelope_to: str = "") -> Mail:
    """Read a mail of at most `MOST` bytes. `envelope_sender`: None when nobody knows, "" for a report."""
    message = parsed(raw)
    envelope_sender = "" if envelope_sender == "<>" else envelope_sender
    found = _Found()
    for part in _parts(message, 0):
        _gather(part, found)
    sender = address(message, "From") or address(message, "Sender") or (envelope_sender or "").lower()
    subject = header(message, "Subject")
    whole = "\n\n".join(found.plain).strip()[:TEXT_MOST] or words_of("\n".join(found.markup))[:TEXT_MOST]
    said = reply_in(whole, subject=subject)
    if not said and not found.attachments:
        said = whole  # nothing but what was quoted: all of it is said
    receiver = ", ".join(
        filter(None, [envelope_to, headers(message, "Delivered-To"), headers(message, "To")])
    )
    known = references(message)
    return Mail(
        ref=_ref(message, sender, raw),
        sender=sender,
        receiver=receiver,
        subject=subject,
        text=said,
        original=whole if whole != said else "",
        attachments=found.attachments,
        answers=UUID(known[0]) if known else None,
        automatic=is_automatic(message, sender=sender, envelope_sender=envelope_sender),
        report=is_report(message),
    )


def parsed(raw: bytes) -> Message:
    """The message, whatever the bytes."""
    return message_from_bytes(raw, policy=compat32)


def _parts(part: Message, depth: int) -> Iterator[Message]:
    """The leaves, in their order; a mail that was attached is gone through as what it says."""
    inside = part.get_payload()
    if isinstance(inside, list) and depth < DEEPEST:
        for one in inside[:PARTS_MOST]:
            if isinstance(one, Message):
                yield from _parts(one, depth + 1)
    elif not isinstance(inside, list):
        yield part


def _gather(part: Message, found: _Found) -> None:
    kind = part.get_content_type()
    if (
        kind in _NOTHING_TO_KEEP
        or len(found.plain) + len(found.markup) + len(found.attachments) >= PARTS_MOST
    ):
        return
    name = _name(part)
    attached = part.get_content_disposition() == "attachment" or bool(name)
    data = _bytes(part)
    if kind in ("text/plain", "text/html") and not attached:
        text = decoded(data[: 2 * TEXT_MOST], _charset(part)).replace("\x00", "")
        (found.plain if kind == "text/plain" else found.markup).append(text)
    elif kind.startswith("text/") and not attached:
        return
    elif data and not _is_decoration(part, kind, data):
        found.attachments.append((name or _unnamed(kind), data))


def _is_decoration(part: Message, kind: str, data: bytes) -> bool:
    return kind.startswith("image/") and bool(part.get("Content-ID")) and len(data) < SMALL_PICTURE


def _bytes(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, AssertionError):
        return b""
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or "utf-8"
    except (MessageError, ValueError, LookupError):
        return "utf-8"


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (MessageError, ValueError, LookupError, TypeError):
        return ""
    holder = Message()
    holder["Name"] = "".join(c for c in name if c not in "\r\n")
    return header(holder, "Name").replace("\\", "/").rpartition("/")[2][:120]


def _unnamed(kind: str) -> str:
    family, _slash, ending = kind.partition("/")
    return f"{'photo' if family == 'image' else 'document'}.{ending[:8]}"


def _ref(message: Message, sender: str, raw: bytes) -> str:
    """The mail's own name with its sender's, for anybody may take another's; the whole of it where it has none."""
    name = header(message, "Message-ID")
    said = f"{name}\n{sender}".encode("utf-8", "replace") if name else raw
    return hashlib.sha256(said).hexdigest()
