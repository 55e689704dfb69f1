"""The doors to the team's own pages."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.mfa.models import Authenticator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from aufil.kernel import clock
from aufil.people.access import PersonRequest
from aufil.people.models import Device, Membership, Person, Role
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import memberships_of
from aufil.signin.staff.queries import factor_of, works_here

View = Callable[..., HttpResponse]
JUST_NOW = timedelta(minutes=15)


def team_page(view: View) -> View:
    """For the team and the administrators, signed in; 404 for young people."""

    @wraps(view)
    @require_http_methods(["GET", "POST"])
    def wrapped(request: PersonRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("signin:email")
        if not works_here(request.user, request.memberships):
            raise Http404
        return view(request, *arguments, **named)

    return wrapped


def proved_again(view: View) -> View:
    """Only shortly after a proof: somebody else may be sitting at an open screen.

    Who has neither password nor factor proves it by a device that was opened a moment ago.
    """

    @team_page
    @wraps(view)
    def wrapped(request: PersonRequest, *arguments: Any, **named: Any) -> HttpResponse:
        ways = get_adapter().get_reauthentication_methods(request.user)
        if ways and is_reauthentication_required(request, app="allauth.mfa"):
            return redirect(f"{ways[0]['url']}?{urlencode({'next': request.path})}")
        if not ways and not just_opened(request.device):
            return redirect("come_in_again")
        return view(request, *arguments, **named)

    return wrapped


def just_opened(device: Device) -> bool:
    """Did somebody come in by this device a moment ago (or does nobody have to prove anything)?"""
    return device.assurance == Device.Assurance.TRUSTED or device.created_at > clock.now() - JUST_NOW


def own_factor(request: PersonRequest, pk: int) -> Authenticator:
    """One of one's own factors."""
    found = factor_of(request.user, pk)
    if found is None:
        raise Http404
    return found


def colleague_who_lost(request: PersonRequest, uid: UUID) -> Person:
    """One of the team whose lost factors this person may take away; 404 for anybody else.

    A head, for who works in their structure and nowhere else; a platform administrator, for all the team. Nobody for
    themselves: who can still prove who they are does it on their own page.
    """
    found = Person.objects.filter(uid=uid).exclude(pk=request.user.pk).first()
    if found is None or not works_here(found):
        raise Http404
    if request.user.is_platform_admin:
        return found
    structure = headed(request).structure_id
    works_in = {row.structure_id for row in memberships_of(found) if row.role in STAFF_ROLES}
    if found.is_platform_admin or works_in != {structure}:
        raise Http404
    return found


def headed(request: PersonRequest) -> Membership:
    """The membership by which this person heads the structure they came for."""
    rows = [request.membership] if request.membership else request.memberships
    for row in rows:
        if row.role == Role.HEAD:
            return row
    raise Http404
