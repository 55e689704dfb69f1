"""« Envois »: what was sent to a young person, what became of it, what will be sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from aufil.delivery import access as delivered
from aufil.delivery import actions as delivery
from aufil.home import queries
from aufil.home.forms import ResumedForm
from aufil.people.access import PersonRequest, answering_for, case, may_answer_for
from aufil.people.models import Profile
from aufil.people.queries import file_of
from aufil.web.pages import signed_in_page


@signed_in_page
@require_GET
def sendings(request: PersonRequest, uid: UUID) -> HttpResponse:
    """For who supports them, what each was about; for the rest of the staff, states alone."""
    found = case(request, uid)
    own, _last = queries.threads_about(found.young, found.structure, found.viewer)
    may_act = may_answer_for(found)
    context = {
        "case": found,
        "thread": own,
        "may_act": may_act,
        "shown": queries.sendings_of(found, request.GET.get("page"), reads=own is not None, acts=may_act),
        "profile": file_of(found.young, found.structure).profile,
        "by_call": Profile.Channel.CALL,
    }
    return render(request, "home/sendings.html", context)


@signed_in_page
@require_POST
def send_again(request: PersonRequest, uid: UUID, attempt: UUID) -> HttpResponse:
    """Anew, by the ways there are today; pressed twice is once."""
    found = answering_for(request, uid)
    tried = delivered.attempt_to(found.young, found.structure, attempt)
    delivery.send_again(attempt=tried, actor=request.user)
    return redirect("home:sendings", uid=uid)


@signed_in_page
@require_POST
def resume(request: PersonRequest, uid: UUID) -> HttpResponse:
    """They asked to be told this way again."""
    found, form = answering_for(request, uid), ResumedForm(request.POST)
    if form.is_valid():
        delivery.resume(person=found.young, address=form.cleaned_data["address"], actor=request.user)
    return redirect("home:sendings", uid=uid)


@signed_in_page
@require_POST
def settled(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What did not arrive is done: told otherwise, or not needed any more."""
    found = answering_for(request, uid)
    delivery.settle(person=found.young, structure=found.structure, actor=request.user)
    if "list" in request.POST:
        return redirect("home:unreached")
    return redirect("home:sendings", uid=uid)
