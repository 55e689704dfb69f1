"""What a mail carries so that it is known again: in the address answers come back to, in its links.

None of them signs anybody in. Each is good for one use (`purpose`), and for the attempt it was made for.
"""

import hmac
import re
from base64 import b32decode, b32encode
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.core import signing

Purpose = Literal["reply", "stop"]
MARK = 9  # bytes of proof: with an identifier of 16, just 40 letters
LENGTH = 40
REPLY = re.compile(rf"\breponse\+([a-z2-7]{{{LENGTH}}})@", re.IGNORECASE)
LINK_SALT = "aufil.delivery.email.link"


def _mark(purpose: Purpose, uid: UUID, key: str) -> bytes:
    return hmac.digest(key.encode(), f"mail-{purpose}:".encode() + uid.bytes, "sha256")[:MARK]


def token(purpose: Purpose, uid: UUID) -> str:
    """40 letters and figures, in whatever case they come back: mail servers change it."""
    return b32encode(uid.bytes + _mark(purpose, uid, settings.SECRET_KEY)).decode().lower()


def attempt_of(purpose: Purpose, text: str) -> UUID | None:
    """The `uid` of the attempt a token was made for; None when it is not ours, or for another use."""
    if len(text) != LENGTH:
        return None
    try:
        known = b32decode(text.upper())
    except ValueError:
        return None
    uid, mark = UUID(bytes=known[:16]), known[16:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return uid if any(hmac.compare_digest(mark, _mark(purpose, uid, key)) for key in keys) else None


def reply_address(uid: UUID) -> str:
    """Where answers to an attempt come back; "" when this installation receives no mail."""
    return (
        f"reponse+{token('reply', uid)}@{settings.EMAIL_REPLY_DOMAIN}" if settings.EMAIL_REPLY_DOMAIN else ""
    )


def answered_attempt(addresses: str) -> UUID | None:
    """The attempt that one of these addresses (a header `To`, a receiver) was made for."""
    for found in REPLY.finditer(addresses):
        if uid := attempt_of("reply", found[1].lower()):
            return uid
    return None


def link_token(uid: UUID, path: str) -> str:
    """For `/m/…/`: the attempt whose link is followed, and where it leads."""
    return signing.dumps([uid.hex, path], salt=LINK_SALT)


def followed(text: str) -> tuple[UUID, str] | None:
    """The attempt and the path of a link; None when it is not ours."""
    try:
        uid, path = signing.loads(text, salt=LINK_SALT)
    except signing.BadSignature:
        return None
    return UUID(uid), path
