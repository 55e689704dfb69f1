"""A first meeting, taken on the public page by anybody; found again, moved and cancelled at a private address; and
the visitor's file, which staff make when they know them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aufil.appointments import access, actions
from aufil.appointments.cards import is_joinable
from aufil.appointments.forms.oneself import VisitorForm
from aufil.appointments.forms.welcoming import WelcomeForm
from aufil.appointments.models import Appointment, Seat
from aufil.appointments.queries import Asker, kinds_for, rules_of
from aufil.appointments.views.confirming import SAID, Tried, attempt, confirm_page
from aufil.appointments.views.moving import cancelled_page, moved_page, own_page
from aufil.appointments.views.steps import Chosen, Taker, choose
from aufil.kernel.phones import spoken
from aufil.people.access import PersonRequest
from aufil.people.models import Person, Structure
from aufil.people.queries import possible_doubles
from aufil.web.limits import slow_down, slow_down_from
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

METHODS = ["GET", "POST"]
A_DAY = 86_400


@require_http_methods(METHODS)
def first_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """A time, then a name and how to be reached."""
    structure = access.public_structure(slug)
    timezone.activate(structure.timezone)
    taker = first_taker(structure, f"/ml/{slug}/")
    chosen = choose(request, taker)
    if not isinstance(chosen, Chosen):
        return chosen
    form, tried = VisitorForm(request.POST or None, structure, chosen.mode), Tried()
    if form.is_valid():
        _not_too_often(request, form)
        wanted, uid = wanted_of(taker, chosen, form), form.cleaned_data["uid"]
        tried = attempt(lambda: actions.book_first_meeting(wanted=wanted, uid=uid))
    if tried.appointment:
        return redirect(access.private_address(access.visitor_in(tried.appointment)))
    return confirm_page(request, taker, chosen, form, tried)


def first_taker(structure: Structure, back: str, **frame: Any) -> Taker:
    phone = spoken(structure.phone) if structure.phone else ""
    said = {
        "title": _("Prendre un premier rendez-vous"),
        "back": back,
        "back_word": structure.name,
        "button": _("Prendre ce rendez-vous"),
        "phone": phone,
        "lead": "",
    }
    return Taker(
        structure=structure,
        asker=Asker.PUBLIC,
        kinds=kinds_for(structure, Asker.PUBLIC),
        merged=True,
        frame={**said, **frame},
    )


def wanted_of(taker: Taker, chosen: Chosen, form: VisitorForm) -> actions.FirstMeeting:
    return actions.FirstMeeting(
        structure=taker.structure,
        kind=chosen.kind,
        mode=chosen.mode.value,
        starts_at=chosen.starts_at,
        visitor=form.visitor,
        place=chosen.place,
    )


def _not_too_often(request: HttpRequest, form: VisitorForm) -> None:
    """Ten an hour from one address (a hall, a school, a family), three a day for one number."""
    slow_down_from(request, "first-meeting-from", times=10, seconds=3_600)
    reached = form.cleaned_data["phone"] or form.cleaned_data["email"].lower()
    slow_down("first-meeting", reached, times=3, seconds=A_DAY)


@require_GET
def visited(request: HttpRequest, key: str) -> HttpResponse:
    """What was taken; to be kept, for nobody else has this address."""
    seat = access.visited(request, key)
    it = seat.appointment
    timezone.activate(it.structure.timezone)
    base = access.private_address(seat)
    phone = spoken(it.structure.phone) if it.structure.phone else ""
    about = {"it": it, "seat": seat, "rules": rules_of(it.structure), "base": base, "phone": phone}
    about |= {"joins": is_joinable(it)}
    about |= {"title": _("Votre rendez-vous"), "structure": it.structure, "bare": True}
    return _private(render(request, "appointments/visited.html", about))


@require_http_methods(METHODS)
def visited_move(request: HttpRequest, key: str) -> HttpResponse:
    seat, page = _page(request, key)
    found = moved_page(request, seat.appointment, page, None, visitor=seat)
    return _private(redirect(access.private_address(seat)) if isinstance(found, Appointment) else found)


@require_http_methods(METHODS)
def visited_cancel(request: HttpRequest, key: str) -> HttpResponse:
    seat, page = _page(request, key)
    found = cancelled_page(request, seat.appointment, page, None, visitor=seat)
    return _private(redirect(access.private_address(seat)) if isinstance(found, Appointment) else found)


def _page(request: HttpRequest, key: str) -> tuple[Seat, Taker]:
    seat = access.visited(request, key)
    timezone.activate(seat.appointment.structure.timezone)
    back, word = access.private_address(seat), _("Retour au rendez-vous")
    return seat, own_page(seat.appointment, None, back, word, writes=False)


def _private(response: HttpResponse) -> HttpResponse:
    """Its address is a secret: no other site is told of it, nothing keeps it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@signed_in_page
@require_http_methods(METHODS)
def welcome(request: PersonRequest, uid: UUID) -> HttpResponse:
    """« Créer sa fiche »; who may be the same is shown before."""
    it = access.kept(request, uid)
    seat = access.visitor_in(it)
    form, doubles = WelcomeForm(request.POST or None, seat=seat, region=it.structure.region), []
    error, status = "", 200
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["same"] and not form.cleaned_data["another"]:
            doubles = possible_doubles(it.structure, **form.facts)
        if not doubles:
            found = _welcomed(request, it, seat, form)
            if isinstance(found, Person):
                return redirect(f"/mes-jeunes/{found.uid}/")
            error, status = str(found.detail or found.title), found.status
    context = {"it": it, "seat": seat, "form": form, "doubles": doubles, "error": error}
    context |= {"title": _("Créer sa fiche"), "back": f"/agenda/rdv/{uid}/", "back_word": _("Le rendez-vous")}
    status = 422 if form.errors else 409 if doubles else status
    return render(request, "appointments/welcome.html", context, status=status)


def _welcomed(request: PersonRequest, it: Appointment, seat: Seat, form: WelcomeForm) -> Person | Problem:
    """Their file, or why not."""
    same = form.cleaned_data["same"]
    young = access.young(it.structure, same) if same else None
    try:
        return actions.welcome_visitor(seat=seat, by=request.user, young=young, **form.facts)
    except Problem as problem:
        if problem.kind not in SAID:
            raise
        return problem
