"""Proofs that need no table: a stay's ticket, and the key of who comes by a signed link.

A ticket goes with every call of a page in a room. A key opens the room's door for one guest; whoever made the link
(and asked for the four digits) hands it out. Both die with what they name.
"""

import hmac
from base64 import b32decode, b32encode
from typing import Literal
from uuid import UUID

from django.conf import settings

Purpose = Literal["stay", "guest", "test", "sfu-pin", "sfu-secret", "sfu-key", "sfu-number"]
MARK = 14  # bytes of proof: with an identifier of 16, just 48 letters
LENGTH = 48


def mark(purpose: Purpose, uid: UUID, key: str = "") -> bytes:
    """32 bytes that only this installation can say of `uid`."""
    return hmac.digest(
        (key or settings.SECRET_KEY).encode(), f"video-{purpose}:".encode() + uid.bytes, "sha256"
    )


def spelled(purpose: Purpose, uid: UUID) -> str:
    """48 letters and figures that stand for `uid`, for one use."""
    return b32encode(uid.bytes + mark(purpose, uid)[:MARK]).decode().lower()


def read(purpose: Purpose, text: str) -> UUID | None:
    """What was spelled; None when it is not ours, or for another use."""
    if len(text) != LENGTH or not text.isascii():
        return None
    try:
        known = b32decode(text.upper())
    except ValueError:
        return None
    uid, said = UUID(bytes=known[:16]), known[16:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return uid if any(hmac.compare_digest(said, mark(purpose, uid, key)[:MARK]) for key in keys) else None
