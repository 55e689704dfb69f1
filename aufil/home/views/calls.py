"""The call list: whom nothing else could reach."""

from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from aufil.delivery import access
from aufil.delivery import actions as delivery
from aufil.delivery.models import CallLine
from aufil.home import queries
from aufil.home.forms import CalledForm, NeedlessForm
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Role
from aufil.thread import access as threads
from aufil.thread import actions as thread
from aufil.web.pages import signed_in_page
from aufil.web.problems import Problem


@signed_in_page
@require_GET
def calls(request: PersonRequest) -> HttpResponse:
    """A counsellor's list, and those they stand in for; for who leads the structure, those nobody answers for."""
    membership = staff_membership(request.user, request.membership)
    lines = queries.to_call(request.user, membership.structure, membership.role)
    context = {"lines": lines, "leads": membership.role != Role.COUNSELLOR}
    return render(request, "home/calls.html", context)


@signed_in_page
@require_GET
def call(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One line: the number, what it is about, what came of the call."""
    return _page(request, access.call_line(request, uid))


@signed_in_page
@require_POST
def called(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What came of the call, noted in a second; the second of two is told that it is done."""
    line, form = access.call_line(request, uid), CalledForm(request.POST)
    if not form.is_valid():
        return _page(request, line, form, status=422)
    if not _noted(request, line, form):
        return _page(request, access.call_line(request, uid), form, status=409)
    return redirect("home:calls")


def _noted(request: PersonRequest, line: CallLine, form: CalledForm) -> bool:
    """In the thread of who is in it; else on the line alone."""
    said = form.cleaned_data
    own = queries.one_to_call(line, request.user).thread
    if own is None:
        return delivery.note_on_line(line=line, outcome=said["outcome"], actor=request.user)
    opened = threads.staff_thread(request.user, own)
    try:
        thread.note_call(
            opened=opened, uid=said["id"], outcome=said["outcome"], text=said["text"], line=line.uid
        )
    except Problem as problem:
        if problem.kind != "conflict":
            raise
        return False
    return True


@signed_in_page
@require_POST
def needless(request: PersonRequest, uid: UUID) -> HttpResponse:
    """« Ce n’est plus la peine », and why."""
    line, form = access.call_line(request, uid), NeedlessForm(request.POST)
    if not form.is_valid():
        return _page(request, line, needless=form, status=422)
    if not delivery.close_line(line=line, actor=request.user, why=form.cleaned_data["why"]):
        return _page(request, access.call_line(request, uid), status=409)
    return redirect("home:calls")


def _page(
    request: PersonRequest,
    line: CallLine,
    form: Form | None = None,
    needless: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "one": queries.one_to_call(line, request.user),
        "form": form,
        "needless": needless,
        "whys": CallLine.Why.choices,
        "is_second": status == 409,
        "is_mine": line.closed_by_id == request.user.pk,
    }
    return render(request, "home/call.html", context, status=status)
