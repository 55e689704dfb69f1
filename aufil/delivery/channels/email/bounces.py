"""What a mail server says of a mail it could not deliver: a delivery status notification (RFC 3464)."""

import re
from email.message import Message
from typing import NamedTuple
from uuid import UUID

from aufil.delivery.channels.email.smtp import NOBODY
from aufil.delivery.channels.email.tokens import answered_attempt

OURS = re.compile(r"^<([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@", re.IGNORECASE)
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")


class Bounce(NamedTuple):
    """A mail of ours did not arrive. `for_good`: there is no such address."""

    attempt: UUID
    for_good: bool
    code: str


def is_report(message: Message) -> bool:
    """Does a mail say what became of another? Such a one is never an answer."""
    return message.get_content_type() == "multipart/report"


def read_bounce(message: Message) -> Bounce | None:
    """What a report says of a mail of ours; None when it is none, says nothing final, or speaks of no mail of ours.

    `message` is parsed by whichever policy of `email`.
    """
    if not is_report(message):
        return None
    said = _failure(message)
    attempt = _attempt(message)
    if said is None or attempt is None:
        return None
    status, why = said
    return Bounce(attempt, bool(NOBODY.match(status)), " ".join(f"{status} {why}".split())[:80])


def _failure(message: Message) -> tuple[str, str] | None:
    """The status code and the words of the first receiver that failed."""
    for part in message.walk():
        if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                why = str(block.get("Diagnostic-Code", "")).partition(";")[2]
                return str(block.get("Status", "")).strip(), why
    return None


def _attempt(message: Message) -> UUID | None:
    """By the address it came back to, else by the name of the mail it returns."""
    for name in ("To", "Delivered-To", "X-Original-To"):
        if uid := answered_attempt(" ".join(str(one) for one in message.get_all(name, []))):
            return uid
    for part in message.walk():
        if part.get_content_type() in RETURNED:
            found = OURS.match(_returned_id(part))
            if found:
                return UUID(found[1])
    return None


def _returned_id(part: Message) -> str:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return str(inner[0].get("Message-ID", "")).strip()
    found = re.search(r"(?im)^message-id:\s*(<[^>]+>)", inner if isinstance(inner, str) else "")
    return found[1] if found else ""
