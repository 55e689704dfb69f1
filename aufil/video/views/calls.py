"""« Appeler en visio », from a thread."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from aufil.people.access import PersonRequest
from aufil.thread import access as threads
from aufil.thread.models import Side
from aufil.video import actions
from aufil.video.queries import own_call
from aufil.web.limits import slow_down
from aufil.web.pages import signed_in_page


@signed_in_page
@require_http_methods(["GET", "POST"])
def call(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The team starts a call, or goes into the one there is; the young person goes in while there is one."""
    if request.method == "POST":
        opened = threads.staff_thread(request.user, uid)
        slow_down("video-call", str(request.user.pk), times=30, seconds=3_600)
        room = actions.start_call(opened=opened, by=request.user)
        return redirect(f"/salle/{room.uid}/")
    opened = threads.support(request.user, uid)
    if there := own_call(request.user, uid):
        return redirect(f"/salle/{there.uid}/")
    if opened.viewer.side != Side.STAFF:
        return redirect(f"/fil/{uid}/")
    return render(request, "video/call.html", {"young": threads.young_of(opened), "thread": uid})
