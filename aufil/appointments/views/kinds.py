"""What a structure offers: kinds of appointments, and its rules. The head changes, the pilot sees."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.appointments import access, actions, queries
from aufil.appointments.forms.doing import done
from aufil.appointments.forms.offering import KindForm, RulesForm, kind_as_typed, new_kind_typed, rules_said
from aufil.appointments.models import Kind
from aufil.appointments.said import length_said, reminders_said, ways_said
from aufil.people.access import PersonRequest, structure_headed, structure_seen
from aufil.web.pages import signed_in_page

PAGE = "/structure/rendez-vous/"


@signed_in_page
@require_http_methods(["GET", "POST"])
def kinds(request: PersonRequest) -> HttpResponse:
    """All kinds and the rules. POST: ready-made kinds taken."""
    if request.method == "POST":
        headed = structure_headed(request.user, request.membership)
        actions.add_ready_kinds(structure=headed, which=request.POST.getlist("which"), by=request.user)
        return redirect(f"{PAGE}?enregistre")
    structure = structure_seen(request.user, request.membership)
    rows = queries.kinds_used(structure)
    context = {
        "rows": [(one, *_in_words(one.row)) for one in rows],
        "ready": _ready({one.row.name.casefold() for one in rows}),
        "rules": rules_said(queries.rules_of(structure)),
        "may_change": access.heads(request, structure),
        "saved": "enregistre" in request.GET,
    }
    return render(request, "appointments/kinds.html", context)


def _in_words(kind: Kind) -> tuple[str, str, str]:
    return ways_said(kind.modes), length_said(kind.minutes), reminders_said(kind.reminders)


def _ready(known: set[str]) -> list[tuple[str, str, str, str]]:
    """Ready-made kinds whose name is not there yet: key, name, length, ways."""
    offers = {key: actions.Offer(**facts) for key, facts in actions.READY.items()}
    return [
        (key, str(one.name), length_said(one.minutes), ways_said(one.modes))
        for key, one in offers.items()
        if str(one.name).casefold() not in known
    ]


@signed_in_page
@require_http_methods(["GET", "POST"])
def kind(request: PersonRequest, uid: UUID | None = None) -> HttpResponse:
    """A new kind, or other facts about one; `do` closes or reopens it."""
    structure = structure_headed(request.user, request.membership)
    row = access.kind(structure, uid) if uid else None
    does = request.POST.get("do", "save")
    if row and does in ("close", "reopen"):
        (actions.close_kind if does == "close" else actions.reopen_kind)(kind=row, by=request.user)
        return redirect(f"{PAGE}?enregistre")
    initial = kind_as_typed(row) if row else new_kind_typed()
    form = KindForm(request.POST or None, initial=initial)

    def save() -> None:
        uid = form.cleaned_data["uid"]
        actions.save_kind(structure=structure, kind=row, offer=form.offer(), by=request.user, uid=uid)

    if request.method == "POST" and done(form, save):
        return redirect(f"{PAGE}?enregistre")
    context: dict[str, Any] = {"form": form, "kind": row}
    return render(request, "appointments/kind.html", context, status=422 if form.errors else 200)


@signed_in_page
@require_http_methods(["GET", "POST"])
def rules(request: PersonRequest) -> HttpResponse:
    """The structure's rules."""
    structure = structure_headed(request.user, request.membership)
    form = RulesForm(request.POST or None, rules=queries.rules_of(structure))

    def save() -> None:
        actions.save_rules(structure=structure, facts=form.cleaned_data, by=request.user)

    if request.method == "POST" and done(form, save):
        return redirect(f"{PAGE}?enregistre")
    return render(request, "appointments/rules.html", {"form": form}, status=422 if form.errors else 200)
