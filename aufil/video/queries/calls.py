"""Calls and rehearsals started from a thread: where one goes in, and what is said of them on the ways out."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.delivery.models import Notice
from aufil.delivery.queries import Words
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.thread.models import Thread
from aufil.thread.queries import support_thread_of
from aufil.video.models import Guest, Rehearsal, Room
from aufil.video.queries.doors import paths_to
from aufil.video.queries.rehearsals import rehearsal_path

NOTICE = "call"  # `topic`: the room; `position`: at which minute of it
CUT = "cut"  # `position`: the room
STARTED = (Room.Kind.CALL, Room.Kind.REHEARSAL)  # by staff, and told at once


def call_path(thread: UUID) -> str:
    """Where both go in, signed in."""
    return f"/fil/{thread}/visio/"


def told_of_calls(notices: Sequence[Notice]) -> dict[int, Words]:
    """By notice; none for what is over. Four statements, however many."""
    rooms = {
        room.pk: room
        for room in Room.objects.open().filter(pk__in=[one.topic for one in notices])
        if room.admits_until > clock.now()
    }
    hosts: dict[int, str] = {}
    for guest in Guest.objects.filter(room__in=rooms, is_host=True).select_related("person").order_by("-pk"):
        hosts[guest.room_id] = guest.name
    doors: dict[tuple[UUID, int], str] = {}
    for kind in STARTED:
        doors |= paths_to(kind, {room.subject for room in rooms.values() if room.kind == kind})
    said = {}
    for one in notices:
        if room := rooms.get(one.topic):
            who = hosts.get(room.pk, "")
            plays = room.kind == Room.Kind.REHEARSAL
            opening = (
                _("%(name)s vous attend en visio, pour s’entraîner à l’entretien.")
                if plays
                else _("%(name)s vous attend en visio, maintenant.")
            ) % {"name": who}
            inside = rehearsal_path(room.subject) if plays else call_path(room.subject)
            path = doors.get((room.subject, one.person_id)) or inside
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
    """The thread a call or a rehearsal was started from, while it is open."""
    if room.kind == Room.Kind.REHEARSAL:
        played = Rehearsal.objects.filter(uid=room.subject).first()
        found_for = support_thread_of(played.young_id, played.structure_id) if played else None
        return found_for.pk if found_for else None
    found = Thread.objects.filter(uid=room.subject, closed_at=None).values_list("pk", flat=True)
    return found.first()
