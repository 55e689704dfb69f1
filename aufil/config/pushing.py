"""Who tells browsers, and which services may be asked besides those of the makers of browsers."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from py_vapid import Vapid02

from aufil.config.keys import push_key, read_or_make

THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def vapid_key(env: environ.Env, home: Path) -> str:
    """The private key of `AUFIL_VAPID_PRIVATE_KEY`, or the one made in the home."""
    key = str(env.str("AUFIL_VAPID_PRIVATE_KEY", default="")).strip()
    if not key:
        return read_or_make(home / "vapid-key", push_key)
    try:
        Vapid02.from_string(key)
    except (ValueError, TypeError):
        raise ImproperlyConfigured(
            "AUFIL_VAPID_PRIVATE_KEY est une clé P-256 en base64 (32 octets, ou DER). Sans elle, Aufil en fait une."
        ) from None
    return key


def push_services(env: environ.Env) -> list[str]:
    """The origins of `AUFIL_PUSH_SERVICES`: by https; by http on this machine alone."""
    origins = [one.strip().rstrip("/") for one in env.list("AUFIL_PUSH_SERVICES", default=[])]
    for origin in origins:
        parts = urlsplit(origin)
        near = parts.scheme == "http" and parts.hostname in THIS_MACHINE
        if not parts.hostname or parts.path or parts.username or not (parts.scheme == "https" or near):
            raise ImproperlyConfigured(
                "AUFIL_PUSH_SERVICES : des adresses « https://serveur », séparées par des virgules."
            )
    return origins
