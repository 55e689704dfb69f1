"""Search in what one may read: the threads one is a member of today, for staff with the notes beside them.

What was deleted, hidden or purged is not in the index, and is looked at once more when the entries are read. First
comes what holds every word as it was typed, or a form of it; then what holds one that differs by a mistake or two;
each from the newest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from aufil.kernel.statements import Statements, as_uuid
from aufil.thread.models import Entry
from aufil.thread.queries.wanted import LAST, Wanted, asked, with_forms, with_mistakes
from aufil.thread.rows import COLUMNS, JOINS, EntryRow, entry_row
from aufil.web import pagination
from aufil.web.problems import Problem

PAGE = 20
SIGNS = tuple(f"#{kind}" for kind in Entry.Kind if kind != Entry.Kind.MESSAGE)
EXACT, NEAR = 0, 1
FIRST = (EXACT, 2**31 - 1, 2**63 - 1)


@dataclass(frozen=True)
class Question:
    """What is looked for. `thread` narrows to one thread and its notes; `person` to what was said with them or by
    them; `kind` is one of `Entry.Kind`; `since` and `until` are instants, the latter left out. `typing`: the last
    word may be only begun."""

    text: str = ""
    thread: UUID | None = None
    person: UUID | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    typing: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: no word, nor a kind that is worth listing by itself."""
        return not asked(self.text, typing=self.typing) and self.kind in ("", Entry.Kind.MESSAGE)


class Place(NamedTuple):
    """Where an answer stands in the order: how well it answers, when it came, its key. Later ones are smaller."""

    tier: int
    at: int
    entry: int

    @classmethod
    def of(cls, cursor: str) -> "Place":
        """The place behind a cursor of ours; a 400 problem for anything else."""
        parts = pagination.decode(cursor).split(" ")
        if len(parts) != len(FIRST) or not all(p.isdecimal() and len(p) < 19 for p in parts):
            raise Problem("malformed")
        tier, at, entry = map(int, parts)
        if tier > NEAR or at > FIRST[1]:
            raise Problem("malformed")
        return cls(tier, at, entry)


class Where(NamedTuple):
    """The thread of an answer. `young`: the key of whom it is about, `whom` their full name.

    It is opened in `opens`, at entry `seq`: a note, in the support thread beside which it was written.
    """

    pk: int
    kind: str
    title: str
    young: int | None
    whom: str
    opens: UUID
    seq: int


class Hit(NamedTuple):
    """An entry that answers. `near`: only by a word that may be misspelt."""

    entry: EntryRow
    where: Where
    near: bool
    place: Place


@dataclass(frozen=True)
class Answers:
    """A stretch of answers; `last` is the place of the last when others follow. `wanted` is what they were found by."""

    hits: list[Hit]
    last: Place | None
    wanted: list[Wanted]

    @property
    def following(self) -> str | None:
        """The cursor of those that follow."""
        return pagination.encode(" ".join(map(str, self.last))) if self.last else None


class Reach(NamedTuple):
    """Where a question may look: threads, of which structures; entries of `author` alone but in the threads `about`."""

    threads: list[int]
    structures: list[int]
    author: int | None = None
    about: tuple[int, ...] = ()


def search(person: int, question: Question, *, after: Place | None = None, limit: int = PAGE) -> Answers:
    """What answers `question` among what `person` may read; `after` a place, in the order of places."""
    reach = _reach(person, question)
    if question.is_empty or not reach.threads:
        return Answers([], None, [])
    exact = with_forms(asked(question.text, typing=question.typing), reach.structures)
    wanted = exact
    start = after or Place(*FIRST)
    found = _places(reach, question, exact, None, start, limit + 1) if start.tier == EXACT else []
    if exact and len(found) <= limit:
        wanted = with_mistakes(exact, reach.structures)
        if wanted != exact:
            beyond = start if start.tier == NEAR else Place(NEAR, *FIRST[1:])
            found += _places(reach, question, wanted, exact, beyond, limit + 1 - len(found))
    last = found[limit - 1] if len(found) > limit else None
    return Answers(_hits(reach, found[:limit]), last, wanted)


