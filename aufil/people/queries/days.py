"""Local days."""

from datetime import date
from zoneinfo import ZoneInfo

from aufil.kernel import clock
from aufil.people.models import Structure


def today_in(structure: Structure) -> date:
    """The local date of a structure."""
    return clock.now().astimezone(ZoneInfo(structure.timezone)).date()
