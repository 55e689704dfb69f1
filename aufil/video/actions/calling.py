"""A call by video that staff start from a thread: the room, the entry by which one goes in, and how the young person
is told of it at once, whatever the hour."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.delivery import actions as delivery
from aufil.delivery.models import Notice
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.thread import actions as threads
from aufil.thread.queries import Opened
from aufil.video.actions.doors import open_doors
from aufil.video.actions.opening import Wanted, open_room
from aufil.video.admission import hours_of_call
from aufil.video.events import RoomEnded, SomebodyCameIn
from aufil.video.models import Guest, Room
from aufil.video.queries import (
    NOTICE,
    after_in_words,
    call_path,
    open_room_about,
    thread_of_call,
    video_rules,
)
from aufil.web.problems import Problem

KIND = Room.Kind.CALL.value
# Somebody waits in the room: told later than that, it would be of no use.
TOLD_FOR = timedelta(minutes=10)
LONG_SEEN = timedelta(hours=1)  # no screen is waited for


@transaction.atomic
def start_call(*, opened: Opened, by: Person) -> Room:
    """The open call of a support thread, started if there is none; whoever of the staff asks is a host of it.

    404 for a thread that is no support thread, 403 for one that is closed.
    """
    if opened.young is None:
        raise Problem("not-found")
    if opened.closed_at:
        raise Problem("forbidden", _("Cette conversation est fermée : on ne peut plus y appeler."))
    there, now = open_room_about(KIND, opened.uid), clock.now()
    if (
        there
        and there.admits_until > now
        and Guest.objects.filter(room=there, person=by, is_host=True).exists()
    ):
        return there
    young = Person.objects.get(pk=opened.young)
    structure = Structure.objects.get(pk=opened.structure)
    hosts = set(Person.objects.filter(pk__in=Guest.objects.filter(room=there, is_host=True).values("person")))
    wanted = Wanted(
        structure=structure,
        kind=KIND,
        subject=opened.uid,
        hours=hours_of_call(now),
        hosts=sorted({*hosts, by}, key=lambda person: person.pk),
        expected=[young],
        link=video_rules(structure).link,
    )
    room = open_room(wanted=wanted, by=by)
    open_doors(room=room, people=[young])
    _say(opened, room, by)
    _tell(room, young)
    return room


def _say(opened: Opened, room: Room, by: Person) -> None:
    join = {
        "path": call_path(opened.uid),
        "from": room.opens_at.isoformat(),
        "until": room.admits_until.isoformat(),
    }
    text = _("%(name)s vous attend en visio.") % {"name": by.first_name}
    threads.tell_call(opened=opened, uid=entry_of(room), text=text, join=join)


def entry_of(room: Room) -> UUID:
    """The name of the entry that tells of a call, new each time it is started."""
    return uuid5(room.uid, f"call {room.opens_at.isoformat()}")


def _tell(room: Room, young: Person) -> None:
    now = clock.now()
    told = delivery.Dated(
        room.structure_id,
        young.pk,
        0,
        room.pk,
        now - LONG_SEEN,
        now,
        Notice.Reach.MESSAGE,
        now,
        now + TOLD_FOR,
        urgent=True,
    )
    delivery.tell_of(kind=NOTICE, told=[told])


def see_calls(facts: Sequence[SomebodyCameIn]) -> None:
    """Who came in need not be told any more that somebody waits."""
    rows = Guest.objects.filter(pk__in=[fact.guest for fact in facts], room__kind=KIND, person__isnull=False)
    for guest in rows:
        delivery.close_seen_of(
            kind=NOTICE, person=guest.person_id or 0, places=[(0, guest.room_id)], at=clock.now()
        )


def note_calls(facts: Sequence[RoomEnded]) -> None:
    """As a job: whoever ends a room holds rows that a thread must not wait for."""
    rows = Room.objects.filter(pk__in=[fact.room for fact in facts], kind=KIND)
    for room in rows:
        later(note_call, key=f"call-ended {room.uid}", room=room.pk)


@job
@transaction.atomic
def note_call(*, room: int) -> None:
    """The entry lets nobody in any more; how it went stands beside the thread, for the team. Twice is once."""
    row = Room.objects.select_related("structure").get(pk=room)
    threads.end_call(uid=entry_of(row))
    guests = Guest.objects.filter(room=row, is_host=False, person__isnull=False)
    delivery.withdraw_of(kind=NOTICE, places=[(0, row.pk)], at=clock.now())
    thread = thread_of_call(row)
    host = Guest.objects.filter(room=row, is_host=True).order_by("pk").first()
    if thread and host and host.person_id and guests.exists():
        text = after_in_words(row)
        threads.note_for_team(thread=thread, author=host.person_id, uid=uuid5(row.uid, "after"), text=text)
