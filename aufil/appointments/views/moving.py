"""Another time for the same appointment; cancelling it: by the young person whose it is, or by staff."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aufil.appointments import access, actions
from aufil.appointments.actions import Elsewhere
from aufil.appointments.forms.oneself import WordForm
from aufil.appointments.forms.taking import HourForm, ReasonForm
from aufil.appointments.forms.wishes import Wish, read_wish
from aufil.appointments.models import Appointment, Mode
from aufil.appointments.queries import Asker, asked_again, change_until, offered, rules_of
from aufil.appointments.views.confirming import SAID, Tried, attempt, confirm_page
from aufil.appointments.views.steps import Chosen, Taker, times_of
from aufil.kernel.phones import spoken
from aufil.people.access import PersonRequest
from aufil.people.models import Person
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

METHODS = ["GET", "POST"]


@signed_in_page
@require_http_methods(METHODS)
def move(request: PersonRequest, uid: UUID) -> HttpResponse:
    """A young person finds another time."""
    it = access.own(request.user, uid).appointment
    back = f"/rendez-vous/{uid}/"
    page = own_page(it, request.user, back, _("Retour au rendez-vous"))
    found = moved_page(request, it, page, request.user)
    return redirect("appointments:booked", uid) if isinstance(found, Appointment) else found


def own_page(
    it: Appointment, young: Person | None, back: str, back_word: str, *, writes: bool = True
) -> Taker:
    """What pages say around, for whoever it is for."""
    phone = spoken(it.structure.phone) if it.structure.phone else ""
    return Taker(
        structure=it.structure,
        asker=Asker.YOUNG if young else Asker.PUBLIC,
        kinds=[it.kind],
        young=young,
        frame={
            "title": _("Changer l’heure"),
            "back": back,
            "back_word": back_word,
            "button": _("Choisir cette heure"),
            "phone": phone,
            "write": "/" if writes else "",
        },
    )


def moved_page(
    request: HttpRequest, it: Appointment, taker: Taker, by: Person | None, **proof: Any
) -> Appointment | HttpResponse:
    """The free times, then the chosen one; moved, the appointment itself."""
    if it.cancelled_at:
        raise Problem("gone")
    if refusal := _too_late(request, it, taker):
        return refusal
    wish, typed = read_wish(request.GET), _typed(request, it, taker)
    at = wish.at or (typed.cleaned_data.get("at") if typed and typed.is_valid() else None)
    if at is None:
        return _times_page(request, it, taker, wish, typed)
    chosen, tried = _elsewhere(it, at), Tried()
    form = ReasonForm(request.POST or None) if taker.asker == Asker.STAFF else None
    if request.method == "POST" and (form is None or not form.is_bound or form.is_valid()):
        to = Elsewhere(starts_at=chosen.starts_at, ends_at=chosen.ends_at)
        reason = form.cleaned_data if form and form.is_bound else {}
        tried = attempt(lambda: actions.move(appointment=it, to=to, by=by, **proof, **reason))
    if tried.appointment:
        return tried.appointment
    return confirm_page(request, _with(taker, before=it), chosen, form, tried)


def _typed(request: HttpRequest, it: Appointment, taker: Taker) -> HourForm | None:
    """Staff may type any hour."""
    if taker.asker != Asker.STAFF or "jour" not in request.GET:
        return None
    return HourForm(request.GET, structure=it.structure)


def _with(taker: Taker, **more: Any) -> Taker:
    return Taker(**{**vars(taker), "frame": {**taker.frame, **more}})


def _elsewhere(it: Appointment, at: datetime) -> Chosen:
    ends_at = at + (it.ends_at - it.starts_at)
    return Chosen(it.kind, Mode(it.mode), at, ends_at, it.counsellor, it.place, "?")


def _times_page(
    request: HttpRequest, it: Appointment, taker: Taker, wish: Wish, typed: HourForm | None
) -> HttpResponse:
    young = taker.young.pk if taker.young else None
    shown = times_of(offered(asked_again(it, taker.asker, young), wish.since), {})
    context = {"structure": it.structure, "taker": taker, **taker.frame, "it": it, "typed": typed}
    status = 422 if typed and typed.errors else 200
    return render(request, "appointments/move.html", {**context, "shown": shown}, status=status)


def _too_late(request: HttpRequest, it: Appointment, taker: Taker) -> HttpResponse | None:
    """Past the limit it is said, with who to call: nothing can be chosen any more."""
    if taker.asker == Asker.STAFF or change_until(it) is not None:
        return None
    context = {"structure": it.structure, **taker.frame, "it": it, "rules": rules_of(it.structure)}
    return render(request, "appointments/too_late.html", context, status=403)


@signed_in_page
@require_http_methods(METHODS)
def cancel(request: PersonRequest, uid: UUID) -> HttpResponse:
    """A young person will not come."""
    it = access.own(request.user, uid).appointment
    page = own_page(it, request.user, f"/rendez-vous/{uid}/", _("Retour au rendez-vous"))
    found = cancelled_page(request, it, page, request.user)
    if not isinstance(found, Appointment):
        return found
    return (
        redirect("appointments:sessions") if it.kind.is_collective else redirect("appointments:booked", uid)
    )


def cancelled_page(
    request: HttpRequest, it: Appointment, taker: Taker, by: Person | None, **proof: Any
) -> Appointment | HttpResponse:
    """Asks once more; cancelled, the appointment itself."""
    if it.cancelled_at:
        return it
    if refusal := _too_late(request, it, taker):
        return refusal
    form, tried = WordForm(request.POST or None), Tried()
    if request.method == "POST" and (form.is_valid() or not form.is_bound):
        word = form.cleaned_data["word"] if form.is_bound else ""
        try:
            if it.kind.is_collective and taker.asker == Asker.YOUNG and by:
                return actions.give_back(appointment=it, young=by, by=by).appointment
            return actions.cancel(appointment=it, by=by, word=word, **proof)
        except Problem as problem:
            if problem.kind not in SAID:
                raise
            tried = Tried(error=str(problem.detail or problem.title), status=problem.status)
    context = {"structure": it.structure, "taker": taker, **taker.frame, "it": it, "form": form}
    status = 422 if form.errors else tried.status
    return render(request, "appointments/cancel.html", {**context, "error": tried.error}, status=status)


@signed_in_page
@require_http_methods(METHODS)
def move_kept(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Staff find another time with them."""
    it = access.kept(request, uid)
    found = moved_page(request, it, _staff_page(it, _("Déplacer le rendez-vous")), request.user)
    return redirect(f"/agenda/rdv/{uid}/") if isinstance(found, Appointment) else found


@signed_in_page
@require_http_methods(METHODS)
def cancel_kept(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Staff cancel it, with a word to whoever was to come."""
    it = access.kept(request, uid)
    found = cancelled_page(request, it, _staff_page(it, _("Annuler le rendez-vous")), request.user)
    return redirect(f"/agenda/rdv/{uid}/") if isinstance(found, Appointment) else found


def _staff_page(it: Appointment, title: str) -> Taker:
    seat = None if it.kind.is_collective else it.taken.select_related("young").first()
    return Taker(
        structure=it.structure,
        asker=Asker.STAFF,
        kinds=[it.kind],
        young=seat.young if seat else None,
        frame={
            "title": title,
            "back": f"/agenda/rdv/{it.uid}/",
            "back_word": _("Retour au rendez-vous"),
            "button": _("Déplacer"),
            "by_staff": True,
        },
    )
