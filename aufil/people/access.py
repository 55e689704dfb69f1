"""The doors to people: what this person may see, or 404."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from aufil.people.models import (
    Absence,
    Device,
    Membership,
    Person,
    Representative,
    Role,
    Site,
    Situation,
    Structure,
    Support,
)
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import (
    devices_of,
    ever_young_of,
    memberships_of,
    roles_of,
    schedule_of,
    staff_of,
    today_in,
    young_of,
)
from aufil.web.problems import Problem


class PersonRequest(HttpRequest):
    """A request of somebody signed in, as `DeviceMiddleware` leaves it (see there)."""

    user: Person
    device: Device
    device_state: str
    memberships: list[Membership]
    membership: Membership | None


def own_device(person: Person, uid: UUID) -> Device:
    """One of a person's own live devices."""
    device = devices_of(person).filter(uid=uid).first()
    if device is None:
        raise Http404
    return device


def staff_membership(person: Person, chosen: Membership | None = None) -> Membership:
    """The membership by which a person works in a structure today: the one they came for, if it is one."""
    if chosen and chosen.role in STAFF_ROLES:
        return chosen
    for membership in memberships_of(person):
        if membership.role in STAFF_ROLES:
            return membership
    raise Http404


def young_person(viewer: Person, uid: UUID) -> tuple[Person, Structure]:
    """A young person of the structure the viewer works for: identity and contacts, not the thread's text."""
    structure = staff_membership(viewer).structure
    young = young_of(structure).filter(uid=uid).first()
    if young is None:
        raise Http404
    return young, structure


def structure_seen(person: Person, chosen: Membership | None = None) -> Structure:
    """The structure whose people, places and hours a pilot or a head may see: the one they came for."""
    return _leading(person, chosen, (Role.HEAD, Role.PILOT)).structure


def structure_headed(person: Person, chosen: Membership | None = None) -> Structure:
    """The structure somebody heads and may change. A pilot sees it: a 403 problem; anybody else: 404."""
    membership = _leading(person, chosen, (Role.HEAD, Role.PILOT))
    if membership.role != Role.HEAD:
        raise Problem("forbidden", _("La direction de la structure peut changer cela. Demandez-lui."))
    return membership.structure


def _leading(person: Person, chosen: Membership | None, roles: tuple[Role, ...]) -> Membership:
    rows = [m for m in memberships_of(person) if chosen is None or m.structure_id == chosen.structure_id]
    found = sorted((m for m in rows if m.role in roles), key=lambda m: roles.index(Role(m.role)))
    if not found:
        raise Http404
    return found[0]


def member_of_staff(structure: Structure, uid: UUID) -> Person:
    """One who is, was or will be on the staff of a structure."""
    rows = Membership.objects.filter(structure=structure, role__in=STAFF_ROLES).values("person")
    found = Person.objects.filter(uid=uid, pk__in=rows).first()
    if found is None:
        raise Http404
    return found


def own_absence(person: Person, chosen: Membership | None, uid: UUID) -> Absence:
    """An absence of one's own, or of one's staff for a head; of the structure one came for."""
    structure = staff_membership(person, chosen).structure
    rows = Absence.objects.filter(structure=structure, cancelled_at=None, uid=uid)
    found = rows.select_related("person", "stand_in", "structure").first()
    if found is None or (found.person != person and not _heads(person, structure)):
        raise Http404
    return found


def _heads(person: Person, structure: Structure) -> bool:
    return any(m.role == Role.HEAD and m.structure_id == structure.pk for m in memberships_of(person))


def site_of(structure: Structure, uid: UUID) -> Site:
    """A place of a structure, closed ones too."""
    found = structure.sites.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def role_of(structure: Structure, person: Person, pk: int) -> Membership:
    """A role that somebody has on the staff of a structure."""
    found = next((row for row in roles_of(person, structure) if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


def structure_administered(person: Person, slug: str) -> Structure:
    """Any structure, for who looks after the platform: its name, its heads and counts, never its other people."""
    found = Structure.objects.filter(slug=slug).first() if person.is_platform_admin else None
    if found is None:
        raise Http404
    return found


def platform(person: Person) -> None:
    """For who looks after the platform alone."""
    if not person.is_platform_admin:
        raise Http404


@dataclass(frozen=True)
class Case:
    """A young person, gone ones too, as somebody of the structure's staff comes to them."""

    young: Person
    structure: Structure
    viewer: Person
    membership: Membership


def case(request: PersonRequest, uid: UUID) -> Case:
    """A young person this structure supports or has supported: for its staff, whatever their role."""
    membership = staff_membership(request.user, request.membership)
    young = ever_young_of(membership.structure).filter(uid=uid).first()
    if young is None:
        raise Http404
    return Case(young, membership.structure, request.user, membership)


def led_case(request: PersonRequest, uid: UUID) -> Case:
    """As `case`, for pilot and head alone."""
    found = case(request, uid)
    if found.membership.role not in (Role.PILOT, Role.HEAD):
        raise Http404
    return found


def deciding(request: PersonRequest, uid: UUID) -> Case:
    """As `case`, to say who supports: those who do, pilot and head; anybody of the staff when nobody does.

    A 403 problem for the others: taking a young person over opens their thread.
    """
    found = case(request, uid)
    if not may_decide(found):
        raise Problem(
            "forbidden",
            _("C’est à qui accompagne ce jeune, ou à la direction, de le faire. Demandez-leur."),
        )
    return found


def may_decide(found: Case) -> bool:
    """May the viewer say who supports this young person, and whether they leave?"""
    if found.membership.role in (Role.PILOT, Role.HEAD):
        return True
    schedule = schedule_of(found.young, found.structure)
    if not any(row.part == Support.Part.REFERENT for row in schedule):
        return True
    return any(row.counsellor_id == found.viewer.pk for row in schedule)


def answering_for(request: PersonRequest, uid: UUID) -> Case:
    """As `case`, to see to it that somebody is reached: for who supports them or stands in, and for who leads the
    structure where nobody does. A 404 problem for anybody else."""
    found = case(request, uid)
    if not may_answer_for(found):
        raise Problem("not-found")
    return found


def may_answer_for(found: Case) -> bool:
    """Is it for the viewer to see to it that this young person is reached?"""
    rows = Support.objects.on(today_in(found.structure)).filter(young=found.young, structure=found.structure)
    counsellors = dict(rows.values_list("counsellor", "part"))
    if found.viewer.pk in counsellors:
        return True
    nobody = Support.Part.REFERENT not in counsellors.values()
    return nobody and found.membership.role in (Role.PILOT, Role.HEAD)


def giving(request: PersonRequest, uid: str) -> tuple[Person, Structure]:
    """Whose caseload is handed over: one's own; for pilot and head, any counsellor's of the structure."""
    membership = staff_membership(request.user, request.membership)
    if uid in ("", str(request.user.uid)):
        return request.user, membership.structure
    giver = None
    if membership.role in (Role.PILOT, Role.HEAD):
        giver = next((p for p in staff_of(membership.structure) if str(p.uid) == uid), None)
    if giver is None:
        raise Http404
    return giver, membership.structure


def situation(found: Case, uid: UUID) -> Situation:
    row = Situation.objects.filter(person=found.young, structure=found.structure, uid=uid).first()
    if row is None:
        raise Http404
    return row


def representative(found: Case, uid: UUID) -> Representative:
    row = Representative.objects.filter(person=found.young, structure=found.structure, uid=uid).first()
    if row is None:
        raise Http404
    return row
