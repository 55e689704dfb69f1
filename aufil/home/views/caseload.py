"""The caseload: the young people one supports, or those of the whole structure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aufil.home import queries
from aufil.home.forms import CaseloadForm
from aufil.home.views.day import asked
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Role
from aufil.web.pages import signed_in_page
from aufil.web.pagination import page_number

PAGE = 25


@signed_in_page
@require_GET
def caseload(request: PersonRequest) -> HttpResponse:
    """One's own young people, as on the first page; or, for who has none or asks, all those of the structure."""
    membership = staff_membership(request.user, request.membership)
    structure, mine = membership.structure, membership.role == Role.COUNSELLOR
    mine = mine and request.GET.get("qui") != "tous"
    form = CaseloadForm(asked(request) if mine else request.GET)
    view = form.view
    page = page_number(request.GET.get("page", ""))
    start = (page - 1) * PAGE
    count: int | None
    if mine:
        every = queries.arranged(queries.my_cases(request.user, structure), view)
        count, cases, more = len(every), every[start : start + PAGE], len(every) > start + PAGE
    else:
        cases, more = queries.structure_cases(
            request.user, structure, words=view["q"], start=start, count=PAGE
        )
        count = None if view["q"] else queries.count_of_structure(structure)
    context = {
        "cases": cases,
        "form": form,
        "view": view,
        "mine": mine,
        "count": count,
        "page": page,
        "more": more,
        "here": request.get_full_path(),
    }
    return render(request, "home/caseload.html", context)
