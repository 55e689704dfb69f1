"""The cookie that makes a browser a signed-in device, the key of the door; and the doors codes open."""

import secrets
from typing import NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from aufil.signin.models import Link, Pairing
from aufil.signin.queries import link_of, pairing_of
from aufil.web.authentication import COOKIE
from aufil.web.limits import slow_down_from

ARRIVAL = "aufil_arrival"
ARRIVAL_LENGTH = 43  # letters, 256 bits

# What a browser calls itself, as a person would: the first match names the device.
NAMES = [
    ("Android", "Téléphone Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Ordinateur Windows"),
]
NAMES += [("Macintosh", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Ordinateur Linux")]


def label_of(request: HttpRequest) -> str:
    """A name for the device, from what the browser says of itself."""
    agent = request.headers.get("User-Agent", "")
    return next((name for word, name in NAMES if word in agent), "Appareil")


def set_device(response: HttpResponse, secret: str) -> None:
    """From now on this browser is the device. Renewed by use: the row's end moves, the cookie lives longer."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=400 * 86_400,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )


def browser_of(request: HttpRequest) -> str:
    """The secret by which a browser is known before anybody is signed in on it; empty when it has none."""
    secret = request.COOKIES.get(ARRIVAL, "")
    return secret if len(secret) == ARRIVAL_LENGTH else ""


def know_browser(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give this browser such a secret, if it has none: what it opens next is its own, however often it is asked."""
    response.headers["Cache-Control"] = "no-store"
    if not browser_of(request):
        response.set_cookie(
            ARRIVAL,
            secrets.token_urlsafe(32),
            max_age=3_600,
            httponly=True,
            secure=settings.HTTPS,
            samesite="Lax",
        )
    return response


def pairing_by_code(request: HttpRequest, code: str) -> Pairing:
    """What this code opens, or 404: then guessing is slowed down."""
    found = pairing_of(code)
    if found is None:
        _missed(request)
    return found


def link_by_code(request: HttpRequest, code: str) -> Link:
    """What this link opens, or 404: then guessing is slowed down."""
    found = link_of(code)
    if found is None:
        _missed(request)
    return found


def _missed(request: HttpRequest) -> NoReturn:
    slow_down_from(request, "code-missed", times=30, seconds=900)
    raise Http404
