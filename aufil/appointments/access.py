"""The doors to appointments: what this person may see, or 404."""

from uuid import UUID

from aufil.appointments.models import Appointment, Feed, OutsideCalendar, Seat
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Membership, Person, Role, Structure
from aufil.people.models.support import STAFF_ROLES
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


def own(person: Person, uid: UUID) -> Seat:
    """A young person's seat in an appointment, in whatever state; with all that is said of it."""
    facts = ("kind", "place", "counsellor", "structure")
    rows = Seat.objects.select_related("appointment", *(f"appointment__{fact}" for fact in facts))
    found = rows.filter(appointment__uid=uid, young=person).first()
    if found is None:
        raise Problem("not-found")
    return found


def calendars_kept(request: PersonRequest) -> Membership:
    """Who has appointments here: a young person, or somebody of the staff; by the role they came for."""
    for row in filter(None, (request.membership, *request.memberships)):
        if row.role == Role.YOUNG:
            return row
        if row.role in STAFF_ROLES:
            return staff_membership(request.user, row)
    raise Problem("not-found")


def own_feed(person: Person, uid: UUID) -> Feed:
    """An address of one's own that calendar programs read, revoked ones too."""
    found = Feed.objects.filter(uid=uid, person=person).first()
    if found is None:
        raise Problem("not-found")
    return found


def own_calendar(request: PersonRequest, uid: UUID) -> OutsideCalendar:
    """A calendar of one's own, kept elsewhere: staff only."""
    structure = working_in(request)
    rows = OutsideCalendar.objects.select_related("structure")
    found = rows.filter(uid=uid, person=request.user, structure=structure).first()
    if found is None:
        raise Problem("not-found")
    return found
