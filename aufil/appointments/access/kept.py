"""The doors to appointments and to who is in them."""

from typing import NamedTuple
from uuid import UUID

from django.http import Http404

from aufil.appointments.models import (
    Appointment,
    Seat,
    Watch,
)
from aufil.appointments.queries import (
    Asker,
    lounge_of,
    sessions_for,
    shown_to,
)
from aufil.kernel import clock
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Membership, Person, Role, Structure
from aufil.people.queries import memberships_of, staff_of, young_of
from aufil.thread.queries import Opened
from aufil.video.queries import Lounge
from aufil.web.problems import Problem


class Asking(NamedTuple):
    """Who asks, as what, in which structure."""

    person: Person
    structure: Structure
    who: Asker


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


def own_taken(person: Person, uid: UUID) -> Seat:
    """As `own`, a seat they have: neither given back nor waiting."""
    found = own(person, uid)
    if found.state != Seat.State.TAKEN:
        raise Problem("not-found")
    return found


def lounge(request: PersonRequest, uid: UUID) -> Lounge:
    """The lounge beside a workshop one is enrolled in, or holds."""
    rows = Appointment.objects.select_related("kind", "structure", "counsellor")
    row = rows.filter(uid=uid).first()
    found = lounge_of(row) if row else None
    if found is None or all(one.pk != request.user.pk for one in (*found.hosts, *found.members)):
        raise Problem("not-found")
    return found


def asking(request: PersonRequest) -> Asking:
    """Somebody of the staff, or supported, in the structure they came for; 404 for anybody else."""
    try:
        return Asking(request.user, working_in(request), Asker.STAFF)
    except Http404:
        pass
    for membership in memberships_of(request.user):
        if membership.role == Role.YOUNG:
            return Asking(request.user, membership.structure, Asker.YOUNG)
    raise Problem("not-found")


def seen(asked: Asking, uid: UUID) -> Appointment:
    """An appointment as `shown_to` shows it; a session one may enrol in, too."""
    found = shown_to(asked.person, asked.who, asked.structure).filter(uid=uid).first()
    if found is None and asked.who == Asker.YOUNG:
        found = sessions_for(asked.person, asked.structure, clock.now()).filter(uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def colleague_of(structure: Structure, uid: UUID) -> Person:
    found = staff_of(structure).filter(uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def young_of_asking(asked: Asking, uid: UUID | None) -> Person:
    """For whom it is: oneself for a young person, somebody supported there for staff."""
    if asked.who == Asker.YOUNG and uid in (None, asked.person.uid):
        return asked.person
    if uid is None or asked.who != Asker.STAFF:
        raise Problem("not-found")
    return young(asked.structure, uid)


def seat_of(appointment: Appointment, young: Person | None) -> Seat:
    """The seat of a young person, or the visitor's."""
    found = Seat.objects.filter(appointment=appointment, young=young).first()
    if found is None:
        raise Problem("not-found")
    return found


def seat_in(appointment: Appointment, uid: UUID) -> Seat:
    """Somebody who is in an appointment, or waits for a seat in it."""
    rows = Seat.objects.filter(appointment=appointment, uid=uid).exclude(state=Seat.State.GIVEN_BACK)
    found = rows.select_related("young").first()
    if found is None:
        raise Problem("not-found")
    return found


def noted(request: PersonRequest, uid: UUID) -> Seat:
    """A seat in an appointment of the structure one works for, whoever's it is."""
    rows = Seat.objects.filter(appointment__structure=working_in(request), state=Seat.State.TAKEN)
    found = rows.select_related("appointment", "young").filter(uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def taking(request: PersonRequest) -> Structure:
    """The structure a young person came for, to take a time there themselves."""
    return young_membership(request).structure


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
