"""The doors to appointments: what this person may see, or 404."""

from typing import TypeVar
from uuid import UUID

from aufil.appointments.models import Appointment, Kind, Opening, Place, Seat, Variation
from aufil.appointments.queries.openings import opening_by, variation_by
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Membership, Person, Role, Structure
from aufil.people.queries import staff_of
from aufil.web.problems import Problem

Hours = TypeVar("Hours", Opening, Variation)


def working_in(request: PersonRequest) -> Structure:
    """The structure somebody of the staff came for."""
    return staff_membership(request.user, request.membership).structure


def kept(request: PersonRequest, uid: UUID) -> Appointment:
    """An appointment of the structure one works for, whoever's it is; cancelled ones too."""
    rows = Appointment.objects.select_related("kind", "place", "counsellor", "structure")
    found = rows.filter(uid=uid, structure=working_in(request)).first()
    if found is None:
        raise Problem("not-found")
    return found


def own(person: Person, uid: UUID) -> Seat:
    """A young person's seat in an appointment, in whatever state; with all that is said of it."""
    facts = ("kind", "place", "counsellor", "structure")
    rows = Seat.objects.select_related("appointment", *(f"appointment__{fact}" for fact in facts))
    found = rows.filter(appointment__uid=uid, young=person).first()
    if found is None:
        raise Problem("not-found")
    return found


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
