"""Writing to several young people at once, and what became of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from aufil.kernel.ids import new_id
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.queries import young_of
from aufil.thread import access, actions
from aufil.thread.forms import ManyForm, uuids
from aufil.thread.queries import copies_of
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_http_methods(["GET", "POST"])
def to_many(request: PersonRequest) -> HttpResponse:
    """One text for several people, each in their own thread."""
    structure = staff_membership(request.user, request.membership).structure
    asked = request.POST if request.method == "POST" else request.GET
    chosen = list(young_of(structure).filter(uid__in=uuids(asked.getlist("jeune"))[: actions.MOST]))
    form = ManyForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid() and chosen:
        data = form.cleaned_data
        try:
            sent = actions.write_to_many(
                uid=data["id"], structure=structure, author=request.user, young=chosen, text=data["text"]
            )
            return redirect("thread:to_many_done", sent.uid)
        except Problem as problem:
            error = str(problem.detail)
    context = {
        "chosen": chosen,
        "form": form,
        "error": error,
        "new_id": request.POST.get("id") or new_id(),
        "typed": request.POST.get("text", ""),
    }
    refused = request.method == "POST"
    return render(request, "thread/to_many.html", context, status=422 if refused else 200)


@signed_in_page
@require_GET
def to_many_done(request: PersonRequest, uid: UUID) -> HttpResponse:
    """For whom it left, and for whom it could not, and why. Its author only."""
    broadcast = access.own_broadcast(request.user, uid)
    copies = copies_of(broadcast)
    context = {
        "broadcast": broadcast,
        "sent": [copy for copy in copies if copy.entry_id],
        "refused": [copy for copy in copies if not copy.entry_id],
    }
    return render(request, "thread/to_many_done.html", context)
