"""Pages of video: door, answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from aufil.kernel import clock
from aufil.video import access
from aufil.video.devices import may_use_devices
from aufil.video.providers.sfu import server
from aufil.video.queries import front_of
from aufil.web.pages import come_back_to


@require_GET
def room(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where one comes in, is, and leaves; without a script, what there is to do instead."""
    who = access.at_the_page(request, uid)
    if who is None:
        return come_back_to(redirect("signin:email"), request.path)
    front = front_of(who.guest, clock.now(), signed_in=who.device is not None)
    key = "" if who.device else access.guest_key(who.guest)
    response = render(request, "video/room.html", {"front": front, "key": key})
    beyond = server() if front.room.provider == "sfu" else None
    return may_use_devices(response, beyond.public if beyond else "")
