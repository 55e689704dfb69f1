"""More than two, by a Janus server and its video rooms.

`AUFIL_SFU_URL` is `janus://ADMIN_KEY:TOKEN_SECRET@host:port/janus?public=wss://…`. Our server makes each room, private,
with secrets nobody else knows, when its first page comes inside. A page gets

- a token for Janus itself, signed, that ends ten minutes after the room (`token_auth_secret`);
- the room's number and pin, and a key for that one stay, which the room forgets when the stay ends.

A small room of a room (`Guest.part`) is a room of its own at Janus, with its own secrets.

Nothing of it is stored: it is told anew from the installation's key. A Janus that was started again has lost its
rooms; the next page that asks its way in has them again, under the same numbers.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from aufil.kernel import clock
from aufil.video.addresses import Server, janus_at
from aufil.video.models import Room, Stay
from aufil.video.providers.sfu.janus import Janus
from aufil.video.relay import BEYOND, ice_servers
from aufil.video.tickets import Purpose, mark

PARTS_MOST = 10  # small rooms
NUMBER_BYTES = 6  # 48 bits: a number of JavaScript holds 53


def server() -> Server | None:
    """The installation's Janus, if it has one."""
    return janus_at(settings.SFU_URL) if settings.SFU_URL else None


def number_of(uid: UUID) -> int:
    """The number Janus knows a room or a stay by."""
    return int.from_bytes(mark("sfu-number", uid)[:NUMBER_BYTES]) + 1


def part_of(uid: UUID, part: int) -> UUID:
    """What a small room of a room is told apart by, or a stay in it; the whole room is itself."""
    return uuid5(uid, str(part)) if part else uid


def _secret(purpose: Purpose, uid: UUID) -> str:
    return mark(purpose, uid).hex()[:32]


class Sfu:
    """One Janus for the installation."""

    name = "sfu"
    follows = True

    def is_set(self) -> bool:
        return server() is not None

    def way_in(self, stay: Stay) -> dict[str, Any]:
        found = server()
        if stay.inside_at is None or found is None:
            return {}
        room, part = stay.room, stay.guest.part
        place, key = part_of(room.uid, part), _secret("sfu-key", part_of(stay.uid, part))
        with Janus(found) as janus:
            janus.make_room(_facts(room, part), key)
        return {
            "ice": ice_servers(stay.room, stay.uid),
            "address": found.public,
            "token": found.token(_until(room)),
            "room": number_of(place),
            "pin": _secret("sfu-pin", place),
            "number": number_of(stay.uid),
            "key": key,
            "until": _until(room),
        }

    def known_as(self, stay: Stay) -> dict[str, Any]:
        return {"number": number_of(stay.uid)}

    def follow(self, room: Room, present: Sequence[Stay]) -> None:
        found = server()
        if found is None:
            return
        with Janus(found) as janus:
            for part in range(PARTS_MOST + 1 if room.parts else 1):
                place = part_of(room.uid, part)
                number, secret = number_of(place), _secret("sfu-secret", place)
                if room.ended_at or (part and (not room.parted_until or part > room.parts)):
                    janus.take_down(number, secret)
                else:
                    janus.keep_only(number, secret, *_kept(room, part, present))


def _kept(room: Room, part: int, present: Sequence[Stay]) -> tuple[set[int], list[str]]:
    """Who stays in a part of a room, by number, and the keys that open it no more."""
    here = {stay.uid for stay in present if stay.guest.part == part}
    came = Stay.objects.filter(room=room, inside_at__isnull=False).exclude(uid__in=here)
    keys = [_secret("sfu-key", part_of(uid, part)) for uid in came.values_list("uid", flat=True)]
    return {number_of(uid) for uid in here}, keys


def _until(room: Room) -> datetime:
    return max(room.admits_until, clock.now()) + BEYOND


def _facts(room: Room, part: int = 0) -> dict[str, Any]:
    """What Janus is asked to make. Nothing is recorded, nobody else may list it."""
    place = part_of(room.uid, part)
    return {
        "room": number_of(place),
        "pin": _secret("sfu-pin", place),
        "secret": _secret("sfu-secret", place),
        "publishers": room.most,
        "is_private": True,
        "permanent": False,
        "record": False,
        "lock_record": True,
        "require_pvtid": True,
        "notify_joining": False,
        "bitrate": 256_000,
        "bitrate_cap": True,
        "audiocodec": "opus",
        "opus_fec": True,
        "opus_dtx": True,
        "videocodec": "vp8",
        "fir_freq": 10,
    }
