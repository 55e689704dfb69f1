"""For pilot and head: who waits for a counsellor who is away or silent, and telling that counsellor again."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from aufil.home import queries
from aufil.people.access import PersonRequest, led_case, structure_seen
from aufil.thread import actions
from aufil.web.pages import signed_in_page

A_PAGE = 30
LIST = "/sans-reponse/"


@signed_in_page
@require_GET
def unanswered(request: PersonRequest) -> HttpResponse:
    """All of them, the longest first."""
    structure = structure_seen(request.user, request.membership)
    page = Paginator(queries.overdue(structure), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "late": queries.unanswered(request.user, structure, list(page)),
        "usual_day": structure.hours().usual_day,
        "here": LIST,
    }
    return render(request, "home/unanswered.html", context)


@signed_in_page
@require_POST
def nudge(request: PersonRequest, uid: UUID) -> HttpResponse:
    """« Prévenir »: whoever should answer this young person is told again. Twice is once."""
    found = led_case(request, uid)
    late = [one for one in queries.overdue(found.structure) if one.young == found.young.pk]
    for one in queries.unanswered(found.viewer, found.structure, late):
        if one.answering:
            actions.nudge(
                young=found.young, structure=found.structure, answering=one.answering, actor=found.viewer
            )
    return redirect(LIST if request.POST.get("next") == LIST else "/")
