"""Who tells: the key of this installation, known to browsers since they let themselves be told (VAPID, RFC 8292)."""

import time
from functools import lru_cache

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

GOOD_FOR = 12 * 3600  # seconds; services refuse more than a day
RENEWED = 3600  # a signature is used for an hour


@lru_cache(maxsize=2)
def _key(private: str) -> Vapid02:
    return Vapid02.from_string(private)


def public_key() -> str:
    """As browsers want it: the uncompressed point, base64url."""
    point = _key(settings.VAPID_PRIVATE_KEY).public_key.public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    return str(b64urlencode(point))


@lru_cache(maxsize=64)
def _signed(private: str, subject: str, audience: str, hour: int) -> str:
    claims = {"sub": subject, "aud": audience, "exp": hour * RENEWED + GOOD_FOR}
    return str(_key(private).sign(claims)["Authorization"])


def authorization(audience: str) -> str:
    """The header that proves who we are to one service (`https://host`)."""
    return _signed(settings.VAPID_PRIVATE_KEY, settings.VAPID_SUBJECT, audience, int(time.time()) // RENEWED)
