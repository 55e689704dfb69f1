"""Being away: declaring it, changing it, coming back early."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from aufil.people import access, actions, queries
from aufil.people.access import PersonRequest
from aufil.people.follow_up import after_absence
from aufil.people.forms import AbsenceForm
from aufil.people.models import Absence, Person, Structure
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(["GET", "POST"])
def declare(request: PersonRequest) -> HttpResponse:
    """One's own absence."""
    structure = access.staff_membership(request.user, request.membership).structure
    return _page(request, structure, request.user, None, "/mes-horaires/")


@signed_in_page
@require_http_methods(["GET", "POST"])
def declare_for(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The absence of one of the staff, by their head."""
    structure = access.structure_headed(request.user, request.membership)
    person = access.member_of_staff(structure, uid)
    return _page(request, structure, person, None, f"/structure/equipe/{person.uid}/")


@signed_in_page
@require_http_methods(["GET", "POST"])
def change(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Other days, another message, another stand-in."""
    absence = access.own_absence(request.user, request.membership, uid)
    return _page(request, absence.structure, absence.person, absence, _back(request, absence))


@signed_in_page
@require_POST
def cancel(request: PersonRequest, uid: UUID) -> HttpResponse:
    """They will be there after all."""
    absence = access.own_absence(request.user, request.membership, uid)
    actions.cancel_absence(absence=absence, actor=request.user)
    return redirect(_back(request, absence))


def _back(request: PersonRequest, absence: Absence) -> str:
    own = absence.person == request.user
    return "/mes-horaires/" if own else f"/structure/equipe/{absence.person.uid}/"


def _page(
    request: PersonRequest, structure: Structure, person: Person, absence: Absence | None, back: str
) -> HttpResponse:
    form = AbsenceForm(request.POST) if request.method == "POST" else None
    context: dict[str, Any] = {
        "person": person,
        "own": person == request.user,
        "absence": absence,
        "back": back,
        "today": queries.today_in(structure),
        "typed": request.POST or _typed(absence),
        "colleagues": queries.staff_of(structure).exclude(pk=person.pk),
        "young": queries.young_count_of(person, structure),
    }
    if form:
        context |= _save(request, structure, person, absence, form)
        if not context["errors"] and not context["warning"]:
            return redirect(after_absence(context["absence"]) or f"{back}?enregistre")
    return render(request, "people/absence.html", context, status=422 if form else 200)


def _save(
    request: PersonRequest, structure: Structure, person: Person, absence: Absence | None, form: AbsenceForm
) -> dict[str, Any]:
    """Write it; or what to mend, or what to think about once more."""
    if not form.is_valid():
        return {"errors": form.errors, "warning": None}
    facts = {key: form.cleaned_data[key] for key in ("starts_on", "ends_on", "message")}
    facts["stand_in"], unknown = _stand_in(structure, form)
    if unknown:
        return {"errors": {"stand_in": [unknown]}, "warning": None}
    if not form.cleaned_data["anyway"] and _also_away(structure, facts):
        return {"errors": {}, "warning": facts["stand_in"]}
    try:
        if absence:
            written = actions.change_absence(absence=absence, actor=request.user, **facts)
        else:
            written = actions.declare_absence(person=person, structure=structure, actor=request.user, **facts)
    except Problem as problem:
        return {"errors": problem.errors, "warning": None}
    return {"errors": {}, "warning": None, "absence": written}


def _stand_in(structure: Structure, form: AbsenceForm) -> tuple[Person | None, str]:
    """The colleague chosen, or what to say when they are none of this structure."""
    chosen = form.cleaned_data["stand_in"]
    found = queries.colleague_by(structure, chosen) if chosen else None
    return found, "" if found or not chosen else str(form.fields["stand_in"].error_messages["invalid"])


def _also_away(structure: Structure, facts: dict[str, Any]) -> bool:
    stand_in, first, last = facts["stand_in"], facts["starts_on"], facts["ends_on"]
    if stand_in is None or last < first:
        return False
    return bool(queries.absent_throughout([stand_in], structure, first, last))


def _typed(absence: Absence | None) -> dict[str, Any]:
    if absence is None:
        return {}
    return {
        "starts_on": absence.starts_on.isoformat(),
        "ends_on": absence.ends_on.isoformat(),
        "message": absence.message,
        "stand_in": str(absence.stand_in.uid) if absence.stand_in else "",
    }
