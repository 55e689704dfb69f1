"""An entry and a member as plain rows, and the shapes they take on the outside.

The same row serves the page, the API and the live stream, so an entry looks the same by whatever road it
comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from aufil.kernel.statements import as_json, as_time, as_uuid, known_time
from aufil.kernel.words import initials
from aufil.thread.appointed import said_appointment, said_join
from aufil.thread.models import Side, Thread
from aufil.thread.reminded import said_reminder
from aufil.thread.saying import said_file

# What stands on an entry beside its text, as it is stored and shown (see `thread.actions.adds`).
Adds = dict[str, Any]

EXCERPT = 120  # characters of a quotation
LATE = timedelta(minutes=10)


class Participant(NamedTuple):
    """A member of a thread with the names others may see."""

    person_id: int
    uid: UUID
    first_name: str
    last_name: str
    side: str
    seen_seq: int

    def name_for(self, viewer: "Participant") -> str:
        """Peers see first names, staff see full names."""
        if viewer.side == Side.STAFF:
            return f"{self.first_name} {self.last_name}".strip()
        return self.first_name

    @property
    def initials(self) -> str:
        return initials(self.first_name, self.last_name)

    def initials_for(self, viewer: "Participant") -> str:
        """A peer's last name does not show, not even its first letter."""
        return self.initials if viewer.side == Side.STAFF else self.first_name[:1].upper()


def in_one_line(label: str, text: str, most: int = EXCERPT) -> str:
    """An entry as a list, a quotation or a notice names it: what was sent, then the words, cut.

    `label` is that of `Entry.adds`: `3 photos`, `Message vocal, 0:32`, a file's name; empty for a plain text.
    """
    line = " · ".join(part for part in (label, " ".join(text.split())) if part)
    return line if len(line) <= most else line[: most - 1] + "…"


class Quoted(NamedTuple):
    """The entry another one answers, as far as a quotation needs it."""

    uid: UUID
    seq: int
    text: str
    first_name: str
    last_name: str
    label: str = ""

    def name_for(self, viewer: Participant) -> str:
        if viewer.side == Side.STAFF:
            return f"{self.first_name} {self.last_name}".strip()
        return self.first_name

    @property
    def excerpt(self) -> str:
        return in_one_line(self.label, self.text)


class EntryRow(NamedTuple):
    """An entry as read from, or about to be written to, either database."""

    uid: UUID
    thread: UUID
    seq: int
    rev: int
    kind: str
    text: str
    via: str
    written_at: datetime
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    author_id: int
    author_uid: UUID
    first_name: str
    last_name: str
    quoted: Quoted | None
    adds: Adds | None = None
    hidden_by: UUID | None = None

    @property
    def label(self) -> str:
        """What it carries, in a few words; empty for a plain text."""
        return self.adds["label"] if self.adds else ""

    def in_one_line(self, most: int = EXCERPT) -> str:
        return in_one_line(self.label, self.text, most)

    @property
    def came_late(self) -> bool:
        """Written more than ten minutes before it arrived: both times are shown."""
        return self.created_at - self.written_at > LATE

    def name_for(self, viewer: Participant) -> str:
        if viewer.side == Side.STAFF:
            return f"{self.first_name} {self.last_name}".strip()
        return self.first_name


COLUMNS = (
    "e.uid, e.seq, e.rev, e.kind, e.text, e.via, e.written_at, e.created_at, e.edited_at, e.deleted_at,"
    " a.id, a.uid, a.first_name, a.last_name, q.uid, q.seq, q.text, qa.first_name, qa.last_name, e.adds,"
    " q.adds ->> 'label', e.hidden_by_id"
)
JOINS = (
    " FROM thread_entry e JOIN people_person a ON a.id = e.author_id"
    " LEFT JOIN thread_entry q ON q.id = e.reply_to_id LEFT JOIN people_person qa ON qa.id = q.author_id"
)


