"""The doors of delivery: what a link says it is for, what a gateway may call; else 404."""

from typing import NamedTuple

from django.http import Http404, HttpRequest

from aufil.delivery.channels.email.tokens import attempt_of, followed
from aufil.delivery.channels.sms.addresses import is_secret
from aufil.delivery.channels.sms.choice import SMS
from aufil.delivery.channels.sms.promise import Called
from aufil.delivery.models import Attempt, ShortLink
from aufil.delivery.queries import short_link_of
from aufil.web.limits import slow_down_from
from aufil.web.problems import Problem

CALLS_A_MINUTE = 6000  # receipts of a broadcast come in a rush
GUESSES_A_MINUTE = 30
LARGEST_CALL = 64_000  # bytes


def mailed(token: str) -> Attempt:
    """The mail whose link asks us to stop; signs nobody in."""
    uid = attempt_of("stop", token)
    found = Attempt.objects.filter(uid=uid).select_related("person", "structure").first() if uid else None
    if found is None:
        raise Http404
    return found


def followed_mail(token: str) -> tuple[Attempt | None, str]:
    """The mail whose link is followed (None once it is forgotten), and where it leads; signs nobody in."""
    known = followed(token)
    if known is None:
        raise Http404
    uid, path = known
    return Attempt.objects.filter(uid=uid).first(), path


class Calling(NamedTuple):
    """A gateway that calls, with what it says."""

    gateway: str
    called: Called


def calling_gateway(request: HttpRequest, gateway: str, place: str, secret: str) -> Calling:
    """A gateway we gave this address to; anybody else: 404."""
    if gateway not in SMS or not is_secret(secret, gateway, place):
        slow_down_from(request, "sms-guess", times=GUESSES_A_MINUTE, seconds=60)
        raise Http404
    slow_down_from(request, "sms-call", times=CALLS_A_MINUTE, seconds=60)
    if len(request.body) > LARGEST_CALL:
        raise Problem("too-large")
    # Forms and addresses alike: providers say the same either way.
    values = {**request.POST.dict(), **request.GET.dict()}
    return Calling(gateway, Called(values, dict(request.headers), request.body))


def followed_link(request: HttpRequest, code: str) -> ShortLink:
    """A link of ours, old or not; 404 for letters that are none."""
    found = short_link_of(code)
    if found is None:
        slow_down_from(request, "short-link", times=GUESSES_A_MINUTE, seconds=60)
        raise Http404
    return found
