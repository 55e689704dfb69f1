"""When a lounge is open, and the sentences that say so: pure rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.kernel.hours import HORIZON, Interval
from aufil.kernel.hours import Hours as Week
from aufil.people.models import Person, Structure
from aufil.ui.texts import clock, day
from aufil.video.admission import Hours

MOST = 100  # inside at once, of whatever carries it
# Fewer would be a room for two, which nobody could join.
LEAST = 12


@dataclass(frozen=True)
class Lounge:
    """A standing room beside something this module does not know: whose it is, and its hours.

    `hours`: those of now, else the next; None without any to come.
    """

    structure: Structure
    subject: UUID
    title: str
    hosts: list[Person]
    members: list[Person]  # the others who may come in
    hours: Hours | None

    @property
    def most(self) -> int:
        """Places for all of them, and for who joins while it is open."""
        return min(max(2 * (len(self.hosts) + len(self.members)), LEAST), MOST)


def week_of(intervals: Iterable[Interval], structure: Structure) -> Week:
    """Weekly hours by the structure's clock; none on its public holidays, when nobody of the team is there."""
    return Week(intervals, structure.timezone, holiday_zone=structure.holiday_zone)


def hours_at(week: Week, now: datetime) -> Hours | None:
    """The stretch that holds `now`, else the next one; None within 30 days. In UTC."""
    today = now.astimezone(week.zone).date()
    for number in range(HORIZON.days + 1):
        for start, end in week.spans(today + timedelta(days=number)):
            hours = Hours(start.astimezone(UTC), end.astimezone(UTC))
            # What the clock's change leaves nothing of is no opening.
            if hours.opens_at < hours.admits_until and now < hours.admits_until:
                return hours
    return None


def is_open(hours: Hours | None, now: datetime) -> bool:
    return hours is not None and hours.opens_at <= now < hours.admits_until


def when_said(hours: Hours | None, now: datetime, timezone: str) -> str:
    """« Ouvert jusqu’à 18 h. », « Ouvre demain à 17 h, jusqu’à 18 h. »"""
    if hours is None:
        return _("Pas d’heure prévue ces prochains jours.")
    zone = ZoneInfo(timezone)
    opens, closes = hours.opens_at.astimezone(zone), hours.admits_until.astimezone(zone)
    words = {
        "day": day(opens.date(), now.astimezone(zone).date()),
        "opens": clock(opens),
        "closes": clock(closes),
    }
    if is_open(hours, now):
        return _("Ouvert jusqu’à %(closes)s.") % words
    return _("Ouvre %(day)s à %(opens)s, jusqu’à %(closes)s.") % words


def there_said(count: int) -> str:
    """« 3 personnes sont là. »"""
    if not count:
        return _("Personne n’y est pour l’instant.")
    said = ngettext("%(count)d personne est là.", "%(count)d personnes sont là.", count)
    return said % {"count": count}
