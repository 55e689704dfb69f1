"""The addresses a gateway calls, with a secret in each: the installation's keys and what it is for, nothing stored."""

import hmac
from base64 import b32encode

from django.conf import settings

LENGTH = 26  # letters: 130 bits


def tell_at(gateway: str, place: str) -> str:
    """The address this gateway may call for that place, without `/receipts` or `/inbound` behind it."""
    return f"{settings.BASE_URL}/api/v1/gateways/sms/{gateway}/{place}/{_secret(gateway, place, settings.SECRET_KEY)}"


def is_secret(said: str, gateway: str, place: str) -> bool:
    """Is this what we gave for it, by any of the installation's keys? Compared in constant time."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(said.encode(), _secret(gateway, place, key).encode()) for key in keys)


def _secret(gateway: str, place: str, key: str) -> str:
    digest = hmac.digest(key.encode(), f"sms-gateway:{gateway}:{place}".encode(), "sha256")
    return b32encode(digest).decode().lower()[:LENGTH]
