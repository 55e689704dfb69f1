"""The conversations of a person, as rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from aufil.people.models import Person
from aufil.thread.models import Thread
from aufil.thread.queries import Line, last_entries, titled


@dataclass(frozen=True)
class Row:
    """A conversation in a list. `young`: the key of whom it is about; `waited`: in working hours, since `since`;
    `quiet`: there is something unread in a group they want to hear nothing of."""

    uid: UUID
    name: str
    initials: str
    excerpt: str
    excerpt_mine: bool
    at: datetime
    unread: int
    is_group: bool
    young: int | None
    unanswered: bool
    since: datetime
    quiet: bool = False
    mentioned: bool = False
    waited: timedelta | None = None


def needs_answer(line: Line) -> bool:
    """Somebody waits for the viewer; what is new in a group is for reading."""
    return not line.closed_at and bool(line.unanswered_since or (line.unread and line.young))


def since(line: Line) -> datetime:
    """Since when a thread waits for its viewer, as far as that is known without reading it."""
    return line.unanswered_since or line.updated_at


def conversations(person: Person, shown: Sequence[Line]) -> list[Row]:
    """These threads of a person as rows, in the same order. Two statements."""
    last = last_entries([line.pk for line in shown])
    rows = []
    for thread in titled(shown, person.pk):
        line, entry = thread.line, last.get(thread.line.pk)
        rows.append(
            Row(
                uid=thread.uid,
                name=thread.name,
                initials=thread.initials,
                excerpt=entry.in_one_line(200) if entry else "",
                excerpt_mine=bool(entry and entry.author_id == person.pk),
                at=entry.created_at if entry else line.updated_at,
                unread=line.loud,
                quiet=line.quiet,
                mentioned=line.mentioned,
                is_group=line.kind != Thread.Kind.SUPPORT,
                young=line.young,
                unanswered=line.unanswered_since is not None,
                since=since(line),
            )
        )
    return rows
