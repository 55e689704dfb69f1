"""The doors to what comes back."""

from hmac import compare_digest
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from aufil.delivery.inbox.providers import PROVIDERS
from aufil.delivery.models import Inbound
from aufil.delivery.queries import Waiting, waiting_one
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Person, Role, Structure
from aufil.people.queries import young_of
from aufil.web.problems import Problem


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


def _counsels_in(request: PersonRequest) -> Structure:
    """What somebody wrote to be read in a thread is read by counsellors; by nobody else."""
    membership = staff_membership(request.user, request.membership)
    if membership.role != Role.COUNSELLOR:
        raise Problem("not-found")
    return membership.structure
