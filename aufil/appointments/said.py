"""Hours, ways and lengths as one says them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aufil.appointments.models import Mode, Opening, Variation
from aufil.ui.texts import NNBSP, clock

WAYS = {
    Mode.SITE: gettext_lazy("sur place"),
    Mode.PHONE: gettext_lazy("par téléphone"),
    Mode.VIDEO: gettext_lazy("en visio"),
    Mode.HOME: gettext_lazy("à domicile"),
    Mode.CHOSEN: gettext_lazy("dans un lieu choisi ensemble"),
    Mode.PARTNER: gettext_lazy("chez un partenaire"),
    Mode.STOP: gettext_lazy("à un arrêt de la tournée"),
}
EVERY = {
    1: gettext_lazy("chaque semaine"),
    2: gettext_lazy("une semaine sur deux"),
    3: gettext_lazy("une semaine sur trois"),
    4: gettext_lazy("une semaine sur quatre"),
    5: gettext_lazy("une semaine sur cinq"),
    6: gettext_lazy("une semaine sur six"),
    7: gettext_lazy("une semaine sur sept"),
    8: gettext_lazy("une semaine sur huit"),
}
DAY = 24 * 60


def span_said(row: Opening | Variation) -> str:
    """`9 h à 12 h`."""
    return _("%(from)s à %(to)s") % {"from": clock(row.starts), "to": clock(row.ends)}


def hours_said(row: Opening | Variation) -> str:
    """`9 h à 12 h, Cholet centre`."""
    return f"{span_said(row)}, {row.place.name}" if row.place else span_said(row)


def listed(words: Sequence[str]) -> str:
    """`a, b et c`."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s et %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def ways_said(modes: Iterable[str]) -> str:
    """`sur place, par téléphone et en visio`."""
    return listed([str(WAYS[Mode(mode)]) for mode in modes if mode in Mode])


def length_said(minutes: int) -> str:
    """`45 min`, `1 h`, `1 h 30`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NNBSP}min"
    return f"{hours}{NNBSP}h{NNBSP}{rest:02d}" if rest else f"{hours}{NNBSP}h"


def span_of_time(minutes: int) -> str:
    """`2 heures`, `7 jours`, `90 minutes`: in the largest unit that says it whole."""
    if minutes and minutes % DAY == 0:
        return ngettext("%(n)d jour", "%(n)d jours", minutes // DAY) % {"n": minutes // DAY}
    if minutes and minutes % 60 == 0:
        return ngettext("%(n)d heure", "%(n)d heures", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def reminders_said(reminders: Iterable[int]) -> str:
    """`7 jours avant, 2 jours avant, 2 heures avant`."""
    return ", ".join(_("%(span)s avant") % {"span": span_of_time(one)} for one in reminders)


@dataclass(frozen=True)
class Line:
    """A stretch in words: hours, what else is to be known of it."""

    opening: Opening
    hours: str
    place: str
    ways: str
    kinds: str
    when: str


def line_of(opening: Opening) -> Line:
    """An opening as a list shows it."""
    when = []
    if opening.every_weeks > 1:
        when.append(str(EVERY[opening.every_weeks]))
    return Line(
        opening,
        span_said(opening),
        opening.place.name if opening.place else "",
        ways_said(opening.modes),
        listed([kind.name for kind in opening.kinds.all()]),
        ", ".join(when),
    )
