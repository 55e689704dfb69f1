"""Local times of day as instants."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aufil.web.problems import Problem


def instant_of(day: date, wall: time, timezone: str, *, second: bool = False) -> datetime:
    """A local time as an instant, in UTC. In the hour October says twice the first, unless `second`. The hour
    missing in March is refused: a 422 problem."""
    local = datetime.combine(day, wall, tzinfo=ZoneInfo(timezone)).replace(fold=int(second))
    found = local.astimezone(UTC)
    if found.astimezone(ZoneInfo(timezone)).time() != wall:
        detail = _("Cette heure n’existe pas ce jour-là : on passe à l’heure d’été. Choisissez-en une autre.")
        raise Problem("invalid", detail, errors={"starts_at": [detail]})
    return found
