"""Weeks: one's own, a colleague's, the structure's, a site's."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aufil.kernel.hours import Interval
from aufil.people import access, actions, queries
from aufil.people.access import PersonRequest
from aufil.people.forms import WeekForm
from aufil.people.models import Person, Structure
from aufil.web.pages import signed_in_page

Save = Callable[[Sequence[Interval]], None]


@signed_in_page
@require_http_methods(["GET", "POST"])
def own_hours(request: PersonRequest) -> HttpResponse:
    """« Mes horaires » and the absences to come."""
    structure = access.staff_membership(request.user, request.membership).structure
    context = {
        "title": _("Mes horaires et absences"),
        "back": "/",
        "back_label": _("Accueil"),
        "absences": queries.absences_of(request.user, structure),
        "declare_url": "/absences/nouvelle/",
    }
    return _working(request, request.user, structure, context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def staff_hours(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The hours of one of the staff, by their head."""
    structure = access.structure_headed(request.user, request.membership)
    person = access.member_of_staff(structure, uid)
    context = {
        "title": _("Horaires de %(name)s") % {"name": person.full_name},
        "back": f"/structure/equipe/{person.uid}/",
        "back_label": person.full_name,
    }
    return _working(request, person, structure, context)


def _working(
    request: PersonRequest, person: Person, structure: Structure, context: dict[str, Any]
) -> HttpResponse:
    def save(week: Sequence[Interval]) -> None:
        actions.set_working_hours(person=person, structure=structure, week=week, actor=request.user)

    own = queries.own_week(person, structure)
    context |= {"may_follow": True, "follows": not own, "whose": "person"}
    return _week(request, own or queries.usual_week(person, structure), save, context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def opening(request: PersonRequest, uid: UUID | None = None) -> HttpResponse:
    """When the structure, or one of its sites, is open."""
    structure = access.structure_headed(request.user, request.membership)
    site = access.site_of(structure, uid) if uid else None

    def save(week: Sequence[Interval]) -> None:
        actions.set_opening_hours(structure=structure, site=site, week=week, actor=request.user)

    own = queries.week_of(structure, site)
    context = {
        "title": _("Horaires de %(name)s") % {"name": site.name} if site else _("Horaires d’ouverture"),
        "back": f"/structure/lieux/{site.uid}/" if site else "/structure/",
        "back_label": site.name if site else _("La structure"),
        "may_follow": bool(site),
        "follows": bool(site) and not own,
        "whose": "site" if site else "structure",
    }
    return _week(request, own or (_usual(structure) if site else []), save, context)


def _usual(structure: Structure) -> list[Interval]:
    return queries.week_of(structure)


def _week(
    request: PersonRequest, intervals: Sequence[Interval], save: Save, context: dict[str, Any]
) -> HttpResponse:
    """The page of a week: save it, copy a day onto others, or follow the structure again."""
    does = request.POST.get("do", "save")
    context |= {"saved": "enregistre" in request.GET, "week": WeekForm(None, intervals)}
    if request.method == "GET":
        return render(request, "people/week.html", context)
    if does == "follow" and context["may_follow"]:
        save([])
        return redirect(f"{request.path}?enregistre")
    week = WeekForm(request.POST)
    context |= {"week": week, "saved": False, "copied": does == "copy"}
    if does == "copy":
        week.copy(request.POST.get("source", ""), request.POST.getlist("target"))
        return render(request, "people/week.html", context)
    if week.is_valid():
        save(week.week)
        return redirect(f"{request.path}?enregistre")
    return render(request, "people/week.html", context, status=422)
