"""Reminders of a young person: their list, asking for one, changing it, saying that it is done, stopping it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aufil.kernel.ids import new_id
from aufil.people.access import PersonRequest
from aufil.thread import access, actions
from aufil.thread.forms import DueForm, ReminderForm
from aufil.thread.queries import Opened, name_of, reminder_view, reminders_of
from aufil.thread.views.beside import back
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_GET
def own_reminders(request: PersonRequest) -> HttpResponse:
    """« Mes rappels », from the menu of a young person."""
    opened = access.own_support(request)
    if opened is None:
        return render(request, "thread/reminders.html", {"opened": None, "back": "/"})
    return _list(request, opened, "/")


@signed_in_page
@require_GET
def reminders(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What is to be done, then what is over."""
    return _list(request, access.support(request.user, uid), f"/fil/{uid}/")


def _list(request: PersonRequest, opened: Opened, back: str) -> HttpResponse:
    shown = reminders_of(opened)
    context = {
        "opened": opened,
        "name": name_of(opened.kind, opened.title, opened.young, opened.members, opened.viewer),
        "to_do": [one for one in shown if one.state == "open"],
        "over": [one for one in shown if one.state != "open"],
        "here": request.path,
        "back": back,
    }
    return render(request, "thread/reminders.html", context)


@signed_in_page
@require_http_methods(["GET", "POST"])
def new_reminder(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask for something before a day."""
    opened = access.support(request.user, uid, to_write=True)
    form = ReminderForm(request.POST or None)
    error = ""
    if request.method == "POST":
        slow_down("reminder", str(request.user.pk), times=60, seconds=600)
        if form.is_valid():
            try:
                actions.ask_reminder(opened=opened, uid=form.cleaned_data["id"], wanted=form.wanted)
                return redirect("thread:thread", uid)
            except Problem as problem:
                error = str(problem.detail or problem.title)
    return _form_page(request, opened, form, {"error": error, "new_id": request.POST.get("id") or new_id()})


@signed_in_page
@require_http_methods(["GET", "POST"])
def reminder(request: PersonRequest, uid: UUID, reminder: UUID) -> HttpResponse:
    """One reminder; who asked for it may change it."""
    opened = access.support(request.user, uid)
    row = access.reminder(opened, reminder)
    shown = reminder_view(row, opened)
    if request.method == "POST" and not shown.may_change:
        raise Problem(
            "forbidden", _("C’est à qui a demandé ce rappel de le changer, tant qu’il est en cours.")
        )
    form, error = ReminderForm(request.POST or None, initial=ReminderForm.of(row)), ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_reminder(opened=opened, uid=reminder, wanted=form.wanted)
            return redirect("thread:reminders", uid)
        except Problem as problem:
            error = str(problem.detail or problem.title)
    more = {"error": error, "shown": shown, "new_id": reminder}
    return _form_page(request, opened, form, more)


@signed_in_page
@require_POST
def finish_reminder(request: PersonRequest, uid: UUID, reminder: UUID) -> HttpResponse:
    """« C’est fait », by either side."""
    opened = access.support(request.user, uid, to_write=True)
    form = DueForm(request.POST)
    if not form.is_valid():
        raise Problem("not-found")
    actions.finish_reminder(opened=opened, uid=reminder, due_on=form.cleaned_data["due_on"])
    return redirect(back(request, uid))


@signed_in_page
@require_POST
def stop_reminder(request: PersonRequest, uid: UUID, reminder: UUID) -> HttpResponse:
    """« Ne plus rappeler », by the side that asked."""
    actions.stop_reminder(opened=access.support(request.user, uid, to_write=True), uid=reminder)
    return redirect("thread:reminders", uid)


def _form_page(
    request: PersonRequest, opened: Opened, form: ReminderForm, more: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.errors else 409 if more["error"] else 200
    context = {"opened": opened, "form": form, **more}
    return render(request, "thread/reminder.html", context, status=status)
