"""One thread, and a stretch of its entries, as its reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from aufil.kernel import clock
from aufil.kernel.statements import Statements, as_time, as_uuid
from aufil.people.queries import device_liveness, device_trouble
from aufil.thread.models import Entry, Thread
from aufil.thread.rows import COLUMNS, JOINS, EntryRow, Participant, entry_row
from aufil.web.problems import Problem

PAGE = 50
MOST = 200

MEMBERS = (
    "SELECT m.thread_id, m.person_id, p.uid, p.first_name, p.last_name, m.side, m.seen_seq,"
    " m.muted_at, m.muted_until"
    " FROM thread_member m JOIN people_person p ON p.id = m.person_id WHERE m.left_at IS NULL AND "
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A thread somebody may read, with its members, themselves among them."""

    pk: int
    uid: UUID
    kind: str
    title: str
    structure: int
    young: int | None
    last_seq: int
    rev: int
    closed_at: datetime | None
    members: tuple[Participant, ...]
    viewer: Participant

    @property
    def others(self) -> list[Participant]:
        return [m for m in self.members if m.person_id != self.viewer.person_id]

    @property
    def is_group(self) -> bool:
        return self.kind != Thread.Kind.SUPPORT


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which entries are asked for; at most one bound. `before` reads backwards, `since` by `rev`."""

    after: int | None = None
    before: int | None = None
    since: int | None = None
    limit: int = PAGE

    def statement(self, thread: UUID) -> tuple[str, tuple[Any, ...]]:
        where = " WHERE e.thread_id = (SELECT id FROM thread_thread WHERE uid = %s)"
        bound: tuple[Any, ...] = ()
        if self.since is not None:
            where, bound, order = where + " AND e.rev > %s", (self.since,), "e.rev"
        elif self.after is not None:
            where, bound, order = where + " AND e.seq > %s", (self.after,), "e.seq"
        elif self.before is not None:
            where, bound, order = where + " AND e.seq < %s", (self.before,), "e.seq DESC"
        else:
            order = "e.seq DESC"
        return f"SELECT {COLUMNS}{JOINS}{where} ORDER BY {order} LIMIT %s", (thread, *bound, self.limit)

    @property
    def backwards(self) -> bool:
        return self.after is None and self.since is None


def thread_statement(uid: UUID) -> tuple[str, tuple[Any, ...]]:
    return (
        "SELECT id, uid, kind, title, structure_id, young_id, last_seq, rev, closed_at"
        " FROM thread_thread WHERE uid = %s",
        (uid,),
    )


def members_statement(uid: UUID) -> tuple[str, tuple[Any, ...]]:
    return MEMBERS + "m.thread_id = (SELECT id FROM thread_thread WHERE uid = %s) ORDER BY m.id", (uid,)


def opened(person: int, thread_rows: Sequence[Any], member_rows: Sequence[Any]) -> Opened:
    """The thread these rows tell of, as `person` sees it; a 404 problem when it is not theirs to see."""
    members = tuple(Participant(row[1], as_uuid(row[2]), *row[3:7]) for row in member_rows)
    viewer = next((m for m in members if m.person_id == person), None)
    if not thread_rows or viewer is None:
        raise Problem("not-found")
    return _opened(thread_rows[0], members, viewer)


def _opened(row: Any, members: tuple[Participant, ...], viewer: Participant) -> Opened:
    pk, uid, kind, title, structure, young, last_seq, rev, closed_at = row
    return Opened(
        pk, as_uuid(uid), kind, title, structure, young, last_seq, rev, as_time(closed_at), members, viewer
    )


def opened_for_all(uid: UUID) -> Opened:
    """A thread as nobody in particular sees it: to tell all its members."""
    (row,), members = Statements().select(thread_statement(uid), members_statement(uid))
    everybody = tuple(Participant(one[1], as_uuid(one[2]), *one[3:7]) for one in members)
    nobody = Participant(0, uid, "", "", "", 0)
    return _opened(row, everybody, everybody[0] if everybody else nobody)


def read(
    *, person: int, thread: UUID, stretch: Stretch, device: int | None = None
) -> tuple[Opened, list[EntryRow]]:
    """A stretch of a thread as `person` may see it; entries ascend by `seq` (by `rev` with `since`).

    Raises a 404 problem for what is not theirs, 401 when their device was revoked. Three statements, one
    round trip on PostgreSQL.
    """
    statements = Statements()
    queries = [thread_statement(thread), members_statement(thread), stretch.statement(thread)]
    if device is not None:
        queries.append(device_liveness(statements, [device], clock.now()))
    results = statements.select(*queries)
    if device is not None and (trouble := device_trouble(dict(results[3]), device, person)):
        raise Problem(trouble)
    found = opened(person, results[0], results[1])
    entries = [entry_row(thread, row) for row in results[2]]
    if stretch.backwards:
        entries.reverse()
    return found, entries


def entry_in(thread: UUID, uid: UUID) -> EntryRow:
    """One entry; a 404 problem when the thread has none such."""
    sql = f"SELECT {COLUMNS}{JOINS} WHERE e.uid = %s AND e.thread_id = (SELECT id FROM thread_thread WHERE uid = %s)"
    ((*rows,),) = [Statements().select((sql, (uid, thread)))[0]]
    if not rows:
        raise Problem("not-found")
    return entry_row(thread, rows[0])


def entry_with(thread: UUID, file: UUID) -> EntryRow:
    """The entry of a thread that carries a file; a 404 problem when there is none, or no longer."""
    entries = Entry.objects.filter(thread__uid=thread, attachments__file__uid=file, deleted_at=None)
    uid = entries.values_list("uid", flat=True).first()
    if uid is None:
        raise Problem("not-found")
    return entry_in(thread, uid)


def notes_beside(support: int) -> list[EntryRow]:
    """What staff noted beside a support thread, by time; the last 200."""
    sql = (
        f"SELECT t.uid, {COLUMNS}{JOINS} JOIN thread_thread t ON t.id = e.thread_id"
        " WHERE t.paired_with_id = %s AND e.deleted_at IS NULL ORDER BY e.seq DESC LIMIT %s"
    )
    (rows,) = Statements().select((sql, (support, MOST)))
    return [entry_row(as_uuid(row[0]), row[1:]) for row in reversed(rows)]


def earlier_threads(opened: Opened) -> list[Thread]:
    """The closed conversations this one continues, as far as the viewer may read them."""
    found = Thread.objects.filter(
        continued_in=opened.pk, members__person=opened.viewer.person_id, members__left_at=None
    )
    return list(found.order_by("created_at"))


def continuation_of(opened: Opened) -> UUID | None:
    """The thread in which a closed one goes on."""
    return Thread.objects.filter(earlier=opened.pk).values_list("uid", flat=True).first()


def support_thread_of(young: int, structure: int) -> Thread | None:
    """The open support thread of a young person in a structure."""
    return Thread.objects.filter(
        young=young, structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None
    ).first()
