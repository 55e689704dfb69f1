"""The doors to rooms: who may come, and whose page calls; 404 for anybody else.

Two ways lead to a room: a person's own device, or the key of a guest (`guest_key`), which whoever made a signed link
gives out once the four digits were said. Once in, a page calls with the ticket of its stay; a stay that began on a
device goes on as that person alone.
"""

from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from aufil.people.models import Device, Person, Role, Structure
from aufil.people.queries import memberships_of
from aufil.thread import access as threads
from aufil.thread.models import Thread
from aufil.video.models import Door, Guest, Stay, Trial
from aufil.video.queries import Lounge, door_by_key, later_door, lounge_of_group, trial_open
from aufil.video.tickets import read, spelled
from aufil.web.authentication import signed_in
from aufil.web.limits import slow_down_from
from aufil.web.problems import Problem

KEY, TICKET = "Aufil-Guest", "Aufil-Stay"
# The key of who came by a signed link, kept by the browser for the page of that one room: what stands in the address
# opens nothing, so an address that is shared lets nobody in.
KEPT, KEPT_LIFE = "aufil_guest", 86_400  # s


class Coming(NamedTuple):
    """Who asks to come in, and on what; no device for who has a key."""

    guest: Guest
    device: Device | None


class Tested(NamedTuple):
    """Whose microphone, camera and network were tested."""

    structure: Structure
    person: Person | None
    guest: Guest | None

    @property
    def whose(self) -> UUID:
        return self.guest.uid if self.guest else self.person.uid if self.person else self.structure.uid


def guest_key(guest: Guest) -> str:
    """What opens the room's door for this guest, without an account."""
    return spelled("guest", guest.uid)


def trial_key(trial: Trial) -> str:
    """What tells the result of a test for its young person, without an account."""
    return spelled("test", trial.uid)


def ticket(stay: Stay) -> str:
    """What a page proves with that it is this stay's."""
    return spelled("stay", stay.uid)


def room_of(person: Person, uid: UUID) -> Guest:
    """This person's own place in a room of a structure they belong to today."""
    rows = Guest.objects.select_related("room", "room__structure", "person")
    found = rows.filter(room__uid=uid, person=person).first()
    if found is None or not any(m.structure_id == found.room.structure_id for m in memberships_of(person)):
        raise Problem("not-found")
    return found


def at_the_page(request: HttpRequest, uid: UUID) -> Coming | None:
    """Who opens the page of a room: on their own device, else with the key their browser keeps (`lead_in`).

    None when nobody is signed in, and no key is kept.
    """
    key = request.COOKIES.get(KEPT, "")
    if key and not _has_place(request, uid) and (guest := keyed(key)).room.uid == uid:
        return Coming(guest, None)
    if not request.user.is_authenticated:
        return None
    return Coming(room_of(request.user, uid), request.device)  # type: ignore[attr-defined]


def _has_place(request: HttpRequest, uid: UUID) -> bool:
    return request.user.is_authenticated and Guest.objects.filter(room__uid=uid, person=request.user).exists()


def lead_in(guest: Guest) -> HttpResponse:
    """To the page of a guest's room, with the key that opens it; for whoever has proved that they are this guest."""
    return _led(redirect("video:room", uid=guest.room.uid), guest_key(guest))


def lead_through(door: Door | Trial) -> HttpResponse:
    """To where an address in a text message leads, for whoever has said who they are."""
    if isinstance(door, Door):
        return lead_in(door.guest)
    return _led(redirect("video:trial", uid=door.uid), trial_key(door))


