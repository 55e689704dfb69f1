from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from aufil.delivery.carriers import carrier_of, channels_in_use, register_carriers
from aufil.delivery.tests.standins import Held, Recorded
from aufil.kernel import clock
from aufil.people.models import OpeningHours

# A Monday morning in winter: 10:00 in Paris.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """It is Monday, ten o'clock, until a test says otherwise."""
    time = Held(MONDAY)
    monkeypatch.setattr(clock, "now", time.now)
    return time


@pytest.fixture
def carriers() -> Iterator[dict[str, Recorded]]:
    """A carrier for each channel; push knows repeats."""
    usual = {channel: carrier_of(channel) for channel in channels_in_use()}
    some = {"push": Recorded(knows_repeats=True), "sms": Recorded(), "email": Recorded()}
    register_carriers(some)
    yield some
    register_carriers({channel: carrier for channel, carrier in usual.items() if carrier})


@pytest.fixture
def office(held, cast):
    """The cast, in a structure open from 9 to 17, Monday to Friday."""
    cholet = cast.structures["cholet"]
    cholet.opening_hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(structure=cholet, weekday=day, opens="09:00", closes="17:00") for day in range(5)
    )
    return cast
