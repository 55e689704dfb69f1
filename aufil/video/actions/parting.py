"""Small rooms: a room of several divided for a time, and everybody called back."""

import random
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from aufil.audit.actions import record
from aufil.kernel import clock
from aufil.video.actions.following import follow_later
from aufil.video.actions.locked import guest_in, hosting, locked_room
from aufil.video.actions.telling import tell_room
from aufil.video.models import Guest, Room, Stay
from aufil.video.providers.sfu import PARTS_MOST
from aufil.web.problems import Problem


@transaction.atomic
def part_room(
    *, host: Stay, minutes: int, guests: Sequence[Sequence[Guest]] | None = None, count: int = 0
) -> Room:
    """Divide the room for so many minutes: as `guests` says, or into `count` by chance.

    Hosts stay with everybody unless they are named; whoever is named nowhere stays too. Divided already: anew. By
    chance nobody is alone: 422 with too few people for that, or with one small room; 409 where nothing can divide.
    """
    room = locked_room(host.room_id)
    by = hosting(host)
    if room.provider != Room.Provider.SFU:
        raise Problem("conflict", _("Cette visio ne se partage pas en petites salles."))
    parts = [list(part) for part in guests] if guests is not None else by_chance(_present(room), count)
    if not 2 <= len(parts) <= PARTS_MOST or any(not part for part in parts):
        raise Problem("invalid", _("Il faut au moins deux petites salles, et quelqu’un dans chacune."))
    Guest.objects.filter(room=room).update(part=0)
    for number, part in enumerate(parts, start=1):
        for guest in part:
            Guest.objects.filter(pk=guest_in(room, guest).pk).update(part=number)
    room.parts, room.parted_until = len(parts), clock.now() + timedelta(minutes=minutes)
    room.save(update_fields=["parts", "parted_until"])
    _moved(room, by, "divided")
    return room


def _present(room: Room) -> list[Guest]:
    """Whoever is inside and does not host."""
    stays = Stay.objects.inside().filter(room=room, guest__is_host=False).select_related("guest")
    return [stay.guest for stay in stays]


def by_chance(guests: Sequence[Guest], count: int) -> list[list[Guest]]:
    """As even as can be, two at least in each; fewer small rooms than asked for when there are too few people."""
    count = min(count, len(guests) // 2)
    shuffled = random.sample(list(guests), len(guests))
    return [shuffled[number::count] for number in range(count)]


@transaction.atomic
def move_guest(*, host: Stay, guest: Guest, part: int) -> None:
    """Somebody, the host too, goes to a small room, or back to everybody (0). 409 when the room is not divided."""
    room = locked_room(host.room_id)
    by, who = hosting(host), guest_in(room, guest)
    if not room.parted_until or part > room.parts:
        raise Problem("conflict", _("Cette petite salle n’existe pas ou n’existe plus."))
    if who.part != part:
        Guest.objects.filter(pk=who.pk).update(part=part)
        _moved(room, by, "")


@transaction.atomic
def call_back(*, host: Stay) -> None:
    """Everybody together again; together already: nothing changes."""
    room = locked_room(host.room_id)
    by = hosting(host)
    if room.parted_until:
        unite(room, by)


def unite(room: Room, by: Stay | None = None) -> None:
    """A locked room is one again, and what was said in small rooms is forgotten with them."""
    Guest.objects.filter(room=room).update(part=0)
    room.written.filter(part__isnull=False).delete()
    room.parted_until = None
    room.save(update_fields=["parted_until"])
    _moved(room, by, "called-back")


@transaction.atomic
def unite_in_time(*, room: Room) -> None:
    """The time of small rooms may be over."""
    row = locked_room(room.pk)
    if row.parted_until and row.parted_until <= clock.now():
        unite(row)


def _moved(room: Room, by: Stay | None, verb: str) -> None:
    if verb:
        actor = by.guest.person_id if by else None
        record(verb=verb, subject="room", subject_uid=room.uid, actor=actor, structure=room.structure_id)
    follow_later(room)
    tell_room(room)
