"""A thread read for a reason, by pilot or head: a form first, then the text, and nothing to write with."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from aufil.people.access import PersonRequest
from aufil.thread import access, actions
from aufil.thread.forms import ReasonForm
from aufil.web.pages import signed_in_page


@signed_in_page
@require_http_methods(["GET", "POST"])
def consult(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Why does one need to read?"""
    thread = access.consultable(request, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.consult(thread=thread, person=request.user, reason=form.cleaned_data["reason"])
        return redirect("thread:consultation", uid)
    context = {"thread": thread, "form": form}
    return render(request, "thread/consult.html", context, status=422 if form.errors else 200)


@signed_in_page
@require_GET
def consultation(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The thread, to read."""
    row, panel = access.consulted(request, uid)
    return render(request, "thread/consultation.html", {"consultation": row, "panel": panel})
