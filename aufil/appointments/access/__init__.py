"""The doors to appointments: what this person may see, or 404."""

from typing import NamedTuple, TypeVar
from uuid import UUID

from django.http import Http404

from aufil.appointments.access.taking import (
    is_proven,
    own_partner,
    own_proposal,
    partner,
    private_address,
    proposal,
    public_structure,
    remember_proof,
    session,
    taking,
    visited,
    visitor_in,
    watch_of,
    young,
    young_in,
)
from aufil.appointments.models import (
    Appointment,
    Feed,
    Kind,
    Opening,
    OutsideCalendar,
    Place,
    Seat,
    Variation,
)
from aufil.appointments.queries import Asker, sessions_for, shown_to
from aufil.appointments.queries.openings import opening_by, variation_by
from aufil.kernel import clock
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Membership, Person, Role, Structure
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import memberships_of, staff_of, young_of
from aufil.web.problems import Problem

__all__ = [
    "Asking",
    "asking",
    "calendars_kept",
    "colleague_of",
    "heads",
    "hours_of",
    "is_proven",
    "kept",
    "kind",
    "leads",
    "noted",
    "opening",
    "own",
    "own_calendar",
    "own_feed",
    "own_partner",
    "own_proposal",
    "partner",
    "place",
    "place_of",
    "private_address",
    "proposal",
    "public_structure",
    "remember_proof",
    "seat_in",
    "seat_of",
    "seen",
    "session",
    "taking",
    "variation",
    "visited",
    "visitor_in",
    "watch_of",
    "working_in",
    "young",
    "young_in",
    "young_membership",
    "young_of_asking",
]

Hours = TypeVar("Hours", Opening, Variation)


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


def place_of(structure: Structure, uid: UUID | None) -> Place | None:
    """The place that is named; none when none is."""
    if uid is None:
        return None
    found = Place.objects.filter(structure=structure, uid=uid).first()
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
    by_staff = uid is not None and asked.who == Asker.STAFF
    found = young_of(asked.structure).filter(uid=str(uid)).first() if by_staff else None
    if found is None:
        raise Problem("not-found")
    return found


def seat_of(appointment: Appointment, young: Person | None) -> Seat:
    """The seat of a young person, or the visitor's."""
    found = Seat.objects.filter(appointment=appointment, young=young).first()
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