def _led(response: HttpResponseRedirect, key: str) -> HttpResponse:
    response.set_cookie(
        KEPT,
        key,
        max_age=KEPT_LIFE,
        path=response.url,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return response


def door(request: HttpRequest, key: str) -> Door | Trial:
    """Whose way in an address is, whatever its hour; that of the room that followed, where theirs is over. 404 for
    none, and guessing is slowed down."""
    found = door_by_key(key)
    if found is None:
        slow_down_from(request, "code-missed", times=30, seconds=900)
        raise Problem("not-found")
    if isinstance(found, Trial):
        return found
    room = found.guest.room
    if room.ended_at and found.guest.removed_at is None and found.closed_at is None:
        return later_door(found) or found
    return found


def keyed(key: str) -> Guest:
    """The guest a key was made for."""
    uid = read("guest", key)
    rows = Guest.objects.select_related("room", "room__structure", "person")
    found = rows.filter(uid=uid).first() if uid else None
    if found is None:
        raise Problem("not-found")
    return found


def coming(request: HttpRequest, uid: UUID) -> Coming:
    """Who comes to a room: by a key, or signed in (else a 401 problem)."""
    if key := request.headers.get(KEY, ""):
        guest = keyed(key)
        if guest.room.uid != uid:
            raise Problem("not-found")
        return Coming(guest, None)
    person = signed_in(request)
    return Coming(room_of(person, uid), request.device)  # type: ignore[attr-defined]


def tested(request: HttpRequest) -> Tested:
    """Who tests: a guest or a young person by a key, or a young person signed in (else a 401 problem; 404 for who is
    none)."""
    if key := request.headers.get(KEY, ""):
        if found := _tried(key):
            return Tested(found.structure, found.person, None)
        guest = keyed(key)
        return Tested(guest.room.structure, None, guest)
    person = signed_in(request)
    for membership in memberships_of(person):
        if membership.role == Role.YOUNG:
            return Tested(membership.structure, person, None)
    raise Problem("not-found")


def trial(request: HttpRequest, uid: UUID) -> Trial | None:
    """The test whose key this browser keeps for its page; None where it keeps none."""
    found = _tried(request.COOKIES.get(KEPT, ""))
    return found if found and found.uid == uid else None


def _tried(key: str) -> Trial | None:
    uid = read("test", key)
    return trial_open(uid) if uid else None


def stay_of(request: HttpRequest, room: UUID) -> Stay:
    """The stay a page calls for, as its ticket says; ended ones too. 401 when its person is signed out."""
    found = stay_with(room, request.headers.get(TICKET, ""))
    if found.device_id and signed_in(request).pk != found.guest.person_id:
        raise Problem("not-found")
    return found


def leaving(request: HttpRequest, room: UUID, said: str) -> Stay:
    """As `stay_of`. A page that is closed sends one last word, without headers: its address says the ticket."""
    if not said:
        return stay_of(request, room)
    found = stay_with(room, said)
    if found.device_id and request.user.pk != found.guest.person_id:
        raise Problem("not-found")
    return found


def stay_with(room: UUID, said: str) -> Stay:
    """The stay of a room a ticket was made for; who calls is for the caller to ask."""
    uid = read("stay", said)
    rows = Stay.objects.select_related("room", "room__structure", "guest", "guest__person")
    found = rows.filter(uid=uid, room__uid=room).first() if uid else None
    if found is None:
        raise Problem("not-found")
    return found


def live_stay_with(room: UUID, said: str, person: int | None) -> Stay:
    """As `stay_of`, still there, for a person by number (None: nobody signed in). 410 with why it ended."""
    found = stay_with(room, said)
    if found.device_id and person != found.guest.person_id:
        raise Problem("sign-in" if person is None else "not-found")
    if found.left_at:
        raise Problem("gone", more={"why": found.left_why})
    return found


def lounge_beside(person: Person, uid: UUID) -> Lounge | None:
    """The lounge of a group this person is in; None while it has none. 404 for who may not come into it."""
    opened = threads.group(person, uid)
    found = lounge_of_group(Thread.objects.select_related("structure").get(pk=opened.pk))
    if found and all(one.pk != person.pk for one in (*found.hosts, *found.members)):
        raise Problem("not-found")
    return found


def fellow(stay: Stay, uid: UUID) -> Stay:
    """Another stay of the same room."""
    found = Stay.objects.filter(room=stay.room_id, uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def fellow_guest(stay: Stay, uid: UUID) -> Guest:
    """A guest of the same room."""
    found = Guest.objects.select_related("person").filter(room=stay.room_id, uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found