def entry_row(thread: UUID, row: Sequence[Any]) -> EntryRow:
    """A row of `COLUMNS` as an entry."""
    uid, seq, rev, kind, text, via, written, created, edited, deleted, author, author_uid, first, last = row[
        :14
    ]
    quoted = Quoted(as_uuid(row[14]), *row[15:19])._replace(label=row[20] or "") if row[14] else None
    return EntryRow(
        as_uuid(uid),
        thread,
        seq,
        rev,
        kind,
        text,
        via,
        known_time(written),
        known_time(created),
        as_time(edited),
        as_time(deleted),
        author,
        as_uuid(author_uid),
        first,
        last,
        quoted,
        as_json(row[19]),
        as_uuid(row[21]) if row[21] else None,
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """How far an entry of one's own has been seen."""

    count: int
    of: int
    whole: bool


def seen_by(entry: EntryRow, kind: str, members: Sequence[Participant]) -> Seen:
    """Who has seen an entry. Support: one of the other side is enough. Elsewhere: when all others have."""
    others = [m for m in members if m.person_id != entry.author_id]
    if kind == Thread.Kind.SUPPORT:
        side = next((m.side for m in members if m.person_id == entry.author_id), Side.STAFF)
        others = [m for m in others if m.side != side]
        count = sum(m.seen_seq >= entry.seq for m in others)
        return Seen(count, len(others), count > 0)
    count = sum(m.seen_seq >= entry.seq for m in others)
    return Seen(count, len(others), bool(others) and count == len(others))


NOTHING_ADDED: Adds = {
    "label": "",
    "files": [],
    "reactions": [],
    "mentions": [],
    "pinned_at": None,
    "reminder": None,
    "appointment": None,
    "join": None,
}


def entry_shape(entry: EntryRow, viewer: Participant, seen: Seen | None = None) -> dict[str, Any]:
    """An entry as the API and the live stream show it to `viewer` (see `docs/contract.md`).

    `seen` only matters to the author: `state` is `sent` or `seen`, null on what others wrote. A tombstone has
    no text.
    """
    mine = entry.author_id == viewer.person_id
    shape: dict[str, Any] = {
        "id": entry.uid,
        "thread": entry.thread,
        "seq": entry.seq,
        "rev": entry.rev,
        "author": {"id": entry.author_uid, "name": entry.name_for(viewer)},
        "mine": mine,
        "kind": entry.kind,
        "text": entry.text,
        "reply_to": None,
        "reply": None,
        "via": entry.via,
        "written_at": entry.written_at,
        "created_at": entry.created_at,
        "edited_at": entry.edited_at,
        "deleted_at": entry.deleted_at,
        "hidden_by": entry.hidden_by,
        "state": None,
        "seen_by": None,
        **NOTHING_ADDED,
    }
    if entry.adds:
        shape |= _added(entry.adds, viewer, mine, entry.first_name)
    if mine:
        shape["state"] = "seen" if seen and seen.whole else "sent"
        shape["seen_by"] = seen.count if seen else 0
    if entry.deleted_at:
        del shape["text"]
    elif quoted := entry.quoted:
        shape["reply_to"] = quoted.uid
        shape["reply"] = {"id": quoted.uid, "name": quoted.name_for(viewer), "text": quoted.excerpt}
    return shape


def _added(adds: Adds, viewer: Participant, mine: bool, first_name: str) -> Adds:
    """What stands on an entry, in words; how it was sent is for the team alone."""
    shown = {name: value for name, value in adds.items() if name != "marks" or viewer.side == Side.STAFF}
    shown["files"] = [said_file(file, mine, first_name) for file in adds["files"]]
    shown["reminder"] = adds.get("reminder") and said_reminder(adds["reminder"])
    if appointment := adds.get("appointment"):
        shown["appointment"] = said_appointment(appointment, to_young=viewer.side == Side.YOUNG)
    shown["join"] = said_join(adds.get("join"), to_young=viewer.side == Side.YOUNG)
    return shown
