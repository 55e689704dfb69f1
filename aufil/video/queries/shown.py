"""What pages in a room are shown: who is there, what was said, what was sent to them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from aufil.video.models import Guest, Line, Room, Signal, Stay
from aufil.video.providers import PROVIDERS
from aufil.video.queries.rehearsals import revs_of

LINES_MOST = 200


def listener(stay: Stay) -> str:
    """The name under which the stream of a stay is held."""
    return f"stay:{stay.uid}"


@dataclass(frozen=True)
class View:
    """A room with those who are there now."""

    room: Room
    inside: list[Stay]
    waiting: list[Stay]
    hosts: list[Guest]
    rehearsal: int | None = None  # the `rev` of what is rehearsed in it

    def shape_for(self, stay: Stay) -> dict[str, Any]:
        """What a stay's page may know; one of three shapes."""
        is_inside = any(one.pk == stay.pk for one in self.inside)
        return self._shape(is_inside=is_inside, is_host=is_inside and stay.guest.is_host)

    def audiences(self) -> list[tuple[list[str], dict[str, Any]]]:
        """Who is told which shape: hosts, those inside, those who wait."""
        hosts = [listener(stay) for stay in self.inside if stay.guest.is_host]
        others = [listener(stay) for stay in self.inside if not stay.guest.is_host]
        waiting = [listener(stay) for stay in self.waiting]
        shapes = [
            (hosts, self._shape(is_inside=True, is_host=True)),
            (others, self._shape(is_inside=True, is_host=False)),
            (waiting, self._shape(is_inside=False, is_host=False)),
        ]
        return [(who, shape) for who, shape in shapes if who]

    def _shape(self, *, is_inside: bool, is_host: bool) -> dict[str, Any]:
        room = self.room
        return {
            "id": room.uid,
            "kind": room.kind,
            "title": room.title,
            "rev": room.rev,
            "opens_at": room.opens_at,
            "admits_until": room.admits_until,
            "ended": room.ended_at is not None,
            "parts": room.parts if room.parted_until else 0,
            "parted_until": room.parted_until,
            "hosts": [guest.name for guest in self.hosts],
            "rehearsal": self.rehearsal,
            "host_is_here": any(stay.guest.is_host for stay in self.inside),
            "people": [_person(room, stay, is_host) for stay in self.inside] if is_inside else [],
            "waiting": [_who(stay, is_host) for stay in self.waiting] if is_host else [],
        }


def _who(stay: Stay, for_host: bool) -> dict[str, Any]:
    guest = stay.guest
    return {
        "stay": stay.uid,
        "guest": guest.uid,
        "name": guest.full_name if for_host else guest.name,
        "is_host": guest.is_host,
    }


def _person(room: Room, stay: Stay, for_host: bool) -> dict[str, Any]:
    shown = {
        **_who(stay, for_host),
        **PROVIDERS[room.provider].known_as(stay),
        "part": stay.guest.part,
        "since": stay.inside_at,
        "mode": stay.mode,
        "word": stay.word,
        "sound": stay.has_sound,
        "picture": stay.has_picture,
        "screen": stay.has_screen,
        "hand_at": stay.hand_at,
    }
    return {**shown, "help_at": stay.help_at, "cuts": stay.guest.cuts} if for_host else shown


def view_of(room: Room) -> View:
    """Two statements; three for a rehearsal."""
    live = list(Stay.objects.live().filter(room=room).select_related("guest", "guest__person"))
    hosts = Guest.objects.filter(room=room, is_host=True, removed_at=None).select_related("person")
    rehearsal = revs_of([room]).get(room.subject)
    return View(
        room, [s for s in live if s.inside_at], [s for s in live if not s.inside_at], list(hosts), rehearsal
    )


def signals_after(stay: Stay, number: int) -> QuerySet[Signal]:
    """What was sent to a stay after its signal `number`, in order, and is still kept."""
    return Signal.objects.filter(to=stay, number__gt=number).select_related("sender").order_by("number")


def signal_shape(signal: Signal) -> dict[str, Any]:
    return {
        "number": signal.number,
        "from": signal.sender.uid,
        "kind": signal.kind,
        "data": signal.data,
    }


def lines_for(stay: Stay) -> list[Line]:
    """The last lines a stay's page may read: hosts all of them, the others what was said while they were in, and what
    was between them and the hosts."""
    rows = Line.objects.filter(room=stay.room_id).select_related("guest", "guest__person", "aside")
    rows = rows.filter(Q(part=None) | Q(part=stay.guest.part))
    if not (stay.guest.is_host and stay.inside_at):
        first = (
            Stay.objects.filter(guest=stay.guest_id, inside_at__isnull=False).order_by("inside_at").first()
        )
        own = Q(aside=stay.guest_id)
        rows = rows.filter(
            own | Q(aside=None, said_at__gte=first.inside_at) if first and stay.inside_at else own
        )
    return list(rows.order_by("-number")[:LINES_MOST])[::-1]


def line_shape(line: Line) -> dict[str, Any]:
    """`aside`: the guest who alone reads it, beside the hosts."""
    return {
        "number": line.number,
        "id": line.uid,
        "kind": line.kind,
        "text": line.text,
        "said_at": line.said_at,
        "guest": line.guest.uid,
        "name": line.guest.name,
        "part": line.part,
        "aside": line.aside.uid if line.aside else None,
    }
