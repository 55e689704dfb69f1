"""Who supports a young person: hand-overs, leaving, coming back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from aufil.people import access, actions
from aufil.people.access import PersonRequest
from aufil.people.forms import CaseloadForm, HandOverForm, LeavingForm, ReturningForm
from aufil.people.queries import file_of, given_by
from aufil.people.views.profile import METHODS, page_of, told
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(METHODS)
def hand_over(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Give one young person to a colleague."""
    case = access.deciding(request, uid)
    file = file_of(case.young, case.structure)
    if file.closed:
        return page_of(case)
    form = HandOverForm(request.POST or None, structure=case.structure)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_over(
                structure=case.structure, young=[case.young], actor=case.viewer, **form.cleaned_data
            )
            return page_of(case, "referents")
        except Problem as problem:
            told(form, problem)
    context = {"form": form, "case": case, "file": file}
    return render(request, "people/hand_over.html", context, status=422 if form.errors else 200)


@signed_in_page
@require_http_methods(METHODS)
def hand_over_caseload(request: PersonRequest) -> HttpResponse:
    """Give several young people of a counsellor, or all of them, to a colleague."""
    giver, structure = access.giving(request, request.GET.get("de", ""))
    young = given_by(giver, structure)
    form = CaseloadForm(request.POST or None, structure=structure, young=young, leaving_out=giver)
    if request.method == "POST" and form.is_valid():
        try:
            rows = actions.hand_over(
                structure=structure, giver=giver, actor=request.user, **form.cleaned_data
            )
            context = {"rows": rows, "giver": giver, "own": giver == request.user}
            return render(request, "people/handed_over.html", context)
        except Problem as problem:
            told(form, problem)
    context = {"form": form, "giver": giver, "own": giver == request.user, "count": len(young)}
    return render(request, "people/hand_over_many.html", context, status=422 if form.errors else 200)


@signed_in_page
@require_http_methods(METHODS)
def leave(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The structure no longer supports somebody: why, since when."""
    case = access.deciding(request, uid)
    form = LeavingForm(request.POST or None, structure=case.structure)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_support(
                young=case.young, structure=case.structure, actor=case.viewer, **form.cleaned_data
            )
            return page_of(case)
        except Problem as problem:
            told(form, problem)
    context = {"form": form, "case": case}
    return render(request, "people/leave.html", context, status=422 if form.errors else 200)


@signed_in_page
@require_http_methods(METHODS)
def come_back(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The structure supports somebody again."""
    case = access.deciding(request, uid)
    if not file_of(case.young, case.structure).closed:
        return page_of(case)
    form = ReturningForm(request.POST or None, structure=case.structure, viewer=case.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_support(
                young=case.young, structure=case.structure, actor=case.viewer, **form.cleaned_data
            )
            return page_of(case)
        except Problem as problem:
            told(form, problem)
    context = {"form": form, "case": case}
    return render(request, "people/come_back.html", context, status=422 if form.errors else 200)
