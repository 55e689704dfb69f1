"""Local days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from aufil.kernel import clock
from aufil.people.models import Structure


def day_in(structure: Structure, at: datetime) -> date:
    """The local date of a structure at an instant."""
    return at.astimezone(ZoneInfo(structure.timezone)).date()


def today_in(structure: Structure) -> date:
    """The local date of a structure."""
    return day_in(structure, clock.now())
