"""What is searched follows what is written (decision 0020).

A post pays nothing: `index_next` reads new entries behind it, by their keys, some seconds later, and keeps how far it
is in the same transaction. What changes an entry later (an edit, a transcript, a deletion) changes what is found of
it in its own transaction. The two meet on the entry's row, which both lock.
"""

import time
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from aufil.kernel import clock
from aufil.kernel.ids import new_id
from aufil.kernel.search_words import spoken_shape, stem, words_of
from aufil.kernel.statements import Columns, Insert, Statements
from aufil.thread.models import Entry, Indexing, KnownWord, Searched, Thread
from aufil.thread.rows import Adds

RULES = 1  # one more when the words of a text change: then everything is read again
STRETCH = 200  # entries in one transaction
AT_A_BREATH = 4  # entries cut into words before other threads have their turn
BREATH = 0.0005  # seconds
HOLES_KEPT = timedelta(hours=1)  # no transaction that adds an entry lives as long
HOLES_MOST = 100
LOOKED_UP = 500  # words in one statement
REMEMBERED_MOST = 100_000  # words
HELD = Columns("thread_searched", {"thread_id": "bigint", "at": "int", "entry_id": "bigint", "words": "text"})

# Words this process knows to be known, as long as none is forgotten: those of a busy hour are always the same.
_remembered: set[tuple[int, str]] = set()
_era: list[UUID | None] = [None]

Hole = list[int]  # first and last key, and when they were missed, in seconds since 1970


class Readable(NamedTuple):
    """What of an entry is searched."""

    pk: int
    thread_id: int
    kind: str
    text: str
    adds: Adds | None
    created_at: datetime
    deleted_at: datetime | None

    @property
    def words(self) -> set[str]:
        """The words it is found by, and the sign of its kind; none of what was deleted or purged."""
        if self.deleted_at:
            return set()
        files = (self.adds or {}).get("files", ())
        kept = [one for one in files if one["state"] != "purged"]
        found = words_of(self.text, *(one.get(part, "") for one in kept for part in ("name", "transcript")))
        return found | {sign_of(self.kind)} if self.kind != Entry.Kind.MESSAGE else found


@dataclass(frozen=True)
class Holding(Insert):
    """A row for each word of each entry, sent as one line an entry: its words with a space between them."""

    @property
    def for_postgresql(self) -> str:
        return (
            "INSERT INTO thread_searched (thread_id, word, at, entry_id)"
            " SELECT v.thread_id, w.word, v.at, v.entry_id"
            f" FROM {self.columns.arrays} AS v({self.columns.names}), unnest(string_to_array(v.words, ' ')) w(word)"
        )

    @property
    def for_sqlite(self) -> str:
        return (
            "INSERT INTO thread_searched (thread_id, at, entry_id, word)"
            " SELECT %s, %s, %s, value FROM json_each(%s)"
        )

    def row_for_sqlite(self, row: Sequence[Any]) -> list[Any]:
        return [*row[:-1], orjson.dumps(row[-1].split()).decode()]


def sign_of(kind: str) -> str:
    """What stands for a kind of entry among words."""
    return f"#{kind}"


def minute_of(at: datetime) -> int:
    return int(at.timestamp()) // 60


def index_next() -> bool:
    """Read the next entries for searching; True when more wait. Two processes at once do not do it twice."""
    if not _behind():
        return False
    with transaction.atomic():
        row = Indexing.objects.select_for_update(skip_locked=True).filter(pk=1).first()
        if row is None:
            return False  # somebody else is at it
        if row.rules != RULES:
            _begin_again(row)
        if _era[0] != row.era or len(_remembered) > REMEMBERED_MOST:
            _remembered.clear()
            _era[0] = row.era
        found = _unread(row)
        learnt = index_entries(found, _words(found), _remembered)
        _note(row, [entry.pk for entry in found])
    _remembered.update(learnt)
    return len(found) == STRETCH


def _behind() -> bool:
    row, _made = Indexing.objects.get_or_create(pk=1)
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    return bool(last > row.upto or row.holes or row.rules != RULES)


def _begin_again(row: Indexing) -> None:
    # Millions of rows: no object of each.
    Searched.objects.all()._raw_delete(using="default")
    KnownWord.objects.all()._raw_delete(using="default")
    row.upto, row.holes, row.rules, row.era = 0, [], RULES, new_id()
    row.save()


def _unread(row: Indexing) -> list[Readable]:
    """The next entries, locked so that who changes one waits, and then sees what was read of it."""
    wanted = Q(pk__gt=row.upto)
    for first, last, _when in row.holes:
        wanted |= Q(pk__range=(first, last))
    rows = Entry.objects.select_for_update(no_key=True).filter(wanted).order_by("pk")
    return [Readable(*values) for values in rows.values_list(*Readable._fields)[:STRETCH]]


