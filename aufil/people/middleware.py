"""Puts the person and the device behind each page request on it."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aufil.kernel import clock
from aufil.people.actions import touch_device
from aufil.people.queries import device_by_key, memberships_of
from aufil.web.authentication import COOKIE, LONGEST_SECRET, key_hash, secret_of

FIRST_ZONE = "Europe/Paris"
API = "/api/"
# What calendar programs read: the address holds all there is to know, and no cookie is read or changed there.
BY_ADDRESS = "/agenda/flux/"
Answer = Callable[[HttpRequest], HttpResponse]


class DeviceMiddleware:
    """`request.user` is the person of a live device, `request.device` the device; else anonymous and None.

    `request.device_state` says why: `none`, `live`, `revoked` or `expired`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = AnonymousUser()
        request.device, request.device_state = None, "none"  # type: ignore[attr-defined]
        secret, by_token = "", False
        if not request.path.startswith(BY_ADDRESS):
            secret, by_token = secret_of(request.headers.get("Authorization", ""), request.COOKIES)
        device = device_by_key(key_hash(secret)) if 0 < len(secret) <= LONGEST_SECRET else None
        if device and (device.kind == device.Kind.TOKEN) == by_token:
            now = clock.now()
            state = "revoked" if device.revoked_at else "live" if device.expires_at > now else "expired"
            request.device_state = state  # type: ignore[attr-defined]
            if state == "live":
                request.user, request.device = device.person, device  # type: ignore[attr-defined]
                touch_device(device=device, at=now)
        self.at_home(request)
        response = self.get_response(request)
        if request.device_state in ("revoked", "expired") and not by_token:  # type: ignore[attr-defined]
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

    @staticmethod
    def at_home(request: HttpRequest) -> None:
        """For pages: the roles of the person, the one they came for, and its local time."""
        request.memberships, request.membership = [], None  # type: ignore[attr-defined]
        timezone.activate(FIRST_ZONE)
        if request.user.is_authenticated and not request.path.startswith(API):
            memberships = memberships_of(request.user)
            chosen = request.device.chosen_home  # type: ignore[attr-defined]
            request.memberships = memberships  # type: ignore[attr-defined]
            request.membership = next(  # type: ignore[attr-defined]
                (m for m in memberships if m.home == chosen),
                memberships[0] if len(memberships) == 1 else None,
            )
            if memberships:
                timezone.activate((request.membership or memberships[0]).structure.timezone)  # type: ignore[attr-defined]
