"""Lists of threads: what they are called, what was said last, how much is unread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.kernel import clock
from aufil.kernel.statements import Statements, as_time, as_uuid, known_time
from aufil.thread.models import Side, Thread
from aufil.thread.queries.reading import MEMBERS
from aufil.thread.rows import COLUMNS, JOINS, EntryRow, Participant, entry_row


@dataclass(frozen=True, slots=True)
class Line:
    """A thread in somebody's list: what it is called, what was said last, how much is unread."""

    pk: int
    uid: UUID
    kind: str
    title: str
    young: int | None
    last_seq: int
    rev: int
    updated_at: datetime
    seen_seq: int
    unread: int
    mentioned: bool
    muted: bool
    unanswered_since: datetime | None
    last_exchange_at: datetime | None
    closed_at: datetime | None
    paired_with: UUID | None

    @property
    def loud(self) -> int:
        """How many unread entries the viewer wants to be told of: a name called breaks the silence."""
        return 0 if self.muted and not self.mentioned else self.unread

    @property
    def quiet(self) -> bool:
        """Is there something unread in a thread they want to hear nothing of?"""
        return self.unread > 0 and not self.loud


UNREAD = (
    "(SELECT count(*) FROM thread_entry e WHERE e.thread_id = t.id AND e.seq > m.seen_seq"
    " AND e.author_id <> m.person_id AND e.deleted_at IS NULL)"
)


def lines(person: int, about: Sequence[int] | None = None) -> list[Line]:
    """The threads of a person, the last changed first, each with its unread count. One statement.

    `about`: only the support threads of these young people.
    """
    statements, now = Statements(), clock.now()
    only = "" if about is None else " AND " + statements.among("t.young_id")
    sql = (
        "SELECT t.id, t.uid, t.kind, t.title, t.young_id, t.last_seq, t.rev, t.updated_at, m.seen_seq,"
        f" CASE WHEN t.last_seq > m.seen_seq THEN {UNREAD} ELSE 0 END,"
        " m.mentioned_seq, m.muted_at, m.muted_until,"
        " t.unanswered_since, t.last_exchange_at, t.closed_at, s.uid"
        " FROM thread_member m JOIN thread_thread t ON t.id = m.thread_id"
        " LEFT JOIN thread_thread s ON s.id = t.paired_with_id"
        f" WHERE m.person_id = %s AND m.left_at IS NULL{only}"
        # What another thread continues is read from there, unless something in it is still unread.
        " AND (t.continued_in_id IS NULL OR t.last_seq > m.seen_seq) ORDER BY t.updated_at DESC, t.id DESC"
    )
    (rows,) = statements.select((sql, (person, *([statements.many(about)] if about is not None else []))))
    return [
        Line(
            row[0],
            as_uuid(row[1]),
            row[2],
            row[3],
            row[4],
            row[5],
            row[6],
            known_time(row[7]),
            row[8],
            row[9],
            row[10] > row[8],
            row[11] is not None and (row[12] is None or known_time(row[12]) > now),
            as_time(row[13]),
            as_time(row[14]),
            as_time(row[15]),
            as_uuid(row[16]) if row[16] else None,
        )
        for row in rows
    ]


def names_of(threads: Sequence[int]) -> dict[int, list[Participant]]:
    """The members of several threads at once."""
    if not threads:
        return {}
    statements = Statements()
    sql = MEMBERS + statements.among("m.thread_id") + " ORDER BY m.id"
    (rows,) = statements.select((sql, (statements.many(list(threads)),)))
    members: dict[int, list[Participant]] = {pk: [] for pk in threads}
    for row in rows:
        members[row[0]].append(Participant(row[1], as_uuid(row[2]), *row[3:7]))
    return members


def last_entries(threads: Sequence[int]) -> dict[int, EntryRow]:
    """The last entry that is not a tombstone of each of several threads, in one statement."""
    if not threads:
        return {}
    statements = Statements()
    # The last of each thread is found by its index, thread by thread, not by looking at every entry.
    last = (
        "(SELECT l.seq FROM thread_entry l WHERE l.thread_id = t.id AND l.deleted_at IS NULL"
        " ORDER BY l.seq DESC LIMIT 1)"
    )
    sql = (
        f"SELECT t.id, t.uid, {COLUMNS}{JOINS} JOIN thread_thread t ON t.id = e.thread_id AND e.seq = {last}"
        f" WHERE {statements.among('t.id')}"
    )
    (rows,) = statements.select((sql, (statements.many(list(threads)),)))
    return {row[0]: entry_row(as_uuid(row[1]), row[2:]) for row in rows}


def changed_since(at: datetime) -> list[tuple[UUID, int, int, list[int]]]:
    """Threads changed after an instant: `(uid, rev, last_seq, persons)`; what a heartbeat restates."""
    rows = Thread.objects.filter(updated_at__gt=at).values_list("pk", "uid", "rev", "last_seq")
    members = names_of([row[0] for row in rows])
    return [(uid, rev, last, [m.person_id for m in members[pk]]) for pk, uid, rev, last in rows]


class Titled(NamedTuple):
    """A line of a list of threads with its name for the viewer."""

    line: Line
    name: str
    initials: str
    members: list[Participant]

    @property
    def uid(self) -> UUID:
        return self.line.uid

    def __getattr__(self, name: str) -> object:
        return getattr(self.line, name)


def name_of(
    kind: str, title: str, young: int | None, members: Sequence[Participant], viewer: Participant
) -> str:
    """A support thread is called by the other side: the young person in full, or the staff's first names."""
    if kind != Thread.Kind.SUPPORT:
        return title
    if viewer.side == Side.YOUNG:
        staff = [m.first_name for m in members if m.side == Side.STAFF]
        return ", ".join(staff) or _("Votre Mission Locale")
    person = next((m for m in members if m.person_id == young), None)
    return person.name_for(viewer) if person else title


def titled(lines: Sequence[Line], person: int) -> list[Titled]:
    """The lines of a person's list with the names they read."""
    members = names_of([line.pk for line in lines])
    found = []
    for line in lines:
        people = members[line.pk]
        viewer = next(m for m in people if m.person_id == person)
        name = name_of(line.kind, line.title, line.young, people, viewer)
        initials = "".join(word[:1] for word in name.split()[:2]).upper()
        found.append(Titled(line, name, initials, people))
    return found


def thread_name(person: int, uid: UUID) -> str:
    """What a thread is called for one of its members; empty for anybody else. Two statements."""
    thread = Thread.objects.filter(uid=uid, members__person=person, members__left_at=None).first()
    if thread is None:
        return ""
    members = names_of([thread.pk])[thread.pk]
    viewer = next(member for member in members if member.person_id == person)
    return name_of(thread.kind, thread.title, thread.young_id, members, viewer)
