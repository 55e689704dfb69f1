"""When somebody answers, as a sentence."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.people.queries import Answering, answering
from aufil.ui.texts import calendar_day
from aufil.ui.texts import clock as spoken_clock
from aufil.ui.texts import day as spoken_day


@dataclass(frozen=True)
class Answers:
    """What a young person may expect now. `name`: who answers, when it is not the whole structure; `away`: that the
    referent is absent, in their words when they left some."""

    sentence: str
    closed: bool
    next_opening: str
    name: str = ""
    away: str = ""
    message: str = ""


def answers_for(young: Person, structure: Structure) -> Answers:
    """« Répond aujourd’hui jusqu’à 17 h 30 », or when who answers. Lunch is not an absence."""
    now = clock.now()
    expected = answering(young, structure, now)
    name = expected.who.first_name if expected.who else ""
    away, message = _away(expected)
    if expected.until:
        until = spoken_clock(expected.until)
        if expected.who != expected.referent:
            sentence = _("%(name)s répond aujourd’hui jusqu’à %(time)s") % {"name": name, "time": until}
        else:
            sentence = _("Répond aujourd’hui jusqu’à %(time)s") % {"time": until}
        return Answers(sentence, False, "", name, away, message)
    if expected.opening is None:
        return Answers(_("Ne répond pas en ce moment"), True, "", name, away, message)
    when = _moment(expected.opening, now)
    return Answers(_("Répondra %(when)s") % {"when": when}, True, when, name, away, message)


def _away(expected: Answering) -> tuple[str, str]:
    absence = expected.absence
    if absence is None or expected.referent is None:
        return "", ""
    until = calendar_day(absence.ends_on)
    said = _("%(name)s n’est pas là jusqu’au %(day)s.")
    return said % {"name": expected.referent.first_name, "day": until}, absence.message


def _moment(at: datetime, now: datetime) -> str:
    return _("%(day)s à %(time)s") % {
        "day": spoken_day(at.date(), now.astimezone(at.tzinfo).date()),
        "time": spoken_clock(at),
    }
