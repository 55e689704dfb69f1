"""A post, the locked thread it goes to, and the columns that are written for it (see `post`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from aufil.files.queries import NewFile
from aufil.kernel.statements import Columns, as_time, as_uuid
from aufil.kernel.words import fingerprint
from aufil.thread.models import Entry, Side, Thread
from aufil.thread.queries import Opened
from aufil.thread.rows import EntryRow, Participant
from aufil.web.problems import Problem


class Post(NamedTuple):
    """A message somebody wants to add to a thread. `text` is normalised and not empty (`schemas.NewEntry`).

    `chain` joins posts that came in one batch: after the first that is refused, the others are not tried.
    `kind` and `via` are what the entry says of itself. `files` are announced by it, their bytes follow; `mentions`
    are the members called by name. `urgent` and `private` are for the notices of it (`delivery`), `reach` how far they
    go beyond the usual: all three heeded from staff alone. `reminder` is how the one it says stands, `appointment` how
    the one it stands for does, `join` where one goes in by video, between two instants.
    """

    thread: UUID
    author: int
    uid: UUID
    text: str
    reply_to: UUID | None = None
    written_at: datetime | None = None
    device: int | None = None
    chain: object = None
    kind: str = Entry.Kind.MESSAGE.value
    via: str = Entry.Via.APP.value
    files: tuple[NewFile, ...] = ()
    mentions: tuple[UUID, ...] = ()
    urgent: bool = False
    private: bool = False
    reach: int = 0
    reminder: Mapping[str, Any] | None = None
    appointment: Mapping[str, Any] | None = None
    join: Mapping[str, Any] | None = None

    def body_hash(self) -> bytes:
        """The fingerprint a repeated post is compared by: the text, what it answers, the files it announces."""
        added = [f"{file.uid} {file.size}" for file in self.files] + [f"@{uid}" for uid in self.mentions]
        return fingerprint(self.text, str(self.reply_to or ""), *added)


class Posted(NamedTuple):
    """An accepted post: the entry as it is now, where it stands, and whether this call made it."""

    entry: EntryRow
    opened: Opened
    is_new: bool


Outcome = Posted | Problem

ENTRY = Columns(
    "thread_entry",
    {
        "uid": "uuid",
        "thread_id": "bigint",
        "seq": "bigint",
        "rev": "bigint",
        "author_id": "bigint",
        "kind": "text",
        "text": "text",
        "adds": "jsonb",
        "body_hash": "bytea",
        "reply_to_id": "bigint",
        "via": "text",
        "written_at": "timestamptz",
        "created_at": "timestamptz",
    },
)
COUNTERS = Columns(
    "thread_thread",
    {
        "id": "bigint",
        "last_seq": "bigint",
        "rev": "bigint",
        "updated_at": "timestamptz",
        "unanswered_since": "timestamptz",
        "last_exchange_at": "timestamptz",
    },
)


@dataclass
class State:
    """A locked thread while posts are decided."""

    opened: Opened
    last_seq: int
    rev: int
    unanswered_since: datetime | None
    last_exchange_at: datetime | None
    begins_to_wait: bool = False

    def count(self, entry: EntryRow, side: str) -> None:
        """Keep what a morning asks: since when an answer is due, when somebody last really exchanged.

        What was sent to many at once and what Aufil says by itself are no exchange.
        """
        if entry.kind not in Entry.SAID or entry.via not in (Entry.Via.APP, *Entry.CAME_IN):
            return
        self.last_exchange_at = entry.created_at
        if self.opened.kind != Thread.Kind.SUPPORT:
            return
        if side == Side.STAFF:
            self.unanswered_since, self.begins_to_wait = None, False
        elif self.unanswered_since is None:
            self.unanswered_since, self.begins_to_wait = entry.created_at, True


class Known(NamedTuple):
    """An entry that exists, or is about to: then it has no key of the database yet."""

    entry: EntryRow
    digest: bytes
    pk: int | None


def state_of(row: Sequence[object], members: Iterable[Participant]) -> State:
    """The thread of a locked row, as nobody in particular sees it."""
    pk, uid, kind, title, structure, young, last_seq, rev, closed_at, unanswered, exchanged = row
    everybody = tuple(members)
    nobody = Participant(0, as_uuid(uid), "", "", "", 0)
    opened = Opened(
        pk,  # type: ignore[arg-type]
        as_uuid(uid),
        kind,  # type: ignore[arg-type]
        title,  # type: ignore[arg-type]
        structure,  # type: ignore[arg-type]
        young,  # type: ignore[arg-type]
        last_seq,  # type: ignore[arg-type]
        rev,  # type: ignore[arg-type]
        as_time(closed_at),
        everybody,
        everybody[0] if everybody else nobody,
    )
    return State(opened, opened.last_seq, opened.rev, as_time(unanswered), as_time(exchanged))
