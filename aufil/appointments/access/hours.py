"""The doors to hours, kinds and places."""

from typing import TypeVar
from uuid import UUID

from aufil.appointments.models import (
    Kind,
    Opening,
    Place,
    Variation,
)
from aufil.appointments.queries.openings import opening_by, variation_by
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Membership, Person, Role, Structure
from aufil.people.queries import staff_of
from aufil.web.problems import Problem

Hours = TypeVar("Hours", Opening, Variation)


def hours_of(request: PersonRequest, uid: str) -> tuple[Person, Structure]:
    """Whose openings are laid: one's own (no `uid`); for pilot and head, any colleague's. 404 for anybody else."""
    membership = staff_membership(request.user, request.membership)
    if uid in ("", str(request.user.uid)):
        return request.user, membership.structure
    if membership.role in (Role.PILOT, Role.HEAD):
        for colleague in staff_of(membership.structure):
            if str(colleague.uid) == uid:
                return colleague, membership.structure
    raise Problem("not-found")


def leads(request: PersonRequest) -> bool:
    """Does somebody of the staff see to their colleagues' hours too?"""
    return staff_membership(request.user, request.membership).role in (Role.PILOT, Role.HEAD)


def heads(request: PersonRequest, structure: Structure) -> bool:
    """May somebody change what the structure offers?"""
    return any(m.role == Role.HEAD and m.structure_id == structure.pk for m in request.memberships)


def opening(request: PersonRequest, uid: UUID) -> Opening:
    """A weekly stretch one may change."""
    membership = staff_membership(request.user, request.membership)
    return _may_change(request, membership, opening_by(membership.structure, uid))


def variation(request: PersonRequest, uid: UUID) -> Variation:
    """A day that differs, and that one may change."""
    membership = staff_membership(request.user, request.membership)
    return _may_change(request, membership, variation_by(membership.structure, uid))


def _may_change(request: PersonRequest, membership: Membership, found: Hours | None) -> Hours:
    leads = membership.role in (Role.PILOT, Role.HEAD)
    if found is None or (found.counsellor_id != request.user.pk and not leads):
        raise Problem("not-found")
    return found


def kind(structure: Structure, uid: UUID) -> Kind:
    """A kind a structure offers or offered."""
    found = Kind.objects.filter(structure=structure, uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def place(structure: Structure, uid: UUID) -> Place:
    """A place of a structure's appointments, closed ones too."""
    found = Place.objects.filter(structure=structure, uid=uid).select_related("site").first()
    if found is None:
        raise Problem("not-found")
    return found


def place_of(structure: Structure, uid: UUID | None) -> Place | None:
    """The place that is named; none when none is."""
    return place(structure, uid) if uid else None
