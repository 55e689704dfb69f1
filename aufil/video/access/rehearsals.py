"""The doors to rehearsals: both sides of a support thread, and the team alone for what it noted."""

from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest

from aufil.people.models import Person, Structure
from aufil.thread import access as threads
from aufil.thread.models import Side
from aufil.thread.queries import Opened
from aufil.video.access.rooms import TICKET
from aufil.video.models import QuestionList, Rehearsal, Room, Stay
from aufil.video.queries import own_lists, rehearsal_by, thread_of_rehearsal
from aufil.video.tickets import read
from aufil.web.authentication import signed_in
from aufil.web.problems import Problem


class Playing(NamedTuple):
    """Somebody at a rehearsal, on which side, and its support thread as they see it."""

    rehearsal: Rehearsal
    person: Person
    side: str
    opened: Opened


def rehearsal(person: Person, uid: UUID) -> Playing:
    """A rehearsal of a support thread this person is in today."""
    row = rehearsal_by(uid)
    thread = thread_of_rehearsal(row) if row else None
    if row is None or thread is None:
        raise Problem("not-found")
    opened = threads.thread(person, thread)
    return Playing(row, person, opened.viewer.side, opened)


def rehearsal_noted(person: Person, uid: UUID) -> Playing:
    """As `rehearsal`, for the team, who alone reads what was noted."""
    found = rehearsal(person, uid)
    if found.side != Side.STAFF:
        raise Problem("not-found")
    return found


def playing(request: HttpRequest, uid: UUID) -> Playing:
    """Whose page calls about a rehearsal: by the ticket of a stay in its room, or signed in (else a 401 problem)."""
    said = request.headers.get(TICKET, "")
    if not said:
        return rehearsal(signed_in(request), uid)
    rows = Stay.objects.select_related("guest__person")
    rows = rows.filter(room__kind=Room.Kind.REHEARSAL, room__subject=uid)
    stay = read("stay", said)
    found = rows.filter(uid=stay).first() if stay else None
    if found is None or found.guest.person is None or found.guest.removed_at:
        raise Problem("not-found")
    if found.device_id and signed_in(request).pk != found.guest.person_id:
        raise Problem("not-found")
    return rehearsal(found.guest.person, uid)


def playing_for_team(request: HttpRequest, uid: UUID) -> Playing:
    """As `playing`, for the team."""
    found = playing(request, uid)
    if found.side != Side.STAFF:
        raise Problem("not-found")
    return found


def question_list(structure: Structure, uid: UUID) -> QuestionList:
    """One of a structure's own lists, archived ones too."""
    found = own_lists(structure).filter(uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found
