"""A room of Camille and Léa, on a Monday afternoon, ten minutes before their appointment."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from aufil.kernel import bus, clock
from aufil.people.models import Person
from aufil.video import events
from aufil.video.actions import Wanted, come_in, invite, open_room
from aufil.video.admission import hours_of_appointment
from aufil.video.models import Guest, Room, Stay
from tests.support import Cast

STARTS = datetime(2026, 1, 12, 13, 30, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=45)
FACTS = (
    events.RoomOpened,
    events.SomebodyCameIn,
    events.SomebodyLeft,
    events.CutTwice,
    events.RoomEnded,
)


class Clock:
    """The time, held still."""

    def __init__(self) -> None:
        self.now = STARTS

    def go(self, moment: datetime | None = None, **more: float) -> datetime:
        """To a moment, or so much later."""
        self.now = moment or self.now + timedelta(**more)
        return self.now


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    held = Clock()
    monkeypatch.setattr(clock, "now", lambda: held.now)
    return held


@dataclass
class Meeting:
    """One room and its guests."""

    cast: Cast
    room: Room
    facts: list[Any] = field(default_factory=list)

    def wanted(self, **more: Any) -> Wanted:
        return wanted(self.cast, subject=self.room.subject, **more)

    def guest(self, person: Person) -> Guest:
        return Guest.objects.select_related("room", "person").get(room=self.room, person=person)

    def comes(self, who: Person | Guest, tab: UUID | None = None, **more: Any) -> Stay:
        guest = who if isinstance(who, Guest) else self.guest(who)
        return come_in(guest=guest, uid=more.pop("uid", None) or uuid4(), tab=tab or uuid4(), **more)

    def visitor(self, name: str = "Sabrina") -> Guest:
        return invite(room=self.room, name=name)

    def both(self) -> tuple[Stay, Stay]:
        """Camille, then Léa."""
        return self.comes(self.cast.camille), self.comes(self.cast.lea)

    def now(self) -> Room:
        return Room.objects.select_related("structure").get(pk=self.room.pk)

    def told(self, kind: type) -> list[Any]:
        return [fact for fact in self.facts if isinstance(fact, kind)]


def wanted(cast: Cast, **more: Any) -> Wanted:
    said: dict[str, Any] = {
        "structure": cast.structures["cholet"],
        "kind": "appointment",
        "subject": uuid4(),
        "hours": hours_of_appointment(STARTS, ENDS),
        "hosts": [cast.camille],
        "expected": [cast.lea],
        "title": "Entretien",
    }
    return Wanted(**{**said, **more})


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """All that was published of rooms."""
    found: list[Any] = []
    for kind in FACTS:
        monkeypatch.setitem(bus._handlers, kind, [*bus._handlers[kind], found.extend])
    return found


@pytest.fixture
def meeting(at: Clock, cast: Cast, facts: list[Any]) -> Meeting:
    return Meeting(cast, open_room(wanted=wanted(cast), by=cast.camille), facts)


@pytest.fixture
def sfu(settings: Any) -> Any:
    """An installation whose Janus is away."""
    settings.SFU_URL = "janus://cle:secret@127.0.0.1:9/janus?public=wss://visio.exemple.fr/"
    return settings
