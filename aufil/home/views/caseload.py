"""The caseload: the young people one supports, or those of the whole structure."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aufil.home import queries
from aufil.home.forms import CaseloadForm
from aufil.home.views.day import asked
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Role
from aufil.thread.queries import lines
from aufil.web.pages import signed_in_page

PAGE = 50


@signed_in_page
@require_GET
def caseload(request: PersonRequest) -> HttpResponse:
    """One's own young people, as on the first page; or, for who has none or asks, all those of the structure."""
    membership = staff_membership(request.user, request.membership)
    structure, mine = membership.structure, membership.role == Role.COUNSELLOR
    mine = mine and request.GET.get("qui") != "tous"
    known = lines(request.user.pk)
    form = CaseloadForm(asked(request) if mine else request.GET)
    page = _page(request.GET.get("page", ""))
    if mine:
        cases = queries.arranged(queries.my_cases(request.user, structure, known), form.view)
        count = len(cases)
    else:
        words, start = form.view["q"], (page - 1) * PAGE
        count = queries.count_of_structure(structure, words)
        cases = queries.structure_cases(request.user, structure, known, words=words, start=start, count=PAGE)
    context = {
        "cases": cases,
        "form": form,
        "view": form.view,
        "mine": mine,
        "count": count,
        "page": page,
        "pages": 1 if mine else max(1, -(-count // PAGE)),
        "here": request.get_full_path(),
    }
    return render(request, "home/caseload.html", context)


def _page(said: str) -> int:
    return max(1, int(said)) if said.isdecimal() and len(said) < 6 else 1
