"""When a structure answers, as a sentence."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.people.models import Structure
from aufil.ui.texts import clock as spoken_clock
from aufil.ui.texts import day as spoken_day


@dataclass(frozen=True)
class Answers:
    """What to expect of the structure now."""

    sentence: str
    closed: bool
    next_opening: str


def answers_of(structure: Structure) -> Answers:
    """« Répond aujourd’hui jusqu’à 17 h 30 », or when it opens again. Lunch is not an absence."""
    now = clock.now()
    hours = structure.hours()
    local = now.astimezone(hours.zone)
    spans = hours.spans(local.date())
    if spans and spans[0][0] <= now < spans[-1][1]:
        until = spoken_clock(spans[-1][1])
        return Answers(_("Répond aujourd’hui jusqu’à %(time)s") % {"time": until}, False, "")
    opening = hours.next_opening(now)
    if opening is None:
        return Answers(_("Ne répond pas en ce moment"), True, "")
    when = _moment(opening.astimezone(hours.zone), local)
    return Answers(_("Répondra %(when)s") % {"when": when}, True, when)


def _moment(at: datetime, now: datetime) -> str:
    return _("%(day)s à %(time)s") % {
        "day": spoken_day(at.date(), timezone.localdate(now)),
        "time": spoken_clock(at),
    }
