"""What is printed or taken out: the day sheet, the sheet to sign, the export."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from aufil.appointments import access, actions, queries
from aufil.appointments.forms.exporting import ExportForm
from aufil.appointments.queries.exporting import Wanted, exported
from aufil.appointments.sheets import drawn
from aufil.appointments.views.agenda import leads, looked
from aufil.kernel import clock
from aufil.people.access import PersonRequest
from aufil.people.models import Person
from aufil.people.queries import today_in
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

EMPTY_LINES = 4
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in_page
@require_GET
def sheet(request: PersonRequest) -> HttpResponse:
    """A day on paper, one page a counsellor."""
    look = looked(request)
    day = queries.agenda(look.asked, look.day, look.day)[0]
    pages: dict[Person, list[object]] = {}
    for held in day.held:
        pages.setdefault(held.row.counsellor, []).append(held)
    if look.asked.person:
        pages.setdefault(look.asked.person, [])
    by_name = sorted(pages.items(), key=lambda page: page[0].full_name)
    context = {"look": look, "day": day, "pages": by_name, "back": look.at("day", look.day)}
    return render(request, "appointments/sheet.html", context)


@signed_in_page
@require_GET
def sign_in_sheet(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The names of those enrolled, with room to sign; a few lines more for who comes anyway."""
    row = access.kept(request, uid)
    if not row.kind.is_collective:
        raise Problem("not-found")
    slow_down("sign-in-sheet", str(request.user.pk), times=30, seconds=3600)
    held = queries.held(row)
    young = [seat.young for seat in held.enrolled if seat.young]
    names = sorted((one.last_name, one.first_name) for one in young) + [("", "")] * EMPTY_LINES
    actions.note_sheet(appointment=row, by=request.user)
    context = {"row": row, "held": held, "names": names, "now": clock.now()}
    response = HttpResponse(drawn("appointments/sign_in_sheet.html", context), content_type="application/pdf")
    day = f"{row.starts_at:%Y-%m-%d}"
    response.headers["Content-Disposition"] = f'inline; filename="emargement-{day}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


@signed_in_page
@require_http_methods(["GET", "POST"])
def export(request: PersonRequest) -> HttpResponseBase:
    """Appointments between two days, in the words of i-milo."""
    structure = access.working_in(request)
    today = today_in(structure)
    choice = queries.choice_of(structure, request.user) if leads(request) else None
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    usual = {"first": first, "last": today, "whose": queries.EVERYBODY if choice else str(request.user.uid)}
    data = request.POST if request.method == "POST" else None
    form = ExportForm(data, choice=choice, viewer=request.user, initial=usual)
    if not form.is_valid():
        return render(request, "appointments/export.html", {"form": form}, status=422 if data else 200)
    slow_down("export", str(request.user.pk), times=20, seconds=3600)
    wanted = Wanted(structure, form.cleaned_data["first"], form.cleaned_data["last"], form.counsellor)
    actions.note_export(wanted=wanted, by=request.user)
    return _file(wanted, form.cleaned_data["kind"])


def _file(wanted: Wanted, kind: str) -> HttpResponseBase:
    rows = exported(wanted)
    response: HttpResponseBase
    if kind == "xlsx":
        response = HttpResponse(actions.as_workbook(rows), content_type=XLSX)
    else:
        response = StreamingHttpResponse(
            actions.as_csv_in_parts(rows), content_type="text/csv; charset=utf-8"
        )
    name = f"rendez-vous-{wanted.first:%Y-%m-%d}-{wanted.last:%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
