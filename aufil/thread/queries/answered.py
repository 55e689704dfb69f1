"""How long young people waited for an answer, as their threads tell it."""

from datetime import datetime

from aufil.kernel.statements import Statements, known_time
from aufil.thread.models import Call, Entry, Thread

# Bounded whatever the structure: the conversations that moved last, and the last of each.
THREADS, ENTRIES = 200, 20


def answered_waits(structure: int, since: datetime) -> list[tuple[datetime, datetime]]:
    """Of the conversations of a structure that moved last, from when to when each message since `since` waited for
    what staff said next (in person, not to many). One statement."""
    said, came = (
        ", ".join(f"'{one}'" for one in some) for some in (Entry.SAID, (Entry.Via.APP, *Entry.CAME_IN))
    )
    sql = (
        "SELECT t.id, CASE WHEN e.author_id = t.young_id THEN 1 ELSE 0 END, e.created_at"
        " FROM (SELECT id, young_id, last_seq FROM thread_thread WHERE structure_id = %s AND kind = 'support'"
        f" AND updated_at >= %s ORDER BY updated_at DESC LIMIT {THREADS}) t"
        f" JOIN thread_entry e ON e.thread_id = t.id AND e.seq > t.last_seq - {ENTRIES}"
        f" WHERE e.created_at >= %s AND e.kind IN ({said}) AND e.via IN ({came}) ORDER BY t.id, e.seq"
    )
    (rows,) = Statements().select((sql, (structure, since, since)))
    waits: list[tuple[datetime, datetime]] = []
    asked: dict[int, datetime] = {}
    for thread, is_young, at in rows:
        if is_young:
            asked.setdefault(thread, at)
        elif thread in asked:
            waits.append((known_time(asked.pop(thread)), known_time(at)))
    return waits


def answered_since(thread: Thread, at: datetime) -> bool:
    """Has somebody of the staff written to the young person of a support thread, or reached them by telephone, since
    `at`? Two statements."""
    last = Entry.objects.filter(thread=thread, seq__gt=thread.last_seq - ENTRIES, created_at__gte=at)
    said = last.filter(kind__in=Entry.SAID, via__in=(Entry.Via.APP, *Entry.CAME_IN), deleted_at=None)
    if said.exclude(author=thread.young_id).exists():
        return True
    reached = Call.objects.filter(outcome=Call.Outcome.REACHED, entry__created_at__gte=at)
    return reached.filter(entry__thread__paired_with=thread).exists()
