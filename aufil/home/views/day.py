"""« Aujourd’hui », the counsellor's first page: who needs me."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from aufil.appointments.queries import today_of
from aufil.home import queries
from aufil.home.forms import CaseloadForm
from aufil.people import actions as people
from aufil.people.access import PersonRequest
from aufil.people.models import Membership
from aufil.thread import access as threads
from aufil.ui.texts import DAYS, MONTHS
from aufil.web.pages import keep
from aufil.web.problems import Problem

VIEW = ("q", "tri", "montrer")
CALLS = 5
FIRST = 10  # how much of the caseload the first page draws


def counsellor(request: PersonRequest, membership: Membership) -> HttpResponse:
    """Who waits, what is planned, whom nobody spoke with, then everybody; a conversation open beside it."""
    day = queries.day_of(request.user, membership.structure)
    form = CaseloadForm(asked(request))
    shown = queries.arranged(day.cases, form.view)
    by_person = {case.pk: case for case in day.cases}
    chosen = _chosen(request)
    calls = queries.to_call(request.user, membership.structure, membership.role)
    panel = threads.panel(request, chosen) if chosen else None
    context = {
        "greeting": _("Bonjour %(name)s") % {"name": request.user.first_name},
        "summary": _summary(),
        "day": day,
        "meetings": today_of(request.user, membership.structure),
        "waiting": [(row, by_person.get(row.young or 0)) for row in day.waiting],
        "calls": calls[:CALLS],
        "more_calls": len(calls) if len(calls) > CALLS else 0,
        "covered": [(row, cover, by_person.get(row.young or 0)) for row, cover in day.covered],
        "cases": shown[:FIRST],
        "count": len(shown),
        "rest": max(0, len(shown) - FIRST),
        "form": form,
        "view": form.view,
        "panel": panel,
        "panel_case": by_person.get(panel.opened.young or 0) if panel else None,
        "chosen": chosen,
        "here": request.get_full_path(),
    }
    return keep(render(request, "home/day.html", context), "fallback")


def asked(request: PersonRequest) -> QueryDict:
    """How the caseload is asked for: by the address, else as this device remembers; what is new is remembered."""
    if any(name in request.GET for name in VIEW):
        people.remember_view(device=request.device, view=CaseloadForm(request.GET).remembered)
        return request.GET
    return QueryDict(request.device.caseload_view)


def _chosen(request: PersonRequest) -> UUID | None:
    """The conversation the address names, if it is one of the viewer's.

    None is opened unasked: what is open in front of somebody counts as seen.
    """
    try:
        return threads.thread(request.user, UUID(request.GET.get("fil", ""))).uid
    except (ValueError, Problem):
        return None


def _summary() -> str:
    local = timezone.localdate()
    return f"{DAYS[local.weekday()].capitalize()} {local.day} {MONTHS[local.month - 1]}"
