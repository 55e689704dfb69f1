"""What is booked while somebody is away: settled one by one, or all together."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from aufil.appointments import actions, queries
from aufil.appointments.actions import Left
from aufil.appointments.forms.settling import SettleAllForm, SettleForm
from aufil.appointments.models import Appointment
from aufil.appointments.queries.agenda import Held, held_in
from aufil.people.access import PersonRequest, own_absence
from aufil.people.models import Absence
from aufil.people.queries import staff_of
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(["GET", "POST"])
def under_absence(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The list; of one of them, what may become of it."""
    absence = own_absence(request.user, request.membership, uid)
    listed = held_in(queries.under_absence(absence))
    opened = _opened(request, listed)
    if request.method != "POST" or opened is None:
        return _page(request, absence, listed, opened)
    form = _form(absence, opened.row, request.POST)
    if not form.is_valid():
        return _page(request, absence, listed, opened, one=form)
    try:
        actions.settle(absence=absence, appointment=opened.row, wanted=form.wanted, by=request.user)
    except Problem as problem:
        if problem.kind not in ("conflict", "invalid", "gone"):
            raise
        return _page(request, absence, listed, opened, one=form, trouble=_said(problem))
    return redirect(f"/agenda/absences/{absence.uid}/?fait")


def _said(problem: Problem) -> str:
    return str(problem.detail or problem.title)


@signed_in_page
@require_POST
def settle_all(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The same for all that is left."""
    absence = own_absence(request.user, request.membership, uid)
    form = SettleAllForm(request.POST, colleagues=staff_of(absence.structure).exclude(pk=absence.person_id))
    left: list[Left] = []
    if form.is_valid() and form.moves:
        left = actions.move_all(absence=absence, word=form.cleaned_data["word"], by=request.user)
    elif form.is_valid():
        left = actions.settle_all(absence=absence, wanted=form.wanted, by=request.user)
    if form.is_valid() and not left:
        return redirect(f"/agenda/absences/{absence.uid}/?fait")
    listed = held_in(queries.under_absence(absence))
    return _page(request, absence, listed, _opened(request, listed), every=form, left=left)


def _opened(request: PersonRequest, listed: list[Held]) -> Held | None:
    """The one the address or the form names; else the first."""
    asked = request.POST.get("rdv") or request.GET.get("rdv")
    named = [held for held in listed if str(held.row.uid) == asked]
    if request.POST.get("rdv"):
        return named[0] if named else None
    shown = named or listed
    return shown[0] if shown else None


def _form(absence: Absence, row: Appointment, data: Any = None) -> SettleForm:
    times = [slot.starts_at for slot in queries.times_after(absence, row)]
    colleagues = queries.free_colleagues(row)
    return SettleForm(data, times=times, colleagues=colleagues, name=absence.person.first_name)


def _page(
    request: PersonRequest, absence: Absence, listed: list[Held], opened: Held | None, **given: Any
) -> HttpResponse:
    reasons = {one.appointment.pk: one.why for one in given.pop("left", [])}
    context = {
        "absence": absence,
        "own": absence.person == request.user,
        "listed": [(held, reasons.get(held.row.pk, "")) for held in listed],
        "opened": opened,
        "one": given.pop("one", None),
        "every": given.pop("every", None),
        "done": "fait" in request.GET,
        "settled": request.method == "POST" and opened is None,
        **given,
    }
    if opened and not context["one"]:
        context["one"] = _form(absence, opened.row)
    if len(listed) > 1 and not context["every"]:
        staff = staff_of(absence.structure).exclude(pk=absence.person_id)
        context["every"] = SettleAllForm(colleagues=staff)
    status = 422 if request.method == "POST" and listed else 200
    return render(request, "appointments/under_absence.html", context, status=status)
