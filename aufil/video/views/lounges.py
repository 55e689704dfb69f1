"""The lounge beside a group: what to know before going in, and its hours."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.people.access import PersonRequest
from aufil.people.models import Structure
from aufil.thread import access as threads
from aufil.thread.models import Side
from aufil.thread.queries import Opened
from aufil.video import access, actions
from aufil.video.forms import LoungeForm
from aufil.video.queries import lounge_is_carried, lounge_view, lounge_week
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(["GET", "POST"])
def lounge(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Who is there, until when; one tap goes in."""
    found = access.lounge_beside(request.user, uid)
    if found is None:
        return _without(request, uid)
    trouble = ""
    if request.method == "POST":
        slow_down("lounge", str(request.user.pk), times=60, seconds=600)
        try:
            room = actions.enter_lounge(lounge=found, by=request.user)
            return redirect(f"/salle/{room.uid}/")
        except Problem as problem:
            if problem.kind not in ("forbidden", "gone"):
                raise
            trouble = str(problem.detail)
    context = {
        "it": lounge_view(found, request.user),
        "back": f"/fil/{uid}/",
        "settings": f"/fil/{uid}/salon/reglages/",
        "trouble": trouble,
    }
    return render(request, "video/lounge.html", context, status=409 if trouble else 200)


def _without(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Who runs the group sets hours; for the others there is no lounge."""
    if threads.group(request.user, uid).viewer.side != Side.STAFF or request.method == "POST":
        raise Problem("not-found")
    return redirect("video:lounge_hours", uid)


@signed_in_page
@require_http_methods(["GET", "POST"])
def lounge_hours(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The week of a group's lounge, for its staff."""
    opened = threads.run_group(request.user, uid)
    form = LoungeForm(request.POST if request.method == "POST" else None, week=lounge_week(opened.pk))
    trouble = ""
    if form.is_valid():
        try:
            actions.settle_lounge(opened=opened, week=form.week)
            return redirect(f"/fil/{uid}/salon/reglages/?enregistre")
        except Problem as problem:
            if problem.kind != "invalid":
                raise
            trouble = str(problem.detail)
    return _hours_page(request, opened, form, trouble)


def _hours_page(request: PersonRequest, opened: Opened, form: LoungeForm, trouble: str) -> HttpResponse:
    structure = Structure.objects.get(pk=opened.structure)
    context = {
        "opened": opened,
        "form": form,
        "trouble": trouble,
        "saved": "enregistre" in request.GET,
        "is_set": bool(lounge_week(opened.pk)),
        "is_carried": lounge_is_carried(structure),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "video/lounge_hours.html", context, status=status)
