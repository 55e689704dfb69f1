"""« Tester ma visio »: microphone, camera and network, any day, before it matters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from aufil.video import access
from aufil.video.devices import may_use_devices
from aufil.video.ladder import TABLE
from aufil.video.relay import ice_for_a_test
from aufil.web.pages import come_back_to
from aufil.web.problems import Problem


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """For a young person; staff may try theirs too, and nothing is kept of it."""
    if not request.user.is_authenticated:
        return come_back_to(redirect("signin:email"), request.path)
    try:
        access.tested(request)
        kept = True
    except Problem:
        kept = False
    context = {"ice": ice_for_a_test(request.user.uid), "rungs": TABLE["rungs"], "kept": kept}
    return may_use_devices(render(request, "video/check.html", context))
