"""A young person's appointments: the list, one of them, and what they answer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from aufil.appointments import access, actions, queries
from aufil.appointments.forms.own import AnswerForm, WordForm
from aufil.appointments.models import Seat
from aufil.kernel.ids import new_id
from aufil.people.access import PersonRequest
from aufil.people.models.support import STAFF_ROLES
from aufil.web.limits import slow_down
from aufil.web.pages import keep, signed_in_page
from aufil.web.problems import Problem

# What a message begins with, by what was tapped too late.
BEGUN = {
    "comes": gettext_lazy("Je viens."),
    "cannot": gettext_lazy("Je ne peux pas venir."),
    "call": gettext_lazy("Pouvez-vous m’appeler ?"),
}


@signed_in_page
@require_GET
def own(request: PersonRequest) -> HttpResponse:
    """Those to come, then those that are over."""
    access.young_membership(request)
    context = {"to_come": queries.own_to_come(request.user), "past": queries.own_past(request.user)}
    return keep(render(request, "appointments/own.html", context), "fallback")


@signed_in_page
@require_GET
def one(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One of theirs; the team is sent to its own page of it."""
    if request.membership and request.membership.role in STAFF_ROLES:
        return redirect(f"/agenda/rdv/{access.kept(request, uid).uid}/")
    seat = access.own(request.user, uid)
    actions.see_alerts(seat=seat)
    return _page(request, seat)


@signed_in_page
@require_POST
def answer(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What they answer by one tap; too late for it, a message."""
    slow_down("appointment-answer", str(request.user.pk), times=60, seconds=600)
    seat = access.own(request.user, uid)
    if "text" in request.POST:
        return _say(request, seat)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Problem("invalid", _("Choisissez une des réponses proposées."))
    said = form.cleaned_data["answer"]
    if said == "other-time":
        return redirect(f"/rendez-vous/{uid}/deplacer/")
    if said not in ("take", "leave") and not queries.whole(seat)["may_change"]:
        return redirect(f"/rendez-vous/{uid}/?dire={said}#ecrire")
    _do(seat, said)
    return redirect("appointments:one", uid)


def _do(seat: Seat, said: str) -> None:
    young = seat.young
    if young is None:
        raise Problem("not-found")
    if said == "take":
        actions.enrol(appointment=seat.appointment, young=young, by=young)
    elif said == "leave":
        actions.give_back(appointment=seat.appointment, young=young, by=young)
    else:
        actions.answer(seat=seat, said=said, by=young)
    actions.see_alerts(seat=seat)


def _say(request: PersonRequest, seat: Seat) -> HttpResponse:
    """A message in their thread, once for the same page."""
    form = WordForm(request.POST)
    if form.is_valid():
        try:
            actions.write_about(seat=seat, uid=form.cleaned_data["id"], text=form.cleaned_data["text"])
            return redirect("home:home")
        except Problem as problem:
            error = str(problem.detail or problem.title)
    else:
        error = str(next(iter(form.errors.values()))[0])
    return _page(request, seat, error)


def _page(request: PersonRequest, seat: Seat, error: str = "") -> HttpResponse:
    it = queries.whole(seat)
    begun = f"{it['when'].capitalize()} : {BEGUN.get(request.GET.get('dire', ''), '')}"
    context = {
        "it": it,
        "coming": queries.reminders_of(seat) if it["is_to_come"] else [],
        "draft": request.POST.get("text", begun),
        "new_id": request.POST.get("id") or new_id(),
        "error": error,
        "lounge": queries.lounge_line(seat.appointment, request.user),
    }
    return render(request, "appointments/one.html", context, status=422 if error else 200)
