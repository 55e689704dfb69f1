"""« Tester ma visio »: microphone, camera and network, any day, before it matters; and proposing it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from aufil.people.access import PersonRequest
from aufil.people.models import Structure
from aufil.thread import access as threads
from aufil.video import access, actions
from aufil.video.devices import may_use_devices
from aufil.video.ladder import TABLE
from aufil.video.relay import ice_for_a_test
from aufil.web.limits import slow_down
from aufil.web.pages import come_back_to, signed_in_page
from aufil.web.problems import Problem


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """For a young person; staff may try theirs too, and nothing is kept of it."""
    if not request.user.is_authenticated:
        return come_back_to(redirect("signin:email"), request.path)
    try:
        structure: Structure | None = access.tested(request).structure
    except Problem:
        structure = None
    return _page(request, request.user.uid, structure)


@require_GET
def trial(request: HttpRequest, uid: UUID) -> HttpResponse:
    """For who came by the address in a text message and said who they are; without its key, as anybody."""
    found = access.trial(request, uid)
    if found is None:
        return redirect("video:check")
    response = _page(request, found.uid, found.structure, key=access.trial_key(found))
    response.headers["Cache-Control"] = "no-store"
    return response


@signed_in_page
@require_POST
def propose(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The team proposes it to the young person of a thread, in one tap."""
    opened = threads.staff_thread(request.user, uid)
    slow_down("video-test", str(request.user.pk), times=60, seconds=3_600)
    actions.propose_check(opened=opened, by=request.user)
    return redirect(f"/?fil={uid}")


def _page(request: HttpRequest, whose: UUID, structure: Structure | None, key: str = "") -> HttpResponse:
    """`structure`: whose team is told; none of a test that is not kept."""
    context: dict[str, Any] = {
        "ice": ice_for_a_test(whose),
        "rungs": TABLE["rungs"],
        "kept": structure is not None,
        "structure": structure,
        "key": key,
    }
    return may_use_devices(render(request, "video/check.html", context))
