"""What staff do beside a support thread: note a call, write a note, say that nothing needs an answer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from aufil.people.access import PersonRequest
from aufil.thread import access, actions
from aufil.thread.forms import CallForm, NoteForm
from aufil.web.pages import signed_in_page


@signed_in_page
@require_http_methods(["GET", "POST"])
def call(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The number, and what came of the call, noted in a second."""
    opened = access.staff_thread(request.user, uid)
    form = CallForm(request.POST or None)
    if not form.is_valid():
        context = {
            "young": access.young_of(opened),
            "form": form,
            "kind": "call",
            "next": back(request, uid),
        }
        return render(request, "thread/beside.html", context, status=422 if form.errors else 200)
    data = form.cleaned_data
    actions.note_call(opened=opened, uid=data["id"], outcome=data["outcome"], text=data["text"])
    return redirect(back(request, uid))


@signed_in_page
@require_POST
def note(request: PersonRequest, uid: UUID) -> HttpResponse:
    """A private note, for staff only."""
    opened = access.staff_thread(request.user, uid)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = {
            "young": access.young_of(opened),
            "form": form,
            "kind": "note",
            "next": back(request, uid),
        }
        return render(request, "thread/beside.html", context, status=422)
    actions.write_note(opened=opened, uid=form.cleaned_data["id"], text=form.cleaned_data["text"])
    return redirect(back(request, uid))


@signed_in_page
@require_POST
def no_answer(request: PersonRequest, uid: UUID) -> HttpResponse:
    """« Rien à répondre »."""
    actions.need_no_answer(opened=access.staff_thread(request.user, uid))
    return redirect(back(request, uid))


def back(request: PersonRequest, uid: UUID) -> str:
    """Where the form was: an address of ours, else the thread."""
    asked = request.POST.get("next", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else f"/fil/{uid}/"
