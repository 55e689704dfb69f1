"""What staff write on a young person's page, a section at a time; and a young person added by hand."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aufil.kernel.phones import spoken
from aufil.people import access, actions
from aufil.people.access import Case, PersonRequest
from aufil.people.forms import NewPersonForm, RepresentativeForm, SituationForm
from aufil.people.models import Person, Situation, Structure
from aufil.people.queries import file_of, possible_doubles, today_in
from aufil.people.sections import SECTIONS
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

METHODS = ["GET", "POST"]


def page_of(case: Case, anchor: str = "") -> HttpResponse:
    return redirect(f"/mes-jeunes/{case.young.uid}/{'#' if anchor else ''}{anchor}")


def told(form: Form, problem: Problem) -> None:
    """Put on a form's fields what an action refused."""
    if problem.status not in (409, 422):
        raise problem
    for name, messages in (problem.errors or {"": [str(problem.detail)]}).items():
        form.add_error(name if name in form.fields else None, messages)


def form_page(request: PersonRequest, form: Form, context: dict[str, Any]) -> HttpResponse:
    context = {"form": form, **context}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@signed_in_page
@require_http_methods(METHODS)
def section(request: PersonRequest, uid: UUID, slug: str) -> HttpResponse:
    """One section of the page."""
    case, asked = access.case(request, uid), SECTIONS.get(slug)
    if asked is None:
        raise Http404
    form = asked.form(request.POST or None, structure=case.structure)
    if request.method == "POST" and form.is_valid():
        try:
            asked.save(case, form.cleaned_data)
            return page_of(case, slug)
        except Problem as problem:
            told(form, problem)
    elif request.method == "GET":
        form = asked.form(initial=asked.known(file_of(case.young, case.structure)), structure=case.structure)
    return form_page(request, form, {"title": asked.title, "lead": asked.lead, "case": case, "anchor": slug})


@signed_in_page
@require_http_methods(METHODS)
def new_situation(request: PersonRequest, uid: UUID) -> HttpResponse:
    case = access.case(request, uid)
    form = SituationForm(request.POST or None, structure=case.structure)
    if request.method == "POST" and form.is_valid():
        actions.record_situation(
            young=case.young, structure=case.structure, actor=case.viewer, values=form.cleaned_data
        )
        return page_of(case, "situation")
    return form_page(request, form, {"title": _("Nouvelle situation"), "case": case, "anchor": "situation"})


@signed_in_page
@require_http_methods(METHODS)
def situation(request: PersonRequest, uid: UUID, situation: UUID) -> HttpResponse:
    """Correct a situation."""
    case = access.case(request, uid)
    row = access.situation(case, situation)
    known = {name: getattr(row, name) for name in ("category", "state", "detail", "starts_on", "ends_on")}
    form = SituationForm(request.POST or None, structure=case.structure, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.correct_situation(situation=row, actor=case.viewer, values=form.cleaned_data)
        return page_of(case, "situation")
    title = _("Corriger la situation")
    return form_page(request, form, {"title": title, "case": case, "anchor": "situation"})


@signed_in_page
@require_POST
def end_situation(request: PersonRequest, uid: UUID, situation: UUID) -> HttpResponse:
    """« Terminée aujourd’hui »; another day is a correction."""
    case = access.case(request, uid)
    row: Situation = access.situation(case, situation)
    actions.end_situation(situation=row, actor=case.viewer, on=today_in(case.structure))
    return page_of(case, "situation")


@signed_in_page
@require_http_methods(METHODS)
def new_representative(request: PersonRequest, uid: UUID) -> HttpResponse:
    case = access.case(request, uid)
    form = RepresentativeForm(request.POST or None, structure=case.structure)
    if request.method == "POST" and form.is_valid():
        actions.add_representative(
            young=case.young, structure=case.structure, actor=case.viewer, values=form.cleaned_data
        )
        return page_of(case, "representants")
    lead = _("Sert seulement aux actes qui en ont besoin. Ne voit jamais les échanges.")
    context = {"title": _("Représentant légal"), "lead": lead, "case": case, "anchor": "representants"}
    return form_page(request, form, context)


@signed_in_page
@require_POST
def remove_representative(request: PersonRequest, uid: UUID, representative: UUID) -> HttpResponse:
    case = access.case(request, uid)
    row = access.representative(case, representative)
    actions.remove_representative(representative=row, actor=case.viewer)
    return page_of(case, "representants")


@signed_in_page
@require_http_methods(METHODS)
def new_person(request: PersonRequest) -> HttpResponse:
    """Add a young person; who may be the same is shown before."""
    structure = access.staff_membership(request.user, request.membership).structure
    form = NewPersonForm(request.POST or None, structure=structure, viewer=request.user)
    doubles: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["another"]:
            doubles = [_shown(one) for one in possible_doubles(structure, **form.values)]
        young = None if doubles else _added(request, form, structure)
        if young:
            return redirect(f"/mes-jeunes/{young.uid}/")
    status = 422 if form.errors else 409 if doubles else 200
    return render(request, "people/new_person.html", {"form": form, "doubles": doubles}, status=status)


def _added(request: PersonRequest, form: NewPersonForm, structure: Structure) -> Person | None:
    """The young person; None when refused, which the form then says."""
    referent = form.cleaned_data["referent"]
    try:
        return actions.add_young(structure=structure, referent=referent, actor=request.user, **form.values)
    except Problem as problem:
        told(form, problem)
        return None


def _shown(person: Person) -> dict[str, Any]:
    phone = spoken(person.phone) if person.phone else ""
    return {"uid": person.uid, "name": person.full_name, "birth_date": person.birth_date, "phone": phone}
