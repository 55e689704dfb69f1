"""What one does with somebody's entry: react, keep it in view above a group, hide it from a group."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.people.access import PersonRequest
from aufil.thread import access, actions
from aufil.thread.forms import HideForm
from aufil.thread.queries import Opened, choices_of, entry_view
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(["GET", "POST"])
def react(request: PersonRequest, uid: UUID, entry: UUID) -> HttpResponse:
    """The short list of signs, and who put which."""
    opened = access.thread(request.user, uid)
    row = access.said_in(opened, entry)
    if request.method == "POST":
        on = request.POST.get("on") == "yes"
        actions.react(opened=opened, uid=entry, sign=request.POST.get("sign", ""), on=on)
        return _back(opened, entry)
    context = {"opened": opened, "entry": entry_view(row, opened), "choices": choices_of(row, opened)}
    return render(request, "thread/react.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def pin(request: PersonRequest, uid: UUID, entry: UUID) -> HttpResponse:
    """Keep an entry in view above a group, or no longer."""
    opened = access.run_group(request.user, uid)
    row = access.said_in(opened, entry)
    context = {"opened": opened, "entry": entry_view(row, opened), "error": ""}
    if request.method == "POST":
        try:
            actions.pin(opened=opened, uid=entry, on=request.POST.get("on") == "yes")
            return _back(opened, entry)
        except Problem as problem:
            context["error"] = str(problem.detail)
    return render(request, "thread/pin.html", context, status=409 if context["error"] else 200)


@signed_in_page
@require_http_methods(["GET", "POST"])
def hide(request: PersonRequest, uid: UUID, entry: UUID) -> HttpResponse:
    """Hide an entry with a reason; once it is hidden, who did, why, and what it said until that is forgotten."""
    opened = access.group(request.user, uid)
    row = access.hideable(opened, entry)
    hidden = actions.open_hidden(opened=opened, uid=entry) if row.hidden_by else None
    if hidden:
        return render(request, "thread/hidden.html", {"opened": opened, "hidden": hidden})
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.hide(opened=opened, uid=entry, reason=form.cleaned_data["reason"])
        return _back(opened, entry)
    context = {"opened": opened, "entry": entry_view(row, opened), "form": form}
    return render(request, "thread/hide.html", context, status=422 if form.errors else 200)


def _back(opened: Opened, entry: UUID) -> HttpResponse:
    return redirect(f"/fil/{opened.uid}/#e-{entry}")
