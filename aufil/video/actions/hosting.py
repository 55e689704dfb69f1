"""What a host does: let in, send away, end."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit.actions import record
from aufil.kernel import bus, clock
from aufil.video.actions.coming import bring_in, end_stays
from aufil.video.actions.following import follow_later
from aufil.video.actions.locked import guest_in, hosting, locked_room
from aufil.video.actions.telling import tell_room
from aufil.video.events import RoomEnded
from aufil.video.models import Guest, Room, Stay
from aufil.web.problems import Problem


@transaction.atomic
def let_in(*, host: Stay, guest: Guest) -> None:
    """Who waits in the lobby comes inside, now and after a cut. 404 for anybody but a host who is inside.

    403 for who was sent away, 409 when there is no place.
    """
    room = locked_room(host.room_id)
    by, who = hosting(host), guest_in(room, guest)
    if who.removed_at:
        raise Problem("forbidden", _("Cette personne a été renvoyée de la visio."))
    if who.admitted_at is None:
        who.admitted_at = clock.now()
        who.save(update_fields=["admitted_at"])
        actor = by.guest.person_id
        record(verb="let-in", subject="room", subject_uid=room.uid, actor=actor, structure=room.structure_id)
    waits = Stay.objects.live().filter(guest=who, inside_at=None)
    if waits.exists():
        bring_in(room)
        if waits.exists():
            raise Problem("conflict", _("Il n’y a plus de place : quelqu’un doit sortir d’abord."))
        tell_room(room)


@transaction.atomic
def remove(*, host: Stay, guest: Guest) -> None:
    """Send somebody away for good, from the room or the lobby; hosts stay. Twice is once."""
    room = locked_room(host.room_id)
    by, who = hosting(host), guest_in(room, guest)
    if who.is_host:
        raise Problem("forbidden", _("On ne renvoie pas quelqu’un qui anime la visio."))
    if who.removed_at:
        return
    stays = list(Stay.objects.live().filter(guest=who).select_related("guest"))
    end_stays(room, stays, Stay.Why.REMOVED)
    who.removed_at, who.removed_by = clock.now(), by.guest.person
    who.save(update_fields=["removed_at", "removed_by"])
    actor = by.guest.person_id
    record(verb="sent-away", subject="room", subject_uid=room.uid, actor=actor, structure=room.structure_id)
    bring_in(room)
    tell_room(room)


@transaction.atomic
def end_room(*, host: Stay) -> None:
    """It is over for everybody. Ended already: nothing changes."""
    room = locked_room(host.room_id)
    if room.ended_at:
        return
    by = hosting(host).guest.person
    room.ended_by = by
    close(room)


@transaction.atomic
def end_about(*, kind: str, subject: UUID, by: int | None = None) -> None:
    """What it was opened for is not held: over for everybody. Nothing open: nothing changes."""
    there = Room.objects.open().filter(kind=kind, subject=subject).first()
    room = locked_room(there.pk) if there else None
    if room and room.ended_at is None:
        room.ended_by_id = by
        close(room)


def close(room: Room) -> None:
    """A locked room is over: whoever is there leaves."""
    room.ended_at = clock.now()
    room.save(update_fields=["ended_at", "ended_by"])
    end_stays(room, list(Stay.objects.live().filter(room=room).select_related("guest")), Stay.Why.ENDED)
    actor = room.ended_by_id
    record(verb="ended", subject="room", subject_uid=room.uid, actor=actor, structure=room.structure_id)
    bus.publish([RoomEnded(room.structure_id, room.pk)])
    follow_later(room)
