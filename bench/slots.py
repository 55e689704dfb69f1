"""`slots`: free times over eight weeks for 15 counsellors with 5,000 appointments, on both databases."""

import json
from collections.abc import Iterator

from bench.figures import Figure
from bench.services import PYTHON, stage


def measure() -> Iterator[Figure]:
    """PostgreSQL first; each with nothing behind, then with 500,000 past appointments."""
    for database in ("postgresql", "sqlite"):
        with stage() as place:
            if database == "postgresql":
                place.postgresql()
            place.aufil("migrate")
            told = json.loads(place.run(str(PYTHON), "-m", "bench.booked"))
        for name, (value, unit) in told.items():
            yield Figure(f"slots.{name}" if database == "postgresql" else f"slots.sqlite.{name}", value, unit)
