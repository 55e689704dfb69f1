"""A link in a text message: who are you, then a time, without an account. It signs no device in.

Who holds the telephone may not be whom it was sent to: nothing of theirs is said before their four digits, nor their
name, and what those open is this one appointment, for half an hour.
"""

from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aufil.appointments import access, actions
from aufil.appointments.forms.oneself import OwnForm
from aufil.appointments.models import Appointment, Proposal
from aufil.appointments.queries import Asker, reminders_of, rules_of
from aufil.appointments.views.confirming import Tried, attempt, confirm_page, wanted_by
from aufil.appointments.views.moving import cancelled_page, moved_page, own_page
from aufil.appointments.views.steps import Chosen, Taker, choose
from aufil.kernel import clock
from aufil.kernel.phones import spoken
from aufil.people.models import Structure
from aufil.people.queries import referent_of
from aufil.signin import actions as signin
from aufil.signin.access import proof_typed, why_wrong
from aufil.signin.queries import can_be_asked, has_personal_code
from aufil.ui.texts import MONTHS
from aufil.web.limits import slow_down_from
from aufil.web.problems import Problem

METHODS = ["GET", "POST"]


class Opened(Protocol):
    def __call__(self, request: HttpRequest, row: Proposal, base: str) -> HttpResponse: ...


def opened(view: Opened) -> Any:
    """For a live link and its own person; else who are you, or what to do."""

    @wraps(view)
    def wrapped(request: HttpRequest, key: str) -> HttpResponse:
        try:
            row = access.proposal(request, key)
        except Problem:
            return dead(request, None)
        if not row.link.is_live_at(clock.now()) or not can_be_asked(row.link.person):
            return dead(request, row.structure)
        timezone.activate(row.structure.timezone)
        base = f"/rdv/{key}/"
        shown = view(request, row, base) if access.is_proven(request, row.link) else _ask(request, row, base)
        shown.headers["Cache-Control"] = "no-store"
        shown.headers["Referrer-Policy"] = "no-referrer"
        return shown

    return wrapped


def dead(request: HttpRequest, structure: Structure | None) -> HttpResponse:
    """It opens nothing, or nothing any more: whom to ask."""
    phone = spoken(structure.phone) if structure and structure.phone else ""
    context = {"structure": structure, "phone": phone, "known": structure is not None}
    return render(request, "appointments/dead_link.html", context, status=410)


def _ask(request: HttpRequest, row: Proposal, base: str) -> HttpResponse:
    """The four digits they chose, or the day and month of their birth; five wrong tries in all."""
    error = ""
    if request.method == "POST":
        proof = proof_typed(request, row.link.person)
        if isinstance(proof, str):
            error = proof
        elif signin.prove_link(link=row.link.pk, **proof):
            return access.remember_proof(redirect(base), row.link, base)
        else:
            error = why_wrong(row.link)
            if not row.link.is_live_at(clock.now()):
                return dead(request, row.structure)
    context = {
        "by_code": has_personal_code(row.link.person),
        "error": error,
        "months": list(enumerate(MONTHS, 1)),
        "typed": request.POST,
        "title": _("C’est bien vous ?"),
        "structure": row.structure,
    }
    return render(request, "appointments/prove.html", context, status=422 if error else 200)


@require_http_methods(METHODS)
@opened
def linked(request: HttpRequest, row: Proposal, base: str) -> HttpResponse:
    """The free times, then the appointment that was taken: always that one."""
    if row.appointment and row.appointment.cancelled_at is None:
        return _made(request, row, row.appointment, base)
    taker = _taker(row)
    chosen = choose(request, taker)
    if not isinstance(chosen, Chosen):
        return chosen
    person = row.link.person
    form, tried = OwnForm(request.POST or None, row.structure, chosen.mode, person), Tried()
    if form.is_valid() and chosen.counsellor:
        slow_down_from(request, "book-from", times=30, seconds=600)
        phone, uid = form.cleaned_data.get("phone", ""), form.cleaned_data["uid"]
        wanted = wanted_by(taker, chosen, chosen.counsellor, young=person, phone=phone)
        tried = attempt(lambda: actions.book_by_link(proposal=row, wanted=wanted, by=person, uid=uid))
    if tried.appointment:
        return redirect(base)
    return confirm_page(request, taker, chosen, form, tried)


def _taker(row: Proposal) -> Taker:
    structure = row.structure
    return Taker(
        structure=structure,
        asker=Asker.YOUNG,
        kinds=[row.kind],
        young=row.link.person,
        usual=referent_of(row.link.person, structure) if row.counsellor is None else None,
        only=row.counsellor,
        frame={
            "title": _("Choisir une heure"),
            "button": _("Prendre ce rendez-vous"),
            "phone": spoken(structure.phone) if structure.phone else "",
            "bare": True,
        },
    )


def _made(request: HttpRequest, row: Proposal, it: Appointment, base: str) -> HttpResponse:
    context = {
        "it": it,
        "rules": rules_of(row.structure),
        "base": base,
        "coming": reminders_of(access.own(row.link.person, it.uid)),
        "title": _("Votre rendez-vous"),
        "until": row.link.expires_at,
        "bare": True,
    }
    return render(request, "appointments/booked_by_link.html", context)


@require_http_methods(METHODS)
@opened
def linked_move(request: HttpRequest, row: Proposal, base: str) -> HttpResponse:
    it = _standing(row)
    page = own_page(it, row.link.person, base, _("Retour au rendez-vous"), writes=False)
    found = moved_page(request, it, page, row.link.person)
    return redirect(base) if isinstance(found, Appointment) else found


@require_http_methods(METHODS)
@opened
def linked_cancel(request: HttpRequest, row: Proposal, base: str) -> HttpResponse:
    it = _standing(row)
    page = own_page(it, row.link.person, base, _("Retour au rendez-vous"), writes=False)
    found = cancelled_page(request, it, page, row.link.person)
    return redirect(base) if isinstance(found, Appointment) else found


def _standing(row: Proposal) -> Appointment:
    if row.appointment is None or row.appointment.cancelled_at:
        raise Problem("not-found")
    return row.appointment