def _note(row: Indexing, read: Sequence[int]) -> None:
    """How far they have been read: up to the last, but for keys that are missing before it."""
    now = int(clock.now().timestamp())
    kept = [hole for hole in row.holes if hole[2] > now - HOLES_KEPT.total_seconds()]
    before, missing = row.upto, []
    for pk in read:
        if pk <= row.upto:
            kept = [rest for hole in kept for rest in _without(hole, pk)]
            continue
        if pk > before + 1:
            missing.append([before + 1, pk - 1, now])
        before = pk
    holes = [*kept, *missing][-HOLES_MOST:]
    if (row.upto, row.holes) != (before, holes):
        row.upto, row.holes = before, holes
        row.save()


def _without(hole: Hole, pk: int) -> Iterable[Hole]:
    first, last, when = hole
    if not first <= pk <= last:
        return [hole]
    return [rest for rest in ([first, pk - 1, when], [pk + 1, last, when]) if rest[0] <= rest[1]]


def _words(entries: Sequence[Readable]) -> dict[int, set[str]]:
    """The words of each. Posts are answered meanwhile: who cuts words lets go of the interpreter often."""
    words = {}
    for number, entry in enumerate(entries, 1):
        words[entry.pk] = entry.words
        if number % AT_A_BREATH == 0:
            time.sleep(BREATH)
    return words


@transaction.atomic
def index_entries(
    entries: Sequence[Readable],
    words: Mapping[int, Set[str]],
    remembered: Set[tuple[int, str]] = frozenset(),
) -> set[tuple[int, str]]:
    """Let these entries be found by these words, and by no other. Answers the words that were not `remembered`,
    each with its structure: they are known when the transaction has ended."""
    forget_entries([entry.pk for entry in entries])
    threads = Thread.objects.filter(pk__in={entry.thread_id for entry in entries})
    structures = dict(threads.values_list("pk", "structure"))
    rows: list[tuple[object, ...]] = []
    held: set[tuple[int, str]] = set()
    for entry in entries:
        structure, its = structures[entry.thread_id], words[entry.pk]
        rows.append((entry.thread_id, minute_of(entry.created_at), entry.pk, " ".join(its)))
        held.update((structure, word) for word in its if word[0] != "#")
    Statements().write(Holding(HELD, rows))
    new = held.difference(remembered)
    for structure in sorted({structure for structure, _ in new}):
        _learn(structure, sorted(word for its, word in new if its == structure))
    return new


def _learn(structure: int, words: Sequence[str]) -> None:
    """Know these words of a structure. In their order, so that two who learn the same do not wait in a circle."""
    for start in range(0, len(words), LOOKED_UP):
        some = words[start : start + LOOKED_UP]
        known = set(
            KnownWord.objects.filter(structure=structure, word__in=some).values_list("word", flat=True)
        )
        KnownWord.objects.bulk_create(
            (_known_word(structure, word) for word in some if word not in known), ignore_conflicts=True
        )


def _known_word(structure: int, word: str) -> KnownWord:
    shape = spoken_shape(word)
    return KnownWord(structure_id=structure, word=word, stem=stem(word), shape=shape, backwards=shape[::-1])


def index_again(entry: int) -> None:
    """An entry is not what it was: it is found by what it says now, from the caller's transaction on."""
    row = Readable(*Entry.objects.values_list(*Readable._fields).get(pk=entry))
    index_entries([row], {row.pk: row.words})


def forget_entries(entries: Sequence[int]) -> None:
    """Entries that are not to be found any more."""
    Searched.objects.filter(entry__in=entries).delete()


def forget_unused_words() -> None:
    """Words that no entry of their structure holds any more are forgotten; they were never shown.

    The table is read at leisure; then, while nobody else reads entries for searching, what is still unused goes.
    """
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    used = _used(Searched.objects.all())
    known = KnownWord.objects.values_list("pk", "structure", "word").iterator(chunk_size=5_000)
    unused = {pk: (structure, word) for pk, structure, word in known if (structure, word) not in used}
    with transaction.atomic():
        row = Indexing.objects.select_for_update().filter(pk=1).first()
        if row is None or not unused:
            return
        since = _used(Searched.objects.filter(entry__gt=last))
        gone = [pk for pk, held in unused.items() if held not in since]
        for start in range(0, len(gone), LOOKED_UP):
            KnownWord.objects.filter(pk__in=gone[start : start + LOOKED_UP]).delete()
        row.era = new_id()
        row.save()


def _used(rows: QuerySet[Searched]) -> set[tuple[int, str]]:
    words = rows.values_list("thread__structure", "word").distinct()
    return set(words.iterator(chunk_size=5_000))
