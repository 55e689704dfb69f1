"""The staff of a structure, for those who lead it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aufil.people import access, actions, queries
from aufil.people.access import PersonRequest
from aufil.people.forms import RoleForm, StaffForm, end_of_role
from aufil.people.models import Person, Role, Site, Structure
from aufil.people.models.support import STAFF_ROLES
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

ROLES = [(role.value, role.label) for role in STAFF_ROLES]


@signed_in_page
@require_GET
def team(request: PersonRequest) -> HttpResponse:
    """Who works here, how many young people each answers for, when they last came."""
    structure = access.structure_seen(request.user, request.membership)
    context = {
        "structure": structure,
        "team": queries.team_of(structure),
        "former": queries.former_staff(structure),
        "may_change": _heads(request, structure),
    }
    return render(request, "people/team.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def add_staff(request: PersonRequest) -> HttpResponse:
    """A new colleague."""
    structure = access.structure_headed(request.user, request.membership)
    form = StaffForm(request.POST) if request.method == "POST" else None
    errors: Any = {}
    if form and form.is_valid():
        data = form.cleaned_data
        try:
            person = actions.add_staff(
                structure=structure,
                **{key: data[key] for key in ("first_name", "last_name", "email", "roles", "starts_on")},
                site=_site(structure, data["site"]),
                actor=request.user,
            )
            return redirect(f"/structure/equipe/{person.uid}/?enregistre")
        except Problem as problem:
            errors = problem.errors
    context = {"errors": errors or (form.errors if form else {}), "typed": request.POST} | _choices(structure)
    return render(request, "people/add_staff.html", context, status=422 if form else 200)


@signed_in_page
@require_GET
def member(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One of the staff."""
    structure = access.structure_seen(request.user, request.membership)
    person = access.member_of_staff(structure, uid)
    context = _member(request, structure, person)
    return render(request, "people/member.html", context | {"saved": "enregistre" in request.GET})


@signed_in_page
@require_POST
def give_role(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One more role, or a first one again for who comes back."""
    structure = access.structure_headed(request.user, request.membership)
    person = access.member_of_staff(structure, uid)
    form = RoleForm(request.POST)
    if not form.is_valid():
        context = _member(request, structure, person) | {"errors": form.errors, "typed": request.POST}
        return render(request, "people/member.html", context, status=422)
    data = form.cleaned_data
    actions.give_role(
        person=person,
        structure=structure,
        role=data["role"],
        site=_site(structure, data["site"]),
        starts_on=data["starts_on"],
        actor=request.user,
    )
    return redirect(f"/structure/equipe/{person.uid}/?enregistre")


@signed_in_page
@require_POST
def end_role(request: PersonRequest, uid: UUID, role: int) -> HttpResponse:
    """A role ends; the young people of a referent are handed over first."""
    structure = access.structure_headed(request.user, request.membership)
    person = access.member_of_staff(structure, uid)
    row = access.role_of(structure, person, role)
    day, errors = end_of_role(request.POST)
    if day:
        try:
            actions.end_role(membership=row, on=day, actor=request.user)
            return redirect(f"/structure/equipe/{person.uid}/?enregistre")
        except Problem as problem:
            errors = problem.errors or {}
    ended = {"role": row.pk, "errors": errors, "typed": request.POST.get("ends_on", "")}
    return render(
        request, "people/member.html", _member(request, structure, person) | {"ended": ended}, status=422
    )


def _member(request: PersonRequest, structure: Structure, person: Person) -> dict[str, Any]:
    """All that the page of one of the staff shows."""
    colleague = next((one for one in queries.team_of(structure) if one.person == person), None)
    return {
        "person": person,
        "colleague": colleague,
        "roles": queries.roles_of(person, structure),
        "today": queries.today_in(structure),
        "absences": queries.absences_of(person, structure),
        "week": queries.week_as_said(queries.own_week(person, structure)),
        "may_change": _heads(request, structure),
    } | _choices(structure)


def _choices(structure: Structure) -> dict[str, Any]:
    return {"role_choices": ROLES, "sites": queries.sites_of(structure), "today": queries.today_in(structure)}


def _site(structure: Structure, uid: UUID | None) -> Site | None:
    return queries.sites_of(structure).filter(uid=uid).first() if uid else None


def _heads(request: PersonRequest, structure: Structure) -> bool:
    return any(m.role == Role.HEAD and m.structure_id == structure.pk for m in request.memberships)
