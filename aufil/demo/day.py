"""What makes a counsellor's morning in the demonstration: who waits, what was noted, what is planned."""

from datetime import datetime, timedelta

from aufil.people.models import Person
from aufil.thread.models import Entry, Side, Thread

FORGOTTEN = timedelta(days=6)


def waits(thread: Thread, entries: list[Entry], sides: dict[Person, Side], now: datetime) -> None:
    """Since when an answer is due; a last word of long ago, « ok merci », was found to need none."""
    said = [entry for entry in entries if not entry.deleted_at]
    if not said:
        return
    thread.last_exchange_at = said[-1].created_at
    waiting: list[Entry] = []
    for entry in said:
        waiting = [*waiting, entry] if sides[entry.author] == Side.YOUNG else []
    if thread.kind == Thread.Kind.SUPPORT and waiting and now - waiting[-1].created_at < FORGOTTEN:
        thread.unanswered_since = waiting[0].created_at
