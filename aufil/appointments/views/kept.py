"""An appointment, for the staff: what it is, who is in it, what became of it, and all one may do with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aufil.appointments import access, actions, queries
from aufil.appointments.forms.kept import ChangeForm, EnrolForm, HandOverForm
from aufil.appointments.forms.outcomes import OUTCOMES, WHY, OutcomeForm
from aufil.appointments.models import Appointment
from aufil.kernel import clock
from aufil.people.access import PersonRequest
from aufil.people.models import Person
from aufil.people.queries import search_young
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

MOST_FOUND = 8


@signed_in_page
@require_GET
def kept(request: PersonRequest, uid: UUID) -> HttpResponse:
    return _page(request, access.kept(request, uid))


@signed_in_page
@require_POST
def hand_over(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Have a colleague meet them."""
    row = access.kept(request, uid)
    form = HandOverForm(request.POST, colleagues=queries.free_colleagues(row))
    if not form.is_valid():
        return _page(request, row, hand_over=form)

    def do() -> None:
        word = form.cleaned_data["word"]
        actions.hand_over(appointment=row, to=form.colleague, by=request.user, word=word)

    return _done(request, row, "confie", do, hand_over=form)


@signed_in_page
@require_POST
def change(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Other words, seats, or day until which one enrols."""
    row = access.kept(request, uid)
    form = ChangeForm(request.POST, appointment=row)
    if not form.is_valid():
        return _page(request, row, change=form)

    def do() -> None:
        actions.change(appointment=row, by=request.user, **form.wanted)

    return _done(request, row, "change", do, change=form)


@signed_in_page
@require_POST
def enrol(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Somebody by name; several of that name: one chooses."""
    row = access.kept(request, uid)
    form = EnrolForm(request.POST)
    found = _found(row, form) if form.is_valid() else []
    if len(found) != 1:
        return _page(request, row, enrol=form, found=found)

    def do() -> None:
        actions.enrol(appointment=row, young=found[0], by=request.user)

    return _done(request, row, "inscrit", do, enrol=form)


def _found(row: Appointment, form: EnrolForm) -> list[Person]:
    words = form.cleaned_data["q"]
    found = list(search_young(row.structure, words)[: MOST_FOUND + 1]) if words or form.chosen else []
    if form.chosen:
        return [one for one in found if one.uid == form.chosen]
    if not found:
        form.add_error("q", _("Personne de ce nom n’est accompagné ici. Écrivez-le autrement."))
    if len(found) > MOST_FOUND:
        form.add_error("q", _("Beaucoup de personnes portent ce nom. Écrivez aussi le prénom."))
        return []
    return found


@signed_in_page
@require_POST
def give_back(request: PersonRequest, uid: UUID, seat: UUID) -> HttpResponse:
    """Somebody’s seat in a collective one goes to the next in line."""
    row = access.kept(request, uid)
    young = access.seat_in(row, seat).young
    if young is None:
        raise Problem("not-found")

    def do() -> None:
        actions.give_back(appointment=row, young=young, by=request.user)

    return _done(request, row, "rendu", do)


@signed_in_page
@require_POST
def note(request: PersonRequest, uid: UUID, seat: UUID) -> HttpResponse:
    """What became of it, for one of who is in it."""
    row = access.kept(request, uid)
    found = access.seat_in(row, seat)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, trouble=_("Choisissez une des réponses proposées."))

    def do() -> None:
        actions.set_outcome(seat=found, by=request.user, **form.said)

    return _done(request, row, "note", do)


def _done(
    request: PersonRequest, row: Appointment, said: str, do: Callable[[], None], **forms: Any
) -> HttpResponse:
    """Do it; what is refused is said on the page, with what was typed."""
    try:
        do()
    except Problem as problem:
        if problem.kind not in ("conflict", "invalid", "gone"):
            raise
        for form in forms.values():
            for name, errors in (problem.errors or {}).items():
                if name in form.fields:
                    form.add_error(name, [str(one) for one in errors])
        return _page(request, row, trouble=str(problem.detail), **forms)
    return redirect(f"/agenda/rdv/{row.uid}/?fait={said}")


def _page(request: PersonRequest, row: Appointment, trouble: str = "", **given: Any) -> HttpResponse:
    done = {
        "confie": _("C’est confié."),
        "change": _("C’est changé."),
        "inscrit": _("C’est noté dans la liste."),
        "rendu": _("La place est rendue."),
        "note": _("C’est noté."),
        "visio": _(
            "C’est %(name)s qui anime cette visio. Pour y aller à sa place, confiez-vous ce rendez-vous."
        )
        % {"name": row.counsellor.first_name},
        "sans-visio": _("Ici, une visio réunit deux personnes. Pour une séance, notez un lien de visio."),
    }
    held, after = queries.held(row), queries.went(row)
    for seat in held.enrolled:
        seat.picked = queries.proposed(seat, after)  # type: ignore[attr-defined]
        seat.last_check = queries.check_before(seat)  # type: ignore[attr-defined]
    to_come = row.starts_at > clock.now() and not row.cancelled_at
    context = {
        "held": held,
        "row": row,
        "to_come": to_come,
        "after": after,
        "joins": held.is_joinable and row.counsellor_id == request.user.pk,
        "is_full": bool(row.seats) and len(held.seats) >= (row.seats or 0),
        "history": queries.history_of(row),
        "lounge": queries.lounge_line(row, request.user),
        "trouble": trouble,
        "done": done.get(request.GET.get("fait", "")),
        "outcomes": OUTCOMES,
        "whys": WHY,
        "hand_over": None,
        "change": None,
        "enrol": EnrolForm(),
        **given,
    }
    if to_come:
        context["hand_over"] = context["hand_over"] or HandOverForm(colleagues=queries.free_colleagues(row))
        context["change"] = context["change"] or ChangeForm(appointment=row)
    status = 422 if request.method == "POST" else 200
    return render(request, "appointments/kept.html", context, status=status)
