"""« Rejoindre »: from an appointment by video to its room."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from aufil.appointments import access, actions
from aufil.people.access import PersonRequest
from aufil.people.models.support import STAFF_ROLES
from aufil.video.access import lead_in
from aufil.web.pages import signed_in_page


@signed_in_page
@require_GET
def join(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Whoever is in it; the team is told who holds it."""
    if request.membership and request.membership.role in STAFF_ROLES:
        row = access.kept(request, uid)
        if row.counsellor_id != request.user.pk:
            return redirect(f"/agenda/rdv/{uid}/?fait=visio")
        back = f"/agenda/rdv/{uid}/?fait=sans-visio"
    else:
        row = access.own_taken(request.user, uid).appointment
        back = f"/rendez-vous/{uid}/"
    room = actions.room_of(appointment=row, by=request.user)
    return redirect(f"/salle/{room.uid}/") if room else redirect(back)


@require_GET
def visited_join(request: HttpRequest, key: str) -> HttpResponse:
    """A visitor, from their private address."""
    seat = access.visited(request, key)
    return lead_in(access.visitor_guest(seat))
