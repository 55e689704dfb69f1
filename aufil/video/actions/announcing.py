"""What a call and a rehearsal share: the entry by which one goes in, and how the young person is told
that somebody waits, at once and at any hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from aufil.video.actions.locked import hosting, locked_room
from aufil.video.actions.opening import Wanted, open_room
from aufil.video.admission import hours_of_call
from aufil.video.events import RoomEnded, SomebodyCameIn
from aufil.video.models import Guest, Room, Stay
from aufil.video.queries import (
    NOTICE,
    STARTED,
    after_in_words,
    open_room_about,
    thread_of_call,
    video_rules,
)
from aufil.web.problems import Problem

# Somebody waits in the room: told later than that, it would be of no use.
TOLD_FOR = timedelta(minutes=10)
AGAIN_FOR = timedelta(minutes=4)  # asked for once more: the text message comes sooner
MINUTE = timedelta(minutes=1)
LONG_SEEN = timedelta(hours=1)  # no screen is waited for


@dataclass(frozen=True)
class Started:
    """What staff start a room for: its subject, its title, where both go in, and what the thread says of it."""

    kind: str
    subject: UUID
    path: str
    text: str
    title: str = ""


def open_told(*, opened: Opened, by: Person, young: Person, started: Started) -> Room:
    """The open room of a subject, opened for two hours if there is none, and told; whoever of the staff asks is a host
    of it. To a host who is one already it stays as it is, and who is missing is told again."""
    there, now = open_room_about(started.kind, started.subject), clock.now()
    hosts = Guest.objects.filter(room=there, is_host=True)
    if there and there.admits_until > now and hosts.filter(person=by).exists():
        tell_missing(there)
        return there
    structure = Structure.objects.get(pk=opened.structure)
    named = set(Person.objects.filter(pk__in=hosts.values("person")))
    wanted = Wanted(
        structure=structure,
        kind=started.kind,
        subject=started.subject,
        hours=hours_of_call(now),
        hosts=sorted({*named, by}, key=lambda person: person.pk),
        expected=[young],
        title=started.title,
        link=video_rules(structure).link,
    )
    room = open_room(wanted=wanted, by=by)
    open_doors(room=room, people=[young])
    _announce(opened, room, young, started)
    return room


def _announce(opened: Opened, room: Room, young: Person, started: Started) -> None:
    path, text = started.path, started.text
    join = {"path": path, "from": room.opens_at.isoformat(), "until": room.admits_until.isoformat()}
    threads.tell_call(opened=opened, uid=entry_of(room), text=text, join=join)
    _tell(room, young, TOLD_FOR)


def entry_of(room: Room) -> UUID:
    """The name of the entry that tells of a room, new each time it is started."""
    return uuid5(room.uid, f"call {room.opens_at.isoformat()}")


@transaction.atomic
def tell_again(*, host: Stay) -> None:
    """Whoever a call or a rehearsal waits for and is not in it is told once more; twice in a minute is once. 404
    for anybody but a host who is inside, 409 when nobody is missing."""
    room = locked_room(host.room_id)
    hosting(host)
    if room.kind not in STARTED or not tell_missing(room):
        raise Problem("conflict", _("Il n’y a personne à prévenir."))


def tell_missing(room: Room) -> int:
    """How many were told. What was on its way to them is replaced."""
    there = Stay.objects.live().filter(room=room).values("guest")
    missing = Guest.objects.filter(room=room, is_host=False, removed_at=None).exclude(pk__in=there)
    young = Person.objects.filter(pk__in=missing.values("person"))
    now = clock.now()
    delivery.withdraw_of(kind=NOTICE, places=_places(room)[:-1], at=now)
    for person in young:
        _tell(room, person, AGAIN_FOR)
    return len(young)


def _tell(room: Room, young: Person, during: timedelta) -> None:
    now = clock.now()
    told = at_once(room.structure_id, young.pk, (room.pk, minute_of(room, now)), during)
    delivery.tell_of(kind=NOTICE, told=[told])


def at_once(structure: int, person: int, place: tuple[int, int], during: timedelta) -> delivery.Dated:
    """A notice that leaves now, whatever the hour, and has lost its point after `during`."""
    now = clock.now()
    message = Notice.Reach.MESSAGE
    return delivery.Dated(
        structure, person, *place, now - LONG_SEEN, now, message, now, now + during, urgent=True
    )


def minute_of(room: Room, at: datetime) -> int:
    """The minutes since a room was made: the place of what is told of it then."""
    return int((at - room.made_at) / MINUTE)


def _places(room: Room) -> list[tuple[int, int]]:
    """Wherever something may have been told of a room."""
    return [(room.pk, minute) for minute in range(minute_of(room, clock.now()) + 1)]


def see_calls(facts: Sequence[SomebodyCameIn]) -> None:
    """Who came in need not be told any more that somebody waits."""
    guests = [fact.guest for fact in facts]
    rows = Guest.objects.filter(pk__in=guests, room__kind__in=STARTED, person__isnull=False)
    for guest in rows.select_related("room"):
        delivery.close_seen_of(
            kind=NOTICE, person=guest.person_id or 0, places=_places(guest.room), at=clock.now()
        )


def note_calls(facts: Sequence[RoomEnded]) -> None:
    """As a job: whoever ends a room holds rows that a thread must not wait for."""
    rows = Room.objects.filter(pk__in=[fact.room for fact in facts], kind__in=STARTED)
    for room in rows:
        later(note_call, key=f"call-ended {room.uid}", room=room.pk)


@job
@transaction.atomic
def note_call(*, room: int) -> None:
    """The entry lets nobody in any more; how it went stands beside the thread, for the team. Twice is once."""
    row = Room.objects.select_related("structure").get(pk=room)
    threads.end_call(uid=entry_of(row))
    guests = Guest.objects.filter(room=row, is_host=False, person__isnull=False)
    delivery.withdraw_of(kind=NOTICE, places=_places(row), at=clock.now())
    thread = thread_of_call(row)
    host = Guest.objects.filter(room=row, is_host=True).order_by("pk").first()
    if thread and host and host.person_id and guests.exists():
        text = after_in_words(row)
        threads.note_for_team(thread=thread, author=host.person_id, uid=uuid5(row.uid, "after"), text=text)
