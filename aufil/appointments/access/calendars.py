"""The doors to calendars."""

from uuid import UUID

from aufil.appointments.access.kept import working_in
from aufil.appointments.models import (
    Feed,
    OutsideCalendar,
)
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Membership, Person, Role
from aufil.people.models.support import STAFF_ROLES
from aufil.web.problems import Problem


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
