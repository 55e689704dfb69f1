"""The hours of a group's lounge, as they are typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aufil.kernel.clockface import as_time
from aufil.kernel.hours import Interval
from aufil.ui.texts import DAYS

LINES_MOST = 21
BLANK = 2  # lines beyond those that are filled


@dataclass
class LoungeLine:
    """One line of the week of a lounge, as it is typed."""

    number: int
    weekday: str
    opens: str
    closes: str
    error: str | Promise = ""

    @property
    def is_blank(self) -> bool:
        return not (self.opens or self.closes)


class LoungeForm:
    """A week, a line a stretch: `jour-1`, `de-1`, `a-1`…; an empty line is none. Without `data`, `week` fills it."""

    def __init__(self, data: QueryDict | None = None, *, week: Sequence[Interval] = ()) -> None:
        self.is_bound = data is not None
        self.days = [(str(number), name.capitalize()) for number, name in enumerate(DAYS)]
        if data is None:
            self.lines = [
                LoungeLine(number, str(i.weekday), f"{i.opens:%H:%M}", f"{i.closes:%H:%M}")
                for number, i in enumerate(week, start=1)
            ]
        else:
            typed = [_line_typed(data, number) for number in range(1, LINES_MOST + 1)]
            self.lines = [line for line in typed if not line.is_blank]
        first = max((line.number for line in self.lines), default=0) + 1
        blank = range(first, min(first + BLANK, LINES_MOST + 1))
        self.lines += [LoungeLine(number, "", "", "") for number in blank]
        self.week: list[Interval] = []

    def is_valid(self) -> bool:
        """Fill `week`, or say on each line what to do."""
        self.week = []
        for line in self.lines:
            if line.is_blank:
                continue
            found = _read_line(line)
            if found and any(_overlap(found, other) for other in self.week):
                line.error = _("Ce créneau en chevauche un autre du même jour. Changez l’un des deux.")
            elif found:
                self.week.append(found)
        return self.is_bound and not any(line.error for line in self.lines)


def _line_typed(data: QueryDict, number: int) -> LoungeLine:
    said = [data.get(f"{name}-{number}", "").strip()[:20] for name in ("jour", "de", "a")]
    return LoungeLine(number, *said)


def _read_line(line: LoungeLine) -> Interval | None:
    if line.weekday not in "0123456" or len(line.weekday) != 1:
        line.error = _("Choisissez le jour.")
    elif not (line.opens and line.closes):
        line.error = _("Il manque une heure. Écrivez le début et la fin, ou videz les deux.")
    else:
        try:
            found = Interval(int(line.weekday), as_time(line.opens), as_time(line.closes))
        except ValueError:
            line.error = _("Une heure s’écrit comme 9:00 ou 14:30.")
            return None
        if found.closes > found.opens:
            return found
        line.error = _("La fin vient avant le début. Changez l’une des deux heures.")
    return None


def _overlap(one: Interval, other: Interval) -> bool:
    return one.weekday == other.weekday and one.opens < other.closes and other.opens < one.closes
