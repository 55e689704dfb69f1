"""The cookie that makes a browser a signed-in device, the key of the door; and the doors codes open."""

import secrets
from typing import Any, NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.people.models import Person
from aufil.signin.forms import ProofForm
from aufil.signin.models import Link, Pairing
from aufil.signin.queries import has_personal_code, link_of, pairing_of, personal_code_rests_until
from aufil.ui.texts import spoken_moment
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


def link_by_code(request: HttpRequest, code: str, act: str = Link.Act.ENTER) -> Link:
    """What this link opens, or 404: then guessing is slowed down."""
    found = link_of(code, act)
    if found is None:
        _missed(request)
    return found


def proof_typed(request: HttpRequest, person: Person) -> dict[str, Any] | str:
    """Who somebody says they are, as `enter_by_link` and `prove_link` take it; or what is still to be typed."""
    form = ProofForm(request.POST, by_code=has_personal_code(person))
    if not form.is_valid():
        return str(next(iter(form.errors.values()))[0])
    slow_down_from(request, "proof-from", times=60, seconds=900)
    return form.proof


def why_wrong(link: Link) -> str:
    """What is said of a proof that was wrong: how many tries are left, or until when to wait."""
    link.refresh_from_db()
    if until := personal_code_rests_until(link.person):
        said = _("Trop d’essais avec ces quatre chiffres. Réessayez après %(until)s.")
        return said % {"until": spoken_moment(until)}
    left = Link.MOST_TRIES - link.tries
    said = ngettext(
        "Ce n’est pas cela. Il reste %(left)s essai.", "Ce n’est pas cela. Il reste %(left)s essais.", left
    )
    return said % {"left": left}


def _missed(request: HttpRequest) -> NoReturn:
    slow_down_from(request, "code-missed", times=30, seconds=900)
    raise Http404
