"""The doors to appointments: what this person may see, or 404."""

from uuid import UUID

from aufil.appointments.models import Appointment, Place, Seat, Watch
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Person, Role, Structure
from aufil.people.queries import staff_of, young_of
from aufil.thread.queries import Opened
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


def taking(request: PersonRequest) -> Structure:
    """The structure a young person came for, to take a time there themselves."""
    membership = request.membership
    if membership is None or membership.role != Role.YOUNG:
        raise Problem("not-found")
    return membership.structure


def counsellor(structure: Structure, uid: UUID | None) -> Person:
    """Somebody of a structure's staff today."""
    found = staff_of(structure).filter(uid=uid).first() if uid else None
    if found is None:
        raise Problem("not-found")
    return found


def place(structure: Structure, uid: UUID) -> Place:
    """A place of a structure, closed ones too."""
    found = Place.objects.filter(structure=structure, uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def watch_of(structure: Structure, young: Person, uid: UUID) -> Watch:
    """What a young person asked to be told of there."""
    rows = Watch.objects.filter(structure=structure, young=young, uid=uid)
    found = rows.select_related("kind", "structure").first()
    if found is None:
        raise Problem("not-found")
    return found


def session(structure: Structure, uid: UUID) -> Appointment:
    """A collective appointment of a structure that young people may enrol in."""
    rows = Appointment.objects.select_related("kind", "structure", "place", "counsellor")
    rows = rows.filter(structure=structure, uid=uid, kind__is_collective=True, kind__for_young=True)
    found = rows.first()
    if found is None:
        raise Problem("not-found")
    return found


def young(structure: Structure, uid: UUID) -> Person:
    """Somebody a structure supports today."""
    found = young_of(structure).filter(uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def young_in(opened: Opened) -> Person:
    """Whose support thread it is, while they are supported."""
    found = young_of(Structure.objects.get(pk=opened.structure)).filter(pk=opened.young or 0).first()
    if found is None:
        raise Problem("not-found")
    return found
