"""A structure as those who lead it see it: its facts, places, hours, absences and hand-overs."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from aufil.kernel.phones import spoken
from aufil.people import access, actions, queries
from aufil.people.access import PersonRequest
from aufil.people.forms import SettingsForm, SiteForm
from aufil.people.models import Role, Site, Structure
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

SETTINGS = tuple(SettingsForm.base_fields)
SITE = ("name", "address", "postal_code", "commune", "phone")


@signed_in_page
@require_GET
def desk(request: PersonRequest) -> HttpResponse:
    """Where a head starts: what there is, and where to change it."""
    structure = access.structure_seen(request.user, request.membership)
    today = queries.today_in(structure)
    context = {
        "structure": structure,
        "phone": spoken(structure.phone) if structure.phone else "",
        "team": queries.team_of(structure),
        "sites": list(queries.sites_of(structure)),
        "away": list(queries.absences_between(structure, today, today)),
        "hand_overs": queries.hand_overs_under_way(structure).count(),
        "week": queries.week_as_said(queries.week_of(structure)),
        "may_change": _heads(request, structure),
        "saved": "enregistre" in request.GET,
    }
    return render(request, "people/desk.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    """The structure's own facts."""
    structure = access.structure_headed(request.user, request.membership)
    form = SettingsForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        actions.change_structure(structure=structure, facts=form.cleaned_data, actor=request.user)
        return redirect("/structure/?enregistre")
    typed: Any = request.POST or _facts(structure, SETTINGS)
    choices = {name: getattr(field, "choices", None) for name, field in SettingsForm.base_fields.items()}
    context = {
        "structure": structure,
        "errors": form.errors if form else {},
        "typed": typed,
        "choices": choices,
    }
    return render(request, "people/settings.html", context, status=422 if form else 200)


@signed_in_page
@require_GET
def sites(request: PersonRequest) -> HttpResponse:
    """Where people are received, closed places last."""
    structure = access.structure_seen(request.user, request.membership)
    counts = queries.site_counts(structure)
    rows = [(site, counts.get(site.pk, 0)) for site in structure.sites.all()]
    context = {
        "rows": sorted(rows, key=lambda row: row[0].closed_on is not None),
        "may_change": _heads(request, structure),
    }
    return render(request, "people/sites.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def site(request: PersonRequest, uid: UUID | None = None) -> HttpResponse:
    """A new place, or other facts about one; `do` closes or reopens it."""
    structure = access.structure_headed(request.user, request.membership)
    found = access.site_of(structure, uid) if uid else None
    errors: Any = {}
    if request.method == "POST":
        errors = _change_site(request, structure, found)
        if not errors:
            return redirect("/structure/lieux/")
    typed: Any = request.POST
    if found and "name" not in request.POST:
        typed = _facts(found, SITE)
    context = {"site": found, "errors": errors, "typed": typed}
    if found:
        context["week"] = queries.week_as_said(queries.week_of(structure, found))
    return render(request, "people/site.html", context, status=422 if errors else 200)


def _change_site(request: PersonRequest, structure: Structure, found: Site | None) -> Any:
    """Do what was asked; returns what to mend."""
    does = request.POST.get("do", "save")
    form = SiteForm(request.POST, region=structure.region)
    try:
        if found and does == "close":
            actions.close_site(site=found, actor=request.user)
        elif found and does == "reopen":
            actions.reopen_site(site=found, actor=request.user)
        elif not form.is_valid():
            return form.errors
        else:
            main = form.cleaned_data["main"]
            actions.save_site(
                structure=structure, site=found, facts=form.facts(), main=main, actor=request.user
            )
    except Problem as problem:
        return problem.errors
    return {}


@signed_in_page
@require_GET
def absences(request: PersonRequest) -> HttpResponse:
    """Who is away, a month at a time."""
    structure = access.structure_seen(request.user, request.membership)
    today = queries.today_in(structure)
    first = _month(request.GET.get("mois", ""), today)
    following = (first + timedelta(days=31)).replace(day=1)
    last = following - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rows = queries.month_of(structure, first, last)
    context = {
        "first": first,
        "days": days,
        "today": today,
        # A phone shows this month from this week on.
        "week_start": today - timedelta(days=today.weekday()) if first <= today <= last else first,
        "rows": rows,
        "any_absence": any(row.absences for row in rows),
        "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{following:%Y-%m}",
        "may_change": _heads(request, structure),
    }
    return render(request, "people/absences.html", context)


def _month(asked: str, today: date) -> date:
    """The first day of the month an address names, `2026-11`; else of this one."""
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        first = today
    near = abs((first - today).days) < 3 * 366
    return (first if near else today).replace(day=1)


@signed_in_page
@require_GET
def hand_overs(request: PersonRequest) -> HttpResponse:
    """Young people who are with a colleague until a day to come."""
    structure = access.structure_seen(request.user, request.membership)
    return render(request, "people/hand_overs.html", {"rows": queries.hand_overs_under_way(structure)})


def _heads(request: PersonRequest, structure: Structure) -> bool:
    return any(m.role == Role.HEAD and m.structure_id == structure.pk for m in request.memberships)


def _facts(row: Structure | Site, names: tuple[str, ...]) -> dict[str, Any]:
    """What a form begins with: a number as one writes it."""
    return {name: getattr(row, name) for name in names} | {"phone": spoken(row.phone) if row.phone else ""}
