"""Small secrets at rest, sealed with the installation's keys: data keys of structures, seeds of applications.

`AUFIL_ENCRYPTION_KEYS` may hold several: the first seals, all unseal. A sealed secret is

    version (1 byte) · fingerprint of the key (8) · nonce (12) · AES-256-GCM of the secret, with its tag (16)

and is bound to what it is about (`about`), so that one cannot be put in another's place.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

VERSION = b"\x01"
FINGERPRINT = 8
NONCE = 12
KEY = 32


class Unsealable(Exception):
    """None of the installation's keys opens this, or it is not what it says it is about."""


def derive(secret: bytes, about: bytes, length: int = KEY, salt: bytes | None = None) -> bytes:
    """Another secret from one, of `length` bytes, for one use (HKDF-SHA256)."""
    return HKDF(SHA256(), length, salt, about).derive(secret)


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> dict[bytes, AESGCM]:
    """Fingerprint → cipher, in the order of the setting."""
    return {
        derive(key.encode(), b"aufil: which key", FINGERPRINT): AESGCM(
            derive(key.encode(), b"aufil: sealing")
        )
        for key in keys
    }


def ring() -> dict[bytes, AESGCM]:
    return _ring(tuple(settings.ENCRYPTION_KEYS))


def fingerprints() -> list[str]:
    """Those of the installation's keys, the one that seals first (16 hexadecimal digits each)."""
    return [mark.hex() for mark in ring()]


def sealed_by(sealed: bytes) -> str:
    """The fingerprint of the key that sealed this."""
    return sealed[1 : 1 + FINGERPRINT].hex()


def seal(clear: bytes, *, about: bytes) -> bytes:
    """`clear`, sealed with the installation's first key; 37 bytes longer."""
    mark, cipher = next(iter(ring().items()))
    nonce = os.urandom(NONCE)
    return VERSION + mark + nonce + cipher.encrypt(nonce, clear, about)


def unseal(sealed: bytes, *, about: bytes) -> bytes:
    """What was sealed, with whichever of the installation's keys; raises `Unsealable`."""
    cipher = ring().get(sealed[1 : 1 + FINGERPRINT])
    if sealed[:1] != VERSION or cipher is None:
        raise Unsealable("AUFIL_ENCRYPTION_KEYS")
    start = 1 + FINGERPRINT
    try:
        return cipher.decrypt(sealed[start : start + NONCE], sealed[start + NONCE :], about)
    except InvalidTag:
        raise Unsealable("altered") from None
