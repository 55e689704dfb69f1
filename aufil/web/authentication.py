"""Who is asking: one device, found by the secret it carries, in a cookie or as a bearer token.

A browser and an API token are both *devices*: rows that can be seen and revoked. `people` keeps the rows and finds
them; this module knows headers, and what was found.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from aufil.web.problems import Problem

COOKIE = "aufil_device"
LONGEST_SECRET = 200
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """The person and device behind a request."""

    person_id: int
    person_uid: UUID
    device_id: int
    state: Literal["live", "revoked", "expired"]
    by_token: bool


def key_hash(secret: str) -> bytes:
    """What is stored of a secret: its SHA-256. Secrets have 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).digest()


def secret_of(authorization: str, cookies: Mapping[str, str]) -> tuple[str, bool]:
    """The secret a request carries and whether it is a bearer token; `("", False)` when it carries none."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip(), True
    return cookies.get(COOKIE, ""), False


def meant_for(said: str, person: UUID) -> bool:
    """Is a request meant for the person its cookie stands for?

    A page says in `Aufil-Person` whose it is. When somebody else signed in since on the same phone, what the
    old page still sends is not theirs.
    """
    return not said or said == str(person)


def same_origin(*, method: str, origin: str, fetch_site: str, host: str, scheme: str) -> bool:
    """May a request with the browser's cookie change something?

    Browsers say where a request comes from (`Sec-Fetch-Site`, else `Origin`), so no token is needed in forms:
    a form kept offline for a week still works. Neither said: not a browser's request of this site.
    """
    if method in SAFE_METHODS:
        return True
    if fetch_site:
        return fetch_site in ("same-origin", "none")
    parts = urlsplit(origin)
    if not parts.netloc:
        return False
    return f"{parts.scheme}://{parts.netloc}" in {f"{scheme}://{host}", *settings.TRUSTED_ORIGINS}


def signed_in(request: HttpRequest) -> Any:
    """The person of a live device, as `people.middleware.DeviceMiddleware` left them; else a 401 problem that says
    which kind. A browser's call that changes something is one of our scripts': 403 otherwise."""
    if request.device is None:  # type: ignore[attr-defined]
        revoked = request.device_state == "revoked"  # type: ignore[attr-defined]
        raise Problem("device-revoked" if revoked else "sign-in")
    if not meant_for(request.headers.get("Aufil-Person", ""), request.user.uid):  # type: ignore[union-attr]
        raise Problem("sign-in")
    browser = request.device.kind == "browser"  # type: ignore[attr-defined]
    if browser and request.method not in ("GET", "HEAD") and not request.headers.get("X-Requested-With"):
        raise Problem("cross-origin")
    return request.user
