"""A young person takes a time themselves."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from aufil.appointments import access, actions
from aufil.appointments.forms.oneself import OwnForm
from aufil.appointments.models import Watch
from aufil.appointments.queries import Asker, kinds_for, reminders_of, rules_of, watch_of
from aufil.appointments.views.confirming import Tried, attempt, confirm_page, wanted_by
from aufil.appointments.views.steps import Chosen, Taker, choose
from aufil.kernel.phones import spoken
from aufil.people.access import PersonRequest
from aufil.people.models import Person, Structure
from aufil.people.queries import referent_of
from aufil.thread import access as threads
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page

METHODS = ["GET", "POST"]


@signed_in_page
@require_http_methods(METHODS)
def book(request: PersonRequest) -> HttpResponse:
    """What, in which way, when; then « Prendre ce rendez-vous »."""
    taker = _taker(request.user, access.taking(request))
    chosen = choose(request, taker)
    if not isinstance(chosen, Chosen):
        return chosen
    form, tried = OwnForm(request.POST or None, taker.structure, chosen.mode, request.user), Tried()
    if form.is_valid() and chosen.counsellor:
        slow_down("book", str(request.user.pk), times=30, seconds=600)
        phone = form.cleaned_data.get("phone", "")
        wanted = wanted_by(taker, chosen, chosen.counsellor, young=request.user, phone=phone)
        uid = form.cleaned_data["uid"]
        tried = attempt(lambda: actions.book(wanted=wanted, by=request.user, uid=uid))
    if tried.appointment:
        return redirect("appointments:booked", tried.appointment.uid)
    return confirm_page(request, taker, chosen, form, tried)


@signed_in_page
@require_GET
def from_thread(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The « + » of a thread: each side to their own page."""
    opened = threads.support(request.user, uid)
    if opened.viewer.side == "young":
        return redirect("appointments:book")
    return redirect(f"/agenda/prendre/?pour={access.young_in(opened).uid}")


def _taker(person: Person, structure: Structure) -> Taker:
    return Taker(
        structure=structure,
        asker=Asker.YOUNG,
        kinds=kinds_for(structure, Asker.YOUNG),
        young=person,
        usual=referent_of(person, structure),
        watches=True,
        frame={
            "title": _("Prendre rendez-vous"),
            "back": "/rendez-vous/",
            "back_word": _("Mes rendez-vous"),
            "button": _("Prendre ce rendez-vous"),
            "phone": spoken(structure.phone) if structure.phone else "",
            "write": "/",
        },
    )


@signed_in_page
@require_GET
def booked(request: PersonRequest, uid: UUID) -> HttpResponse:
    """« C’est noté »: what was taken, and what can still be done about it."""
    seat = access.own(request.user, uid)
    it = seat.appointment
    context = {
        "it": it,
        "seat": seat,
        "rules": rules_of(it.structure),
        "coming": [] if it.cancelled_at else reminders_of(seat),
        "watch": watch_of(request.user, it.kind),
        "most": Watch.MOST,
        "base": f"/rendez-vous/{it.uid}/",
    }
    return render(request, "appointments/booked.html", context)
