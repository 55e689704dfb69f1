"""Collective sessions: enrolling, the line, the seat that was offered, giving it back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aufil.appointments import access, actions
from aufil.appointments.queries import rules_of, seats_in, sessions_open
from aufil.appointments.views.confirming import SAID
from aufil.kernel import clock
from aufil.people.access import PersonRequest
from aufil.people.models import Structure
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_GET
def sessions(request: PersonRequest) -> HttpResponse:
    """Those one may come to, as far as one may look."""
    return _page(request, access.taking(request))


def _page(request: PersonRequest, structure: Structure, error: str = "", status: int = 200) -> HttpResponse:
    rules = rules_of(structure)
    found = sessions_open(structure, clock.now() + timedelta(days=rules.horizon_days))
    context = {
        "sessions": seats_in(found, request.user),
        "rules": rules,
        "error": error,
        "title": _("Ateliers et réunions"),
        "back": "/rendez-vous/",
        "back_word": _("Mes rendez-vous"),
    }
    return render(request, "appointments/sessions.html", context, status=status)


@signed_in_page
@require_POST
def enrol(request: PersonRequest, uid: UUID) -> HttpResponse:
    """A seat; the line when it is full; the seat that was offered."""
    return _done(request, uid, actions.enrol)


@signed_in_page
@require_POST
def give_back(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Somebody else can come."""
    return _done(request, uid, actions.give_back)


def _done(request: PersonRequest, uid: UUID, act: Callable[..., Any]) -> HttpResponse:
    structure = access.taking(request)
    it = access.session(structure, uid)
    slow_down("book", str(request.user.pk), times=30, seconds=600)
    try:
        act(appointment=it, young=request.user, by=request.user)
    except Problem as problem:
        if problem.kind not in SAID:
            raise
        return _page(request, structure, str(problem.detail or problem.title), problem.status)
    return redirect("appointments:sessions")
