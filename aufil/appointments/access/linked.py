"""The doors for who comes without signing in: a link of theirs, a private address, a partner’s."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse

from aufil.appointments.models import (
    Appointment,
    Partner,
    Proposal,
    Seat,
)
from aufil.appointments.models.appointment import FORGOTTEN
from aufil.appointments.queries import (
    is_first_meeting_offered,
    partner_by_code,
    proposal_of,
)
from aufil.people.models import Structure
from aufil.signin.access import link_by_code
from aufil.signin.models import Link
from aufil.video.models import Guest, Room
from aufil.video.queries import open_room_about
from aufil.web.limits import slow_down_from
from aufil.web.problems import Problem

PROVEN = "aufil_rdv"
PROVEN_LIFE = 1_800  # seconds
VISITED = Signer(salt="aufil.appointments.visited", sep=".")


def proposal(request: HttpRequest, key: str) -> Proposal:
    """What a link in a text message proposes, live or not; 404 for no such link, and guessing is slowed down."""
    try:
        found = proposal_of(link_by_code(request, key, Link.Act.BOOK))
    except Http404:
        found = None
    if found is None:
        raise Problem("not-found")
    return found


def own_proposal(structure: Structure, uid: UUID) -> Proposal:
    """One that a structure sent."""
    rows = Proposal.objects.filter(structure=structure, link__uid=uid)
    found = rows.select_related("link__person").first()
    if found is None:
        raise Problem("not-found")
    return found


def is_proven(request: HttpRequest, link: Link) -> bool:
    """Did this browser say lately who it is, at this very link? Its own person's device need not."""
    if request.user.is_authenticated and request.user.pk == link.person_id:
        return True
    said = request.get_signed_cookie(PROVEN, default="", salt=PROVEN, max_age=PROVEN_LIFE)
    return bool(said == str(link.uid))


def remember_proof(response: HttpResponse, link: Link, path: str) -> HttpResponse:
    """For half an hour, on this browser, below this link's address alone. No device: it opens no thread."""
    response.set_signed_cookie(
        PROVEN,
        str(link.uid),
        salt=PROVEN,
        max_age=PROVEN_LIFE,
        path=path,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    return response


def private_address(seat: Seat) -> str:
    """Where a visitor finds their appointment again: signed, nobody guesses it."""
    return f"/premier-rendez-vous/{VISITED.sign(str(seat.uid))}/"


def visited(request: HttpRequest, key: str) -> Seat:
    """The seat of a visitor by their private address, while nobody has made it a young person's; 404 else."""
    try:
        uid = UUID(VISITED.unsign(key))
    except (BadSignature, ValueError):
        slow_down_from(request, "code-missed", times=30, seconds=900)
        raise Problem("not-found") from None
    facts = [f"appointment__{name}" for name in ("kind", "place", "counsellor", "structure")]
    found = Seat.objects.select_related("appointment", *facts).filter(uid=uid, young=None).first()
    if found is None or found.visitor_name == FORGOTTEN:
        raise Problem("not-found")
    return found


def visitor_guest(seat: Seat) -> Guest:
    """A visitor’s place in the room of their first meeting; 404 where it has none."""
    room = open_room_about(Room.Kind.APPOINTMENT, seat.appointment.uid)
    found = Guest.objects.filter(room=room, person=None, visitor_name=seat.visitor_name[:60]).first()
    if room is None or found is None:
        raise Problem("not-found")
    found.room = room
    return found


def visitor_in(appointment: Appointment) -> Seat:
    """Who comes for a first meeting and has no file yet; 404 when there is nobody such."""
    found = appointment.taken.filter(young=None).first()
    if found is None:
        raise Problem("not-found")
    return found


def public_structure(slug: str) -> Structure:
    """A structure that offers first meetings on its public page; 404 else."""
    found = Structure.objects.filter(slug=slug).first()
    if found is None or not is_first_meeting_offered(found):
        raise Problem("not-found")
    return found


def partner(request: HttpRequest, key: str) -> Partner:
    """Whose address this is, revoked ones too; 404 for none, and guessing is slowed down."""
    found = partner_by_code(key)
    if found is None:
        slow_down_from(request, "code-missed", times=30, seconds=900)
        raise Problem("not-found")
    return found


def own_partner(structure: Structure, uid: UUID) -> Partner:
    found = Partner.objects.filter(structure=structure, uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found
