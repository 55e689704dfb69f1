"""The conversations of a person, as rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from aufil.people.models import Person
from aufil.thread.models import Thread
from aufil.thread.queries import Line, last_entries, lines, titled


@dataclass(frozen=True)
class Row:
    """A conversation in a list. `young`: the key of whom it is about; `waited`: in working hours."""

    uid: UUID
    name: str
    initials: str
    excerpt: str
    excerpt_mine: bool
    at: datetime
    unread: int
    is_group: bool
    young: int | None
    unanswered_since: datetime | None
    waited: timedelta | None = None

    @property
    def needs_answer(self) -> bool:
        """Somebody waits for the viewer; what is new in a group is for reading."""
        return bool(self.unanswered_since or (self.unread and not self.is_group))


def conversations(person: Person, among: Sequence[Line] | None = None) -> list[Row]:
    """The threads of a person: who waits for an answer the longest on top, then the last changed.

    Notes beside a thread are not a conversation of their own. Three statements, two when the lines are given.
    """
    found = titled([line for line in among or lines(person.pk) if not line.paired_with], person.pk)
    last = last_entries([t.line.pk for t in found])
    rows = []
    for thread in found:
        entry = last.get(thread.line.pk)
        rows.append(
            Row(
                uid=thread.uid,
                name=thread.name,
                initials=thread.initials,
                excerpt=" ".join(entry.text.split())[:200] if entry else "",
                excerpt_mine=bool(entry and entry.author_id == person.pk),
                at=entry.created_at if entry else thread.line.updated_at,
                unread=thread.line.unread,
                is_group=thread.line.kind != Thread.Kind.SUPPORT,
                young=thread.line.young,
                unanswered_since=None if thread.line.closed_at else thread.line.unanswered_since,
            )
        )
    waiting = [row for row in rows if row.needs_answer]
    waiting.sort(key=lambda row: row.unanswered_since or row.at)
    return [*waiting, *(row for row in rows if not row.needs_answer)]
