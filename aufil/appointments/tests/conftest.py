"""A structure that offers appointments, on a Monday morning."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from aufil.appointments.actions import Booked, Taken, Wanted, book
from aufil.appointments.models import Kind, Opening, Place
from aufil.kernel import clock
from tests.support import Cast, make_cast

PARIS = ZoneInfo("Europe/Paris")


@dataclass
class World:
    """Camille may be met from 9 to 12 and from 14 to 17, each weekday; it is Monday, 8 o’clock."""

    cast: Cast
    monday: datetime
    talk: Kind
    workshop: Kind
    office: Place

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """An instant so many days after Monday, local time."""
        local = datetime.combine(
            self.monday.astimezone(PARIS).date() + timedelta(days=day), time(hour, minute)
        )
        return local.replace(tzinfo=PARIS).astimezone(UTC)

    def wanted(self, day: int = 2, hour: int = 9, minute: int = 0, **more: Any) -> Wanted:
        starts = self.at(day, hour, minute)
        said: dict[str, Any] = {
            "structure": self.cast.structures["cholet"],
            "kind": self.talk,
            "mode": "site",
            "counsellor": self.cast.camille,
            "starts_at": starts,
            "ends_at": starts + timedelta(minutes=45),
            "young": self.cast.lea,
            "place": self.office,
        }
        return Wanted(**{**said, **more})

    def book(self, *when: int, by: Any = None, uid: UUID | None = None, reason: str = "", **more: Any) -> Any:
        """Book as Camille, unless another is said."""
        wanted = self.wanted(*when, **more)
        return book(wanted=wanted, by=by or self.cast.camille, uid=uid or uuid4(), overlap_reason=reason)

    def booked(self, *when: int, **more: Any) -> Any:
        found = self.book(*when, **more)
        assert isinstance(found, Booked), found
        return found.appointment

    def session(self, *when: int, seats: int = 1, **more: Any) -> Any:
        """A workshop."""
        return self.booked(*when, kind=self.workshop, young=None, seats=seats, **more)

    def refused(self, *when: int, **more: Any) -> Taken:
        found = self.book(*when, **more)
        assert isinstance(found, Taken), found
        return found


def make_world() -> World:
    cast = make_cast()
    cholet = cast.structures["cholet"]
    kinds = {"modes": ["site", "phone"], "minutes": 45}
    world = World(
        cast,
        clock.now(),
        Kind.objects.create(structure=cholet, name="Entretien", for_public=True, **kinds),
        Kind.objects.create(structure=cholet, name="Atelier CV", is_collective=True, **kinds),
        Place.objects.create(structure=cholet, name="Cholet centre"),
    )
    for weekday in range(5):
        for starts, ends in ((time(9), time(12)), (time(14), time(17))):
            Opening.objects.create(
                structure=cholet,
                counsellor=cast.camille,
                place=world.office,
                modes=["site", "phone"],
                weekday=weekday,
                starts=starts,
                ends=ends,
                from_on=world.monday.date() - timedelta(days=7),
            )
    return world


@pytest.fixture
def at(monkeypatch):
    """Sets the time; first, Monday the 12th of January 2026 at 8 o’clock in Paris."""

    def set_time(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_time(datetime(2026, 1, 12, 7, tzinfo=UTC))
    return set_time


@pytest.fixture
def world(at, db) -> World:
    return make_world()
