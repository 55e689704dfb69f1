"""The doors to appointments: what this person may see, or 404."""

from uuid import UUID

from aufil.appointments.models import Appointment, Seat
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Membership, Person, Role, Structure
from aufil.web.problems import Problem


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


def young_membership(request: PersonRequest) -> Membership:
    """That by which somebody is supported, and came in; 404 for anybody else."""
    found = request.membership
    if found is None or found.role != Role.YOUNG:
        raise Problem("not-found")
    return found


def own(person: Person, uid: UUID) -> Seat:
    """A young person's seat in an appointment, in whatever state; with all that is said of it."""
    facts = ("kind", "place", "counsellor", "structure")
    rows = Seat.objects.select_related("appointment", *(f"appointment__{fact}" for fact in facts))
    found = rows.filter(appointment__uid=uid, young=person).first()
    if found is None:
        raise Problem("not-found")
    found.young = person
    return found
