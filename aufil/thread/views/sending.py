"""Sending photos and files by plain forms, sending one again, and writing what a recording says."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.files.models import SIZE_LIMIT
from aufil.kernel.ids import new_id
from aufil.people.access import PersonRequest
from aufil.thread import access, actions
from aufil.thread.forms import AgainForm, FilesForm, WordsForm
from aufil.thread.queries import Opened
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem
from aufil.web.uploads import with_files


@signed_in_page
@require_http_methods(["GET", "POST"])
@with_files(SIZE_LIMIT)
def send(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Photos, files, a voice note or a video, with some words: what a page without script sends them by."""
    opened = access.writable(request.user, uid)
    if request.method != "POST":
        return _send_page(request, opened, {"new_id": new_id()})
    slow_down("send-form", str(request.user.pk), times=60, seconds=600)
    form = FilesForm(request.POST, request.FILES)
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in ("text", "urgent", "private")}
    typed["new_id"] = request.POST.get("id") or new_id()
    if not form.is_valid():
        return _send_page(request, opened, {**typed, "error": next(iter(form.errors.values()))[0]})
    data = form.cleaned_data
    what = {"uid": data["id"], **{name: data[name] for name in ("text", "brought", "urgent", "private")}}
    try:
        actions.send_files(opened=opened, device=request.device.pk, **what)
    except Problem as problem:
        # The entries are there already when bytes could not be kept: the thread says how to send the rest.
        more = {"error": problem.detail or problem.title, "announced": problem.kind == "unavailable"}
        return _send_page(request, opened, {**typed, **more, "new_id": new_id()})
    return redirect("thread:thread", uid)


def _send_page(request: PersonRequest, opened: Opened, more: dict[str, Any]) -> HttpResponse:
    status = 200 if "error" not in more else 503 if more.get("announced") else 422
    return render(request, "thread/send.html", {"opened": opened, **more}, status=status)


@signed_in_page
@require_http_methods(["GET", "POST"])
@with_files(SIZE_LIMIT)
def send_again(request: PersonRequest, uid: UUID, file: UUID) -> HttpResponse:
    """A file of one's own that did not come, chosen once more."""
    filed = access.awaited_file(request.user, uid, file)
    form = AgainForm(request.POST, request.FILES)
    error = ""
    if request.method == "POST":
        slow_down("send-form", str(request.user.pk), times=60, seconds=600)
        if form.is_valid():
            try:
                actions.send_again(file=file, brought=form.cleaned_data["file"])
                return redirect("thread:thread", uid)
            except Problem as problem:
                error = str(problem.detail or problem.title)
        error = error or str(next(iter(form.errors.values()), [""])[0])
    context = {"filed": filed, "error": error}
    return render(request, "thread/send_again.html", context, status=422 if error else 200)


@signed_in_page
@require_http_methods(["GET", "POST"])
def words(request: PersonRequest, uid: UUID, file: UUID) -> HttpResponse:
    """What a voice note or a video says, for who cannot hear it."""
    filed = access.transcribable(request.user, uid, file)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_transcript(
            opened=filed.opened, entry=filed.entry.uid, file=file, text=form.cleaned_data["text"]
        )
        return redirect(f"/fil/{uid}/#e-{filed.entry.uid}")
    typed = request.POST.get("text", filed.view.shape["transcript"])
    context = {"filed": filed, "text": typed, "error": next(iter(form.errors.get("text", [])), "")}
    return render(request, "thread/words.html", context, status=422 if form.errors else 200)
