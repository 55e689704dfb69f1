"""A week as it is typed: up to three stretches a day, in any writing of a time of day."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from aufil.kernel.clockface import as_time
from aufil.kernel.hours import Interval
from aufil.ui.texts import DAYS

STRETCHES = 3


@dataclass
class Day:
    """One day of the form: what is typed in each stretch, and what is wrong with it."""

    weekday: int
    name: str
    typed: list[tuple[str, str]]
    error: str = ""
    intervals: list[Interval] = field(default_factory=list)

    @property
    def usual(self) -> list[tuple[int, str, str]]:
        """The stretches always shown, with their numbers from 1."""
        return [(n + 1, *pair) for n, pair in enumerate(self.typed[:2])]

    @property
    def more(self) -> list[tuple[int, str, str]]:
        """The ones behind « un autre créneau »."""
        return [(n + 3, *pair) for n, pair in enumerate(self.typed[2:])]

    @property
    def more_filled(self) -> bool:
        return any(a or b for _number, a, b in self.more)


class WeekForm:
    """`data`: what was sent, `d0-1-from`, `d0-1-to`…; without it `intervals` fill the form."""

    def __init__(self, data: QueryDict | None = None, intervals: Sequence[Interval] = ()) -> None:
        if data is None:
            self.days = [_filled(weekday, intervals) for weekday in range(7)]
        else:
            self.days = [_sent(weekday, data) for weekday in range(7)]

    def copy(self, source: str, targets: Sequence[str]) -> None:
        """Type the stretches of one day on others; what is no day is left alone."""
        numbers = {str(day.weekday): day for day in self.days}
        if source in numbers:
            for day in (numbers[one] for one in targets if one in numbers and one != source):
                day.typed, day.error = list(numbers[source].typed), ""

    def is_valid(self) -> bool:
        for day in self.days:
            _read(day)
        return not any(day.error for day in self.days)

    @property
    def week(self) -> list[Interval]:
        return [interval for day in self.days for interval in day.intervals]

    @property
    def errors(self) -> list[str]:
        return [f"{day.name} : {day.error}" for day in self.days if day.error]


def _filled(weekday: int, intervals: Sequence[Interval]) -> Day:
    typed = [(f"{i.opens:%H:%M}", f"{i.closes:%H:%M}") for i in intervals if i.weekday == weekday]
    return Day(weekday, DAYS[weekday].capitalize(), typed + [("", "")] * (STRETCHES - len(typed)))


def _sent(weekday: int, data: QueryDict) -> Day:
    typed = [
        (data.get(f"d{weekday}-{n}-from", "")[:20], data.get(f"d{weekday}-{n}-to", "")[:20])
        for n in range(1, STRETCHES + 1)
    ]
    return Day(weekday, DAYS[weekday].capitalize(), typed)


def _read(day: Day) -> None:
    """Fill `intervals`, or say what to do."""
    day.intervals, day.error = [], ""
    for opens, closes in day.typed:
        if not opens.strip() and not closes.strip():
            continue
        if not opens.strip() or not closes.strip():
            day.error = _("il manque une heure. Écrivez le début et la fin, ou videz les deux.")
            return
        try:
            stretch = Interval(day.weekday, as_time(opens), as_time(closes))
        except ValueError:
            day.error = _("une heure s’écrit comme 9:00 ou 14:30.")
            return
        if stretch.closes <= stretch.opens:
            day.error = _("la fin vient avant le début. Changez l’une des deux heures.")
            return
        day.intervals.append(stretch)
    day.intervals.sort(key=lambda i: i.opens)
    if any(a.closes > b.opens for a, b in zip(day.intervals, day.intervals[1:], strict=False)):
        day.intervals, day.error = [], _("deux créneaux se chevauchent. Changez-en un.")
