"""Bringing in a list of young people: drop it, say its columns, look, go; and taking one out."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aufil.operate import access, actions, queries, reports
from aufil.operate.forms import ListForm, columns_in
from aufil.operate.models import Intake
from aufil.people import actions as people
from aufil.people.access import PersonRequest
from aufil.people.queries import list_fields
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem

CSV = "text/csv; charset=utf-8"
BUSY = (Intake.State.CHECKING, Intake.State.SAVING)


@signed_in_page
@require_http_methods(["GET", "POST"])
def lists(request: PersonRequest) -> HttpResponse:
    """Where a list is dropped, and those dropped since yesterday."""
    right = access.import_right(request)
    if request.method == "POST":
        return _receive(request, right)
    return _front(request, right)


def _front(request: PersonRequest, right: access.Right, error: str = "") -> HttpResponse:
    context = {
        "right": right,
        "intakes": queries.recent_intakes(request.user, right.structures),
        "fields": [title for _field, title in list_fields()],
        "error": error,
        "typed": request.POST,
    }
    return render(request, "operate/lists.html", context, status=422 if error else 200)


def _receive(request: PersonRequest, right: access.Right) -> HttpResponse:
    slow_down("list", str(request.user.pk), times=30, seconds=3600)
    form = ListForm(request.POST, request.FILES, structures=right.structures)
    if not form.is_valid():
        return _front(request, right, str(next(iter(form.errors.values()))[0]))
    file = form.cleaned_data["file"]
    try:
        row = actions.receive(
            owner=request.user,
            structure=form.cleaned_data["structure"],
            only_own=right.only_own,
            file_name=file.name,
            content=file.read(),
        )
    except Problem as problem:
        return _front(request, right, f"« {file.name} » : {problem.detail}")
    return redirect("operate:intake", row.uid)


@signed_in_page
@require_GET
def intake(request: PersonRequest, uid: UUID) -> HttpResponse:
    """A list where it is: its columns, what becomes of each line, how far it has come."""
    row = access.intake(request, uid)
    shown = request.GET.get("voir", "")
    context: dict[str, Any] = {
        "intake": row,
        "busy": row.state in BUSY,
        "columns": queries.columns_of(row, list_fields()),
        "page": queries.lines_of(row, shown=shown, **_place(request)),
    }
    return render(request, "operate/intake.html", context)


def _place(request: HttpRequest) -> dict[str, int]:
    found = {}
    for word, name in (("apres", "after"), ("avant", "before")):
        text = request.GET.get(word, "")
        found[name] = int(text) if text.isdecimal() and len(text) < 8 else 0
    return found


@signed_in_page
@require_GET
def state(request: PersonRequest, uid: UUID) -> HttpResponse:
    """How far a list has come, for the page that waits."""
    row = access.intake(request, uid)
    return JsonResponse({"state": row.state, "handled": row.handled, "total": row.total})


@signed_in_page
@require_POST
def columns(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say what each column holds."""
    row = access.intake(request, uid)
    actions.choose_columns(intake=row, columns=columns_in(request.POST, len(row.titles)))
    return redirect("operate:intake", uid)


@signed_in_page
@require_POST
def start(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Bring the list in, as it was shown."""
    actions.ask_to_save(intake=access.intake(request, uid))
    return redirect("operate:intake", uid)


@signed_in_page
@require_POST
def cancel(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Give the list up: nothing of it is saved."""
    actions.give_up(intake=access.intake(request, uid))
    return redirect("operate:lists")


@signed_in_page
@require_GET
def report(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What became, or would become, of each line, as a list."""
    row = access.intake(request, uid)
    content = people.as_csv(reports.lines(queries.lines_for_report(row)))
    return _download(content, _("rapport-%(day)s.csv") % {"day": f"{row.made_at:%Y-%m-%d}"})


@signed_in_page
@require_POST
def export(request: PersonRequest) -> HttpResponse:
    """Take out one's own young people, or those of the structure, as a list."""
    right = access.import_right(request)
    if not right.may_export:
        raise Problem("not-found")
    slow_down("export", str(request.user.pk), times=10, seconds=3600)
    (structure,) = right.structures
    only = request.user if right.only_own else None
    content = people.export_people(structure=structure, actor=request.user, only=only)
    return _download(content, _("jeunes-%(structure)s.csv") % {"structure": structure.slug})


def _download(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=CSV, headers=headers)
