"""« Le salon » beside a workshop: who is there, until when; one tap goes in."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.appointments import access
from aufil.people.access import PersonRequest
from aufil.people.models.support import STAFF_ROLES
from aufil.video import actions as video
from aufil.video.queries import lounge_view
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(["GET", "POST"])
def lounge(request: PersonRequest, uid: UUID) -> HttpResponse:
    """For those enrolled and whoever holds it."""
    found = access.lounge(request, uid)
    trouble = ""
    if request.method == "POST":
        slow_down("lounge", str(request.user.pk), times=60, seconds=600)
        try:
            room = video.enter_lounge(lounge=found, by=request.user)
            return redirect(f"/salle/{room.uid}/")
        except Problem as problem:
            if problem.kind not in ("forbidden", "gone"):
                raise
            trouble = str(problem.detail)
    is_staff = request.membership and request.membership.role in STAFF_ROLES
    back = f"/agenda/rdv/{uid}/" if is_staff else f"/rendez-vous/{uid}/"
    context = {
        "it": lounge_view(found, request.user),
        "back": back,
        "of_workshop": True,
        "settings": f"{back}#changer" if is_staff else "",
        "trouble": trouble,
    }
    return render(request, "video/lounge.html", context, status=409 if trouble else 200)
