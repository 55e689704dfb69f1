"""The doors to lists on their way in: one's own, for a structure one may bring people into."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from aufil.kernel import clock
from aufil.operate.models import Intake
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Role, Structure


@dataclass(frozen=True)
class Right:
    """Into which structures somebody may bring a list, and whether only their own young people."""

    structures: list[Structure]
    only_own: bool
    may_export: bool


def import_right(request: PersonRequest) -> Right:
    """Head and pilot bring in the structure's list, a counsellor their own; the platform's administration any."""
    if request.user.is_platform_admin and not request.memberships:
        return Right(list(Structure.objects.order_by("name")), only_own=False, may_export=False)
    membership = staff_membership(request.user, request.membership)
    return Right([membership.structure], membership.role == Role.COUNSELLOR, may_export=True)


def intake(request: PersonRequest, uid: UUID) -> Intake:
    """A list this person dropped and may still bring in, until its end."""
    right = import_right(request)
    found = (
        Intake.objects.lasting(clock.now())
        .filter(uid=uid, owner=request.user, structure__in=right.structures)
        .select_related("structure")
        .first()
    )
    if found is None or (right.only_own and not found.only_own):
        raise Http404
    return found
