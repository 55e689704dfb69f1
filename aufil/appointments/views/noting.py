"""Who came: yesterday’s appointments noted in a row."""

from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aufil.appointments import access, actions, queries
from aufil.appointments.actions import Noted
from aufil.appointments.forms.outcomes import OUTCOMES, WHY, OutcomeForm, form_of
from aufil.appointments.models import Appointment, Seat
from aufil.appointments.queries.agenda import Held
from aufil.people.access import PersonRequest
from aufil.people.models import Structure
from aufil.web.pages import signed_in_page

MOST = 60  # on one page


class Line(NamedTuple):
    """Somebody to note, with what was typed."""

    seat: Seat
    form: OutcomeForm
    trouble: str


class Meeting(NamedTuple):
    """An appointment with those of it who are to be noted."""

    held: Held
    lines: list[Line]


@signed_in_page
@require_http_methods(["GET", "POST"])
def to_note(request: PersonRequest) -> HttpResponse:
    """One’s own ended appointments of which nobody has said yet how they went."""
    structure = access.working_in(request)
    seats = queries.lines_to_note(request.user, structure, MOST)
    if request.method != "POST":
        return _page(request, structure, [Line(seat, form_of(seat), "") for seat in seats])
    forms = {seat.pk: form_of(seat, request.POST) for seat in seats}
    wrong = {pk: _("Choisissez une des réponses proposées.") for pk, f in forms.items() if not f.is_valid()}
    noted = [Noted(seat, **forms[seat.pk].said) for seat in seats if seat.pk not in wrong]
    noted = [one for one in noted if one.outcome]
    refused = actions.note_several(noted=noted, by=request.user)
    wrong |= {pk: str(problem.detail or problem.title) for pk, problem in refused.items()}
    count = len(noted) - len(refused) + _everybody(request, seats)
    if wrong:
        lines = [Line(seat, forms[seat.pk], wrong.get(seat.pk, "")) for seat in seats]
        return _page(request, structure, [line for line in lines if line.trouble or _is_left(line, noted)])
    return redirect(f"/agenda/a-noter/?notes={count}")


def _is_left(line: Line, noted: list[Noted]) -> bool:
    return line.seat.pk not in {one.seat.pk for one in noted}


def _everybody(request: PersonRequest, seats: list[Seat]) -> int:
    """« Tout le monde était là », of the appointment that was tapped."""
    tapped = request.POST.get("everybody", "")
    for seat in seats:
        if tapped and str(seat.appointment.uid) == tapped:
            return actions.note_everybody(appointment=seat.appointment, by=request.user)
    return 0


@signed_in_page
@require_POST
def undo(request: PersonRequest, uid: UUID) -> HttpResponse:
    """It is to be noted again."""
    seat = access.noted(request, uid)
    actions.set_outcome(seat=seat, outcome=Seat.Outcome.NONE, by=request.user)
    return redirect("/agenda/a-noter/")


def _page(request: PersonRequest, structure: Structure, lines: list[Line]) -> HttpResponse:
    count = request.GET.get("notes", "")
    context: dict[str, Any] = {
        "meetings": _meetings(lines),
        "noted": queries.just_noted(request.user, structure),
        "count": int(count) if count.isdecimal() and len(count) < 4 else 0,
        "more": len(lines) >= MOST,
        "outcomes": OUTCOMES,
        "whys": WHY,
    }
    return render(request, "appointments/to_note.html", context, status=422 if request.POST else 200)


def _meetings(lines: list[Line]) -> list[Meeting]:
    """The lines by appointment, in their order."""
    found: dict[int, Meeting] = {}
    for line in lines:
        row: Appointment = line.seat.appointment
        meeting = found.setdefault(row.pk, Meeting(Held(row, []), []))
        meeting.lines.append(line)
        meeting.held.seats.append(line.seat)
    return list(found.values())
