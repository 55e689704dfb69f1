"""The doors of delivery: what a link says it is for, what a gateway may call, what comes back; else 404."""

from hmac import compare_digest
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from aufil.delivery.channels.email.tokens import attempt_of, followed
from aufil.delivery.channels.sms.addresses import is_secret
from aufil.delivery.channels.sms.choice import SMS
from aufil.delivery.channels.sms.promise import Called
from aufil.delivery.inbox.providers import PROVIDERS
from aufil.delivery.models import Attempt, CallLine, Inbound, ShortLink
from aufil.delivery.queries import Waiting, attempts_to, line_for, short_link_of, waiting_one
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Person, Role, Structure
from aufil.people.queries import young_of
from aufil.web.limits import slow_down_from
from aufil.web.problems import Problem

CALLS_A_MINUTE = 6000  # receipts of a broadcast come in a rush
GUESSES_A_MINUTE = 30
LARGEST_CALL = 64_000  # bytes


def mailed(token: str) -> Attempt:
    """The mail whose link asks us to stop; signs nobody in."""
    uid = attempt_of("stop", token)
    found = Attempt.objects.filter(uid=uid).select_related("person", "structure").first() if uid else None
    if found is None:
        raise Http404
    return found


def followed_mail(token: str) -> tuple[Attempt | None, str]:
    """The mail whose link is followed (None once it is forgotten), and where it leads; signs nobody in."""
    known = followed(token)
    if known is None:
        raise Http404
    uid, path = known
    return Attempt.objects.filter(uid=uid).first(), path


class Calling(NamedTuple):
    """A gateway that calls, with what it says."""

    gateway: str
    called: Called


def calling_gateway(request: HttpRequest, gateway: str, place: str, secret: str) -> Calling:
    """A gateway we gave this address to; anybody else: 404."""
    if gateway not in SMS or not is_secret(secret, gateway, place):
        slow_down_from(request, "sms-guess", times=GUESSES_A_MINUTE, seconds=60)
        raise Http404
    slow_down_from(request, "sms-call", times=CALLS_A_MINUTE, seconds=60)
    if len(request.body) > LARGEST_CALL:
        raise Problem("too-large")
    # Forms and addresses alike: providers say the same either way.
    values = {**request.POST.dict(), **request.GET.dict()}
    return Calling(gateway, Called(values, dict(request.headers), request.body))


def followed_link(request: HttpRequest, code: str) -> ShortLink:
    """A link of ours, old or not; 404 for letters that are none."""
    found = short_link_of(code)
    if found is None:
        slow_down_from(request, "short-link", times=GUESSES_A_MINUTE, seconds=60)
        raise Http404
    return found


def calling_provider(provider: str, secret: str) -> None:
    """Only who knows the secret of this installation hands mail in; a 404 problem for anybody else."""
    known = settings.EMAIL_INBOUND_SECRET
    if not known or provider not in PROVIDERS or not compare_digest(secret, known):
        raise Problem("not-found")


def sorting_box(request: PersonRequest) -> Structure | None:
    """Whose box this person sorts: their structure's; None: the administrator's, of what no structure is known for."""
    if request.user.is_platform_admin and not request.memberships:
        return None
    return _counsels_in(request)


def to_sort_here(request: PersonRequest, uid: UUID) -> tuple[Waiting, Structure]:
    """One thing that waits in the box of this person's structure; a 404 problem for any other."""
    structure = _counsels_in(request)
    found = waiting_one(structure, uid)
    if found is None:
        raise Problem("not-found")
    return found, structure


def to_sort_nowhere(request: PersonRequest, uid: UUID) -> Inbound:
    """One thing no structure is known for; for administrators of the platform."""
    found = Inbound.objects.filter(uid=uid, structure=None, state=Inbound.State.WAITING).first()
    if found is None or not request.user.is_platform_admin:
        raise Problem("not-found")
    return found


def its_sender(structure: Structure, uid: UUID | None) -> Person:
    """The young person of the structure somebody chose; a 422 problem for anybody else."""
    found = young_of(structure).filter(uid=uid).first() if uid else None
    if found is None:
        raise Problem("invalid", errors={"person": [_("Choisissez une personne de votre structure.")]})
    return found


def attempt_to(person: Person, structure: Structure, uid: UUID) -> Attempt:
    """What was tried to reach somebody in the name of a structure; a 404 problem for anything else."""
    found = attempts_to(person, structure).filter(uid=uid).select_related("person", "structure").first()
    if found is None:
        raise Problem("not-found")
    return found


def call_line(request: PersonRequest, uid: UUID) -> CallLine:
    """A line, open or closed, of one's own call list: those one answers for today; for who leads the structure,
    those nobody answers for. A 404 problem for any other."""
    membership = staff_membership(request.user, request.membership)
    leads = membership.role != Role.COUNSELLOR
    found = line_for(request.user, membership.structure, uid, leads=leads)
    if found is None:
        raise Problem("not-found")
    return found


def _counsels_in(request: PersonRequest) -> Structure:
    """What somebody wrote to be read in a thread is read by counsellors; by nobody else."""
    membership = staff_membership(request.user, request.membership)
    if membership.role != Role.COUNSELLOR:
        raise Problem("not-found")
    return membership.structure
