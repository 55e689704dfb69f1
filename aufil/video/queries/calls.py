"""Calls from a thread: where one goes in, and what is said of them on the ways out."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.delivery.models import Notice
from aufil.delivery.queries import Words
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.thread.models import Thread
from aufil.video.models import Guest, Room
from aufil.video.queries.doors import paths_to

NOTICE = "call"  # `topic`: the room; `position`: at which minute of it
CUT = "cut"  # `position`: the room


def call_path(thread: UUID) -> str:
    """Where both go in, signed in."""
    return f"/fil/{thread}/visio/"


def told_of_calls(notices: Sequence[Notice]) -> dict[int, Words]:
    """By notice; none for a call that is over. Three statements, however many."""
    rooms = {
        room.pk: room
        for room in Room.objects.open().filter(pk__in=[one.topic for one in notices])
        if room.admits_until > clock.now()
    }
    hosts: dict[int, str] = {}
    for guest in Guest.objects.filter(room__in=rooms, is_host=True).select_related("person").order_by("-pk"):
        hosts[guest.room_id] = guest.name
    doors = paths_to(Room.Kind.CALL, {room.subject for room in rooms.values()})
    said = {}
    for one in notices:
        if room := rooms.get(one.topic):
            who = hosts.get(room.pk, "")
            opening = _("%(name)s vous attend en visio, maintenant.") % {"name": who}
            path = doors.get((room.subject, one.person_id)) or call_path(room.subject)
            said[one.pk] = Words(who, opening, path, who, opening=opening)
    return said


def told_of_cuts(notices: Sequence[Notice]) -> dict[int, Words]:
    """By notice: it stands on the call list and leaves by no other way."""
    said = _("Votre visio a coupé. On vous rappelle au téléphone.")
    return {one.pk: Words("", said, "/") for one in notices}


def own_call(person: Person, thread: UUID) -> Room | None:
    """The open call of a thread, if this person may go in."""
    rows = Room.objects.open().filter(kind=Room.Kind.CALL, subject=thread, guests__person=person)
    return rows.first()


def thread_of_call(room: Room) -> int | None:
    """The thread a call was started from, while it is open."""
    found = Thread.objects.filter(uid=room.subject, closed_at=None).values_list("pk", flat=True)
    return found.first()
