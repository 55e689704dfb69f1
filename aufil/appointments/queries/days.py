"""Local days as instants."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aufil.people.models import Structure

ONE_DAY = timedelta(days=1)


def bounds(structure: Structure, first: date, last: date) -> tuple[datetime, datetime]:
    """The instants at which local days begin and are over."""
    zone = ZoneInfo(structure.timezone)
    after = last + ONE_DAY
    return datetime.combine(first, time(), tzinfo=zone), datetime.combine(after, time(), tzinfo=zone)
