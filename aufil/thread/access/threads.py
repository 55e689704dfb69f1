"""The doors to threads: the one this person may be in, run or ask to read, or 404."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aufil.kernel.statements import Statements
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Person, Role, Structure
from aufil.people.queries import staff_of
from aufil.people.queries import young_of as youth_of
from aufil.thread.models import Broadcast, Side, Thread
from aufil.thread.queries import (
    Opened,
    members_statement,
    opened,
    runs,
    support_thread_of,
    thread_statement,
)
from aufil.web.problems import Problem


def thread(person: Person, uid: UUID) -> Opened:
    """The thread with its members; a 404 problem when the person is not one of them today."""
    rows = Statements().select(thread_statement(uid), members_statement(uid))
    return opened(person.pk, rows[0], rows[1])


def staff_thread(person: Person, uid: UUID) -> Opened:
    """A support thread, for its staff only: where they note what the young person does not read."""
    found = thread(person, uid)
    if not is_staff_of(found):
        raise Problem("not-found")
    return found


def support(person: Person, uid: UUID, *, to_write: bool = False) -> Opened:
    """A support thread this person is in, whichever side; 403 to write on one that is closed."""
    found = writable(person, uid) if to_write else thread(person, uid)
    if found.kind != Thread.Kind.SUPPORT:
        raise Problem("not-found")
    return found


def own_support(request: PersonRequest) -> Opened | None:
    """The support thread of a young person, where they came for; None until somebody supports them."""
    here = request.membership
    if here is None or here.role != Role.YOUNG:
        raise Problem("not-found")
    uid = thread_of(request.user, here.structure)
    return thread(request.user, uid) if uid else None


def group(person: Person, uid: UUID) -> Opened:
    """A group this person is in."""
    found = thread(person, uid)
    if found.kind != Thread.Kind.GROUP:
        raise Problem("not-found")
    return found


def run_group(person: Person, uid: UUID) -> Opened:
    """A group this person runs: one of its staff, while it is open."""
    found = thread(person, uid)
    if not runs(found):
        raise Problem("not-found")
    return found


def writable(person: Person, uid: UUID) -> Opened:
    """A thread one may write on; 403 once it is closed."""
    found = thread(person, uid)
    if found.closed_at:
        raise Problem("forbidden", _("Cette conversation est fermée. On peut la lire, plus y écrire."))
    return found


def thread_of(young: Person, structure: Structure) -> UUID | None:
    """The support thread of a young person; None until somebody supports them."""
    found = support_thread_of(young.pk, structure.pk)
    return found.uid if found else None


def newcomer(opened: Opened, uid: UUID) -> tuple[Person, Side]:
    """Somebody of the group's structure whom its staff bring in, and on which side; else a 403 or 422 problem."""
    if not runs(opened):
        raise Problem("forbidden")
    young, staff = people_around(opened)
    for side, people in ((Side.YOUNG, young), (Side.STAFF, staff)):
        if person := people.filter(uid=uid).first():
            return person, side
    raise Problem("invalid", errors={"person": [_("Cette personne n’est pas de votre structure.")]})


def colleague(opened: Opened, uid: UUID) -> Person:
    """One of the staff of a thread's structure who is not in it."""
    _young, staff = people_around(opened)
    found = staff.filter(uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def people_around(opened: Opened) -> tuple[QuerySet[Person], QuerySet[Person]]:
    """The young people and the staff of a thread's structure who are not in it."""
    structure = Structure.objects.get(pk=opened.structure)
    here = [member.person_id for member in opened.members]
    return youth_of(structure).exclude(pk__in=here), staff_of(structure).exclude(pk__in=here)


def young_of(opened: Opened) -> Person:
    """Whom a support thread is about, with their number: for its staff."""
    return Person.objects.get(pk=opened.young or 0)


def consultable(request: PersonRequest, uid: UUID) -> Thread:
    """A support thread that pilot or head of its structure may ask to read: one they are not in."""
    membership = staff_membership(request.user, request.membership)
    found = None
    if membership.role in (Role.PILOT, Role.HEAD):
        threads = Thread.objects.filter(structure=membership.structure, kind=Thread.Kind.SUPPORT)
        found = threads.select_related("young").filter(uid=uid).first()
    if found is None or found.members.filter(person=request.user, left_at=None).exists():
        raise Problem("not-found")
    return found


def own_broadcast(request: PersonRequest, uid: UUID) -> Broadcast:
    """What somebody of the staff wrote to several at once where they work today; 404 for anybody else."""
    structure = staff_membership(request.user, request.membership).structure
    rows = Broadcast.objects.select_related("author", "structure")
    found = rows.filter(uid=uid, author=request.user, structure=structure).first()
    if found is None:
        raise Problem("not-found")
    return found


def is_staff_of(found: Opened) -> bool:
    """One of the staff of a support thread, not the young person."""
    return found.kind == Thread.Kind.SUPPORT and found.viewer.side == Side.STAFF
