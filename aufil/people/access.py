"""The doors to people: what this person may see, or 404."""

from uuid import UUID

from django.http import Http404, HttpRequest

from aufil.people.models import Device, Membership, Person, Role, Structure
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import devices_of, memberships_of, young_of


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


def supports_today(viewer: Person, roles: tuple[Role, ...]) -> bool:
    """Has the viewer one of `roles` today?"""
    return any(m.role in roles for m in memberships_of(viewer))
