"""When a reminder is due, and when it is said again: local days in, local days and instants out; no table.

A reminder is due on a day of its structure, once or each month; it is said again some days before, at nine in the
morning. On a day of rest nobody is disturbed (Sundays and public holidays, as in the quiet hours of `delivery`): what
would be said then is said on the working day before.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from aufil.kernel.hours import public_holidays_of

MORNING = time(9)
DAYS_BEFORE = (14, 7, 3, 2, 1, 0)  # what may be chosen; at most a fortnight, so that two months never cross
USUAL_DAYS = (7, 2, 0)
SUNDAY = 6
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Saying:
    """A local day on which a reminder is said again, and the day it is then due."""

    day: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """When a reminder is due and said, in the zone of its structure."""

    first_on: date
    monthly: bool
    days_before: Sequence[int]
    timezone: str
    holiday_zone: str = ""

    def due_after(self, day: date) -> date | None:
        """The first day it is due after `day`; None where there is no more."""
        return next((due for due in self._dues() if due > day), None)

    def sayings(self, due_on: date) -> list[Saying]:
        """The days on which it is said for one day it is due, ascending, each once."""
        days = {self.working_day(due_on - timedelta(days=before)) for before in self.days_before}
        return [Saying(day, due_on) for day in sorted(days)]

    def next_saying(self, after: date, due_on: date) -> Saying | None:
        """The first saying on a day later than `after`, for `due_on` or what is due after it."""
        due: date | None = due_on
        while due and self.days_before:
            for saying in self.sayings(due):
                if saying.day > after:
                    return saying
            due = self.due_after(due)
        return None

    def last_saying(self, today: date, due_on: date) -> Saying | None:
        """What is to be said today, for `due_on` or later: the last saying whose day has come, while what it is about
        may still be done. None when there is nothing, or it is too late."""
        found, due = None, due_on
        while True:
            come = [saying for saying in self.sayings(due) if saying.day <= today <= saying.due_on]
            found = come[-1] if come else found
            following = self.due_after(due)
            if following is None or following - timedelta(days=2 * max(DAYS_BEFORE)) > today:
                return found
            due = following

    def working_day(self, day: date) -> date:
        """`day` itself, or the last working day before a day of rest."""
        while day.weekday() == SUNDAY or day in public_holidays_of(day.year, self.holiday_zone):
            day -= ONE_DAY
        return day

    def morning_of(self, day: date) -> datetime:
        """Nine o’clock of a local day."""
        return datetime.combine(day, MORNING, tzinfo=ZoneInfo(self.timezone)).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The midnight that ends a local day."""
        return datetime.combine(day + ONE_DAY, time(), tzinfo=ZoneInfo(self.timezone)).astimezone(UTC)

    def _dues(self) -> Iterator[date]:
        if not self.monthly:
            yield self.first_on
            return
        for months in count():
            yield months_later(self.first_on, months)


def months_later(day: date, months: int) -> date:
    """The same day of a later month; of a month that is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
