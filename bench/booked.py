"""Fifteen counsellors' full agendas, searched from inside the product: `python -m bench.booked`.

Prints a JSON object: for each figure its value and unit.
"""

import json
import os
import random
import statistics
import time as clocks
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aufil.config.settings")
django.setup()

from django.db import connection  # noqa: E402 - Django first

from aufil.appointments.models import Appointment, Kind, Mode, Nature, Opening, Place  # noqa: E402
from aufil.appointments.queries import Asked, Asker, slots  # noqa: E402
from aufil.kernel import clock  # noqa: E402
from aufil.people.actions import create_person, create_structure  # noqa: E402
from aufil.people.models import Person, Role, Structure  # noqa: E402
from bench.figures import percentile  # noqa: E402

COUNSELLORS, AHEAD, PAST, TIMES, WARM = 15, 5_000, 500_000, 40, 5
ZONE = ZoneInfo("Europe/Paris")
WHERE = [("Centre", 47.06, -0.88), ("Beaupréau", 47.2, -0.99), ("Vihiers", 47.15, -0.53)]
QUARTERS = [time(hour, quarter) for hour in (9, 10, 11, 13, 14, 15, 16) for quarter in (0, 30)]


def main() -> None:
    """Fill, ask, fill again, ask again."""
    structure = create_structure(slug="booked", name="Booked")
    kind = Kind.objects.create(structure=structure, name="Entretien", modes=[Mode.SITE, Mode.PHONE])
    staff = [
        create_person(
            username=f"c{n}", first_name="C", last_name=str(n), structure=structure, role=Role.COUNSELLOR
        )
        for n in range(COUNSELLORS)
    ]
    young = create_person(
        username="young", first_name="Y", last_name="Y", structure=structure, role=Role.YOUNG
    )
    places = [
        Place.objects.create(structure=structure, name=name, latitude=north, longitude=east)
        for name, north, east in WHERE
    ]
    open_weeks(structure, staff, places)
    chance = random.Random(6)
    Appointment.objects.bulk_create(ahead(structure, kind, staff, places, chance), batch_size=2000)
    asked = Asked(structure=structure, kind=kind, mode=Mode.SITE, asker=Asker.YOUNG, young=young.pk)
    told = {"appointments": (Appointment.objects.count(), "rows"), **figures(asked, "")}
    Appointment.objects.bulk_create(behind(structure, kind, staff, places), batch_size=2000)
    told |= {"past_appointments": (PAST, "rows"), **figures(asked, "past_")}
    print(json.dumps(told))


def open_weeks(structure: Structure, staff: list[Person], places: list[Place]) -> None:
    """Mornings at one place, afternoons at another on some days, all week."""
    for number, person in enumerate(staff):
        for weekday in range(5):
            for half, (starts, ends) in enumerate([(time(9), time(12)), (time(13), time(17))]):
                Opening.objects.create(
                    structure=structure,
                    counsellor=person,
                    place=places[(number + weekday * half) % len(places)],
                    modes=[Mode.SITE, Mode.PHONE],
                    weekday=weekday,
                    starts=starts,
                    ends=ends,
                    from_on=date(2020, 1, 1),
                )


def ahead(
    structure: Structure, kind: Kind, staff: list[Person], places: list[Place], chance: random.Random
) -> list[Appointment]:
    """The times of the eight weeks to come, at random, half an hour each."""
    today = clock.now().astimezone(ZONE).date()
    days = [today + timedelta(days=n) for n in range(56) if (today + timedelta(days=n)).weekday() < 5]
    every = [(person, day, at) for person in staff for day in days for at in QUARTERS]
    return [
        row(structure, kind, person, datetime.combine(day, at, ZONE), chance.choice(places))
        for person, day, at in chance.sample(every, AHEAD)
    ]


def behind(
    structure: Structure, kind: Kind, staff: list[Person], places: list[Place]
) -> Iterator[Appointment]:
    """Years of them, one every half hour."""
    last = clock.now() - timedelta(days=1)
    for n in range(PAST):
        at = last - timedelta(minutes=30 * (n // len(staff)))
        yield row(structure, kind, staff[n % len(staff)], at, places[n % len(places)])


def row(structure: Structure, kind: Kind, person: Person, at: datetime, place: Place) -> Appointment:
    return Appointment(
        structure=structure,
        kind=kind,
        nature=Nature.INTERVIEW,
        mode=Mode.SITE,
        counsellor=person,
        place=place,
        starts_at=at,
        ends_at=at + timedelta(minutes=30),
        made_at=at,
        changed_at=at,
    )


def figures(asked: Asked, prefix: str) -> dict[str, tuple[float, str]]:
    """All free times, one by one, as a page asks: everything read and found, the same each time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    times = []
    for _ in range(WARM + TIMES):
        start = clocks.perf_counter()
        found = slots(asked)
        times.append((clocks.perf_counter() - start) * 1000)
    return {
        f"{prefix}free": (len(found), "times"),
        f"{prefix}search_ms": (statistics.median(times[WARM:]), "ms"),
        f"{prefix}search_p95_ms": (percentile(times[WARM:], 0.95), "ms"),
    }


if __name__ == "__main__":
    main()
