"""Reminders as their list, their page and their entries show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from aufil.people.models import Structure
from aufil.thread.models import Reminder, ReminderDone, ReminderSaid, Side
from aufil.thread.queries.reading import Opened
from aufil.thread.reminded import each_month_text
from aufil.thread.reminding import Plan


def plan_of(row: Reminder, structure: Structure) -> Plan:
    """When a reminder is due and said, by the days of its structure."""
    return Plan(row.first_on, row.monthly, row.days_before, structure.timezone, structure.holiday_zone)


@dataclass(frozen=True)
class ReminderView:
    """A reminder for its reader."""

    uid: UUID
    text: str
    due_on: date
    monthly: bool
    each_month: str
    say_at: datetime | None
    made_by: str
    days_before: Sequence[int]
    state: str  # "open", "done", "stopped"
    ended_at: datetime | None
    ended_by: str
    may_change: bool
    may_finish: bool
    former: Sequence[ReminderDone] = ()

    @property
    def is_late(self) -> bool:
        return self.state == "open" and self.due_on < timezone.localdate()


def reminders_of(opened: Opened) -> list[ReminderView]:
    """Those of a thread: what is to be done, the first due first; then what is over, the last due first.

    Two statements, however many.
    """
    rows = Reminder.objects.filter(thread=opened.pk).select_related("made_by", "stopped_by")
    views = [_view(row, opened) for row in rows.prefetch_related("done__person")]
    over = [view for view in views if view.state != "open"]
    return [view for view in views if view.state == "open"] + over[::-1]


def open_reminders(opened: Opened) -> list[ReminderView]:
    """What is to be done, the first due first."""
    return [view for view in reminders_of(opened) if view.state == "open"]


def reminder_view(row: Reminder, opened: Opened) -> ReminderView:
    """One reminder of a thread."""
    return _view(row, opened)


def made_by_side(row: Reminder, opened: Opened) -> str:
    """Whose reminder it is: who is on that side may change and stop it."""
    return Side.YOUNG.value if row.made_by_id == opened.young else Side.STAFF.value


def _view(row: Reminder, opened: Opened) -> ReminderView:
    done = list(row.done.all())
    last = next((one for one in done if one.due_on == row.due_on), None)
    is_open = row.stopped_at is None and last is None and not opened.closed_at
    state = "stopped" if row.stopped_at else "done" if last else "open"
    ended_by = row.stopped_by if row.stopped_at else last.person if last else None
    return ReminderView(
        uid=row.uid,
        text=row.text,
        due_on=row.due_on,
        monthly=row.monthly,
        each_month=each_month_text(row.first_on) if row.monthly else "",
        say_at=row.say_at,
        made_by=row.made_by.first_name,
        days_before=row.days_before,
        state=state,
        ended_at=row.stopped_at or (last.made_at if last else None),
        ended_by=ended_by.first_name if ended_by else "",
        may_change=is_open and opened.viewer.side == made_by_side(row, opened),
        may_finish=is_open,
        former=[one for one in done if one is not last],
    )


def reminder_shape(
    row: Reminder, due_on: date, state: str = "open", by: str = "", at: datetime | None = None
) -> dict[str, Any]:
    """A reminder as it stands on an entry (`Entry.adds`)."""
    return {
        "id": str(row.uid),
        "due_on": due_on.isoformat(),
        "monthly": row.monthly,
        "state": state,
        "by": by,
        "at": at.isoformat() if at else None,
    }


def shape_said(said: ReminderSaid) -> dict[str, Any]:
    """The same, for an entry that is there already: what has become of it since."""
    row = said.reminder
    done = row.done.select_related("person").filter(due_on=said.due_on).first()
    if done:
        return reminder_shape(row, said.due_on, "done", done.person.first_name, done.made_at)
    if said.replaced_at:
        return reminder_shape(row, said.due_on, "changed")
    if row.stopped_at:
        by = row.stopped_by.first_name if row.stopped_by else ""
        return reminder_shape(row, said.due_on, "stopped", by, row.stopped_at)
    return reminder_shape(row, said.due_on)
