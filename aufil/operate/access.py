"""The doors to lists on their way in: one's own, for a structure one may bring people into."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from aufil.kernel import clock
from aufil.operate.models import Intake
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Merge, Person, Role, Structure
from aufil.people.queries import mergeable


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


@dataclass(frozen=True)
class MergeRight:
    """In which structure somebody may make one file of two; `only`: of those this counsellor supports."""

    structure: Structure
    only: Person | None


def merge_right(request: PersonRequest) -> MergeRight:
    """Head and pilot, in the whole structure; a counsellor, of two young people they both support: a merge lets
    the team of each read the other's conversation."""
    membership = staff_membership(request.user, request.membership)
    return MergeRight(membership.structure, request.user if membership.role == Role.COUNSELLOR else None)


def two_files(right: MergeRight, named: tuple[UUID, UUID]) -> tuple[Person, Person]:
    """Two young people, in the order they are named; 404 when one is not to be merged by this person."""
    young = mergeable(right.structure, right.only)
    found = {person.uid: person for person in young.filter(uid__in=named)}
    if set(found) != set(named):
        raise Http404
    return found[named[0]], found[named[1]]


def merge(request: PersonRequest, uid: UUID) -> Merge:
    """A merge of the structure; a counsellor, one they made."""
    right = merge_right(request)
    rows = Merge.objects.filter(uid=uid, structure=right.structure)
    if right.only:
        rows = rows.filter(made_by=right.only)
    found = rows.select_related("kept", "absorbed", "made_by", "undone_by", "structure").first()
    if found is None:
        raise Http404
    return found