def days_asked(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """Local days, both included, as instants: the second is the end of its day."""
    zone = timezone.get_current_timezone()
    begin = datetime.combine(since, time(), tzinfo=zone) if since else None
    end = (
        datetime.combine(until + timedelta(days=1), time(), tzinfo=zone)
        if until and until < date.max
        else None
    )
    return begin, end


def _reach(person: int, question: Question) -> Reach:
    """The threads this person may read, narrowed as asked. Two statements with a person, else one."""
    sql = (
        "SELECT t.id, t.structure_id, coalesce(t.young_id, s.young_id), t.uid, s.uid"
        " FROM thread_member m JOIN thread_thread t ON t.id = m.thread_id"
        " LEFT JOIN thread_thread s ON s.id = t.paired_with_id"
        " WHERE m.person_id = %s AND m.left_at IS NULL ORDER BY t.id"
    )
    queries: list[tuple[str, tuple[Any, ...]]] = [(sql, (person,))]
    if question.person:
        queries.append(
            (
                "SELECT p.id, m.thread_id FROM people_person p"
                " LEFT JOIN thread_member m ON m.person_id = p.id WHERE p.uid = %s",
                (question.person,),
            )
        )
    mine, *theirs = Statements().select(*queries)
    if question.thread:
        mine = [row for row in mine if question.thread in [as_uuid(uid) for uid in row[3:] if uid]]
    if not question.person:
        return Reach([row[0] for row in mine], sorted({row[1] for row in mine}))
    whom = theirs[0][0][0] if theirs[0] else None
    with_them = {thread for _pk, thread in theirs[0]}
    about = tuple(row[0] for row in mine if whom is not None and row[2] == whom)
    mine = [row for row in mine if row[0] in about or row[0] in with_them]
    return Reach([row[0] for row in mine], sorted({row[1] for row in mine}), whom, about)


def _places(
    reach: Reach,
    question: Question,
    wanted: Sequence[Wanted],
    but: Sequence[Wanted] | None,
    after: Place,
    limit: int,
) -> list[Place]:
    """Where entries stand that hold all that is wanted, and not all of `but`. One statement.

    Those that hold the word with the fewest writings are found by the key of `Searched`; of these, the ones that hold
    the rest, by the entry.
    """
    lookup = Lookup(reach, question)
    kind = question.kind if question.kind != Entry.Kind.MESSAGE else ""
    every = [*wanted, *([Wanted((f"#{kind}",))] if kind else [])]
    first, *rest = sorted(every, key=lambda one: (bool(one.beginning), len(one.words)))
    sql = f"SELECT c.at, c.entry_id FROM ({lookup.found_by(first)}) c"
    sql += " WHERE (c.at < %s OR (c.at = %s AND c.entry_id < %s))"
    lookup.values += [after.at, after.at, after.entry]
    sql += "".join(f" AND {lookup.holds(one)}" for one in rest)
    if question.kind == Entry.Kind.MESSAGE:
        sql += f" AND NOT {lookup.holds(Wanted(SIGNS))}"
    if but is not None:
        sql += f" AND NOT ({' AND '.join(lookup.holds(one) for one in but)})"
    if reach.author is not None:
        sql += f" AND {lookup.said_by(reach.author, reach.about)}"
    sql += " ORDER BY c.at DESC, c.entry_id DESC LIMIT %s"
    (rows,) = lookup.statements.select((sql, (*lookup.values, limit)))
    tier = EXACT if but is None else NEAR
    return [Place(tier, at, entry) for at, entry in rows]


class Lookup:
    """The parts of one statement and, in their order, its parameters.

    A condition on an entry is a subquery with a limit: then no planner reads all that hold a word, anywhere.
    """

    def __init__(self, reach: Reach, question: Question) -> None:
        self.statements = Statements()
        self.values: list[Any] = []
        self.threads = self.statements.many(reach.threads)
        self.dates = ""
        self.bounds: list[int] = []
        for sign, at in ((">=", question.since), ("<", question.until)):
            if at is not None:
                self.dates += f" AND at {sign} %s"
                self.bounds.append(int(at.timestamp()) // 60)

    def found_by(self, one: Wanted) -> str:
        """Entries in reach that hold this."""
        parts = [self._rows(self.statements.among("word"), self.statements.many(one.words))]
        if one.beginning:
            parts.append(self._rows("word >= %s AND word <= %s", one.beginning, one.beginning + LAST))
        return " UNION ".join(parts)

    def _rows(self, condition: str, *values: Any) -> str:
        self.values += [self.threads, *values, *self.bounds]
        among = self.statements.among("thread_id")
        return f"SELECT DISTINCT entry_id, at FROM thread_searched WHERE {among} AND {condition}{self.dates}"

    def holds(self, one: Wanted) -> str:
        """The entry `c` holds this."""
        words = self.statements.among("x.word")
        self.values.append(self.statements.many(one.words))
        if one.beginning:
            words = f"({words} OR (x.word >= %s AND x.word <= %s))"
            self.values += [one.beginning, one.beginning + LAST]
        return (
            f"(SELECT 1 FROM thread_searched x WHERE x.entry_id = c.entry_id AND {words} LIMIT 1) IS NOT NULL"
        )

    def said_by(self, author: int, about: Sequence[int]) -> str:
        """The entry `c` is of this author, or in a thread about them."""
        self.values += [author, self.statements.many(about)]
        return (
            "(SELECT 1 FROM thread_entry e WHERE e.id = c.entry_id"
            f" AND (e.author_id = %s OR {self.statements.among('e.thread_id')})) IS NOT NULL"
        )


def _hits(reach: Reach, places: Sequence[Place]) -> list[Hit]:
    """The entries at these places, in their order; none that is not to be read. One statement."""
    if not places:
        return []
    statements = Statements()
    beside = (
        "SELECT max(o.seq) FROM thread_entry o WHERE o.thread_id = t.paired_with_id"
        " AND o.created_at <= e.created_at"
    )
    sql = (
        "SELECT e.id, t.uid, t.id, t.kind, t.title, y.id, coalesce(y.first_name || ' ' || y.last_name, ''),"
        " coalesce(s.uid, t.uid),"
        f" CASE WHEN s.id IS NULL THEN e.seq ELSE coalesce(({beside}), 1) END, {COLUMNS}{JOINS}"
        " JOIN thread_thread t ON t.id = e.thread_id LEFT JOIN thread_thread s ON s.id = t.paired_with_id"
        " LEFT JOIN people_person y ON y.id = coalesce(t.young_id, s.young_id)"
        f" WHERE {statements.among('e.id')} AND {statements.among('e.thread_id')} AND e.deleted_at IS NULL"
    )
    keys = [place.entry for place in places]
    (rows,) = statements.select((sql, (statements.many(keys), statements.many(reach.threads))))
    found = {row[0]: row for row in rows}
    return [_hit(found[place.entry], place) for place in places if place.entry in found]


def _hit(row: Sequence[Any], place: Place) -> Hit:
    pk, kind, title, young, whom, opens, seq = row[2:9]
    where = Where(pk, kind, title, young, whom, as_uuid(opens), seq)
    return Hit(entry_row(as_uuid(row[1]), row[9:]), where, place.tier == NEAR, place)
