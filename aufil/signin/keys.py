"""Codes people read and type, and what is kept of them: keyed hashes, so that a copy of the tables opens nothing.

A code is not stored: it is spelled out of the row's identifier and the installation's key each time it is shown.
"""

import hmac
from uuid import UUID

from django.conf import settings

# Nothing that is read for another: no 0 or O, no 1, I or L, no U.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# What codes are for: one is never good for another.
PAIRING, LINK, BROWSER, SIX_DIGITS, FOUR_DIGITS = "pairing", "link", "browser", "six-digits", "four-digits"
Kept = bytes | memoryview


def keyed(purpose: str, value: str, key: str = "") -> bytes:
    """What is kept of `value`; each purpose has hashes of its own."""
    return hmac.digest((key or settings.SECRET_KEY).encode(), f"{purpose}:{value}".encode(), "sha256")


def all_keyed(purpose: str, value: str) -> list[bytes]:
    """What may have been kept of `value`, by any of the installation's keys."""
    return [keyed(purpose, value, key) for key in _keys()]


def matches(kept: Kept, purpose: str, value: str) -> bool:
    """Is this what was kept? Compared in constant time."""
    return any(hmac.compare_digest(bytes(kept), one) for one in all_keyed(purpose, value))


def spelled(purpose: str, uid: UUID, length: int, key: str = "") -> str:
    """The code of a row: `length` letters that only this installation can find."""
    number = int.from_bytes(keyed(f"{purpose}-code", str(uid), key), "big")
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def spelled_again(purpose: str, uid: UUID, length: int, kept: Kept) -> str:
    """The code of which `kept` was kept, whichever key was first then; ValueError when none of them is left."""
    for key in _keys():
        code = spelled(purpose, uid, length, key)
        if hmac.compare_digest(bytes(kept), keyed(purpose, code, key)):
            return code
    raise ValueError(uid)


def typed(text: str) -> str:
    """A code as somebody typed it: `k7mp-4xrt` is `K7MP4XRT`."""
    return "".join(letter for letter in text.upper() if letter in LETTERS)


def grouped(code: str) -> str:
    """A code as one reads it: `K7MP-4XRT`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
