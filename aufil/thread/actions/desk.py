"""What is decided, and written, about posts while their threads are locked (see `post`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.delivery import actions as delivery
from aufil.kernel import clock
from aufil.kernel.statements import Columns, Insert, Statements, Update, as_time, as_uuid
from aufil.kernel.words import fingerprint
from aufil.people.queries import device_liveness
from aufil.thread.models import Entry
from aufil.thread.queries import MEMBERS, Opened
from aufil.thread.rows import COLUMNS, JOINS, EntryRow, Participant, Quoted, entry_row
from aufil.web.problems import Problem


class Post(NamedTuple):
    """A message somebody wants to add to a thread. `text` is normalised and not empty (`schemas.NewEntry`).

    `chain` joins posts that came in one batch: after the first that is refused, the others are not tried.
    """

    thread: UUID
    author: int
    uid: UUID
    text: str
    reply_to: UUID | None = None
    written_at: datetime | None = None
    device: int | None = None
    chain: object = None

    def body_hash(self) -> bytes:
        """The fingerprint a repeated post is compared by: the text and what it answers."""
        return fingerprint(self.text, str(self.reply_to or ""))


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
        "body_hash": "bytea",
        "reply_to_id": "bigint",
        "via": "text",
        "written_at": "timestamptz",
        "created_at": "timestamptz",
    },
)
COUNTERS = Columns(
    "thread_thread", {"id": "bigint", "last_seq": "bigint", "rev": "bigint", "updated_at": "timestamptz"}
)


@dataclass
class State:
    """A locked thread while posts are decided."""

    opened: Opened
    last_seq: int
    rev: int


class Known(NamedTuple):
    """An entry that exists, or is about to: then it has no key of the database yet."""

    entry: EntryRow
    digest: bytes
    pk: int | None


class Desk:
    """What one transaction knows, and what it is about to write."""

    def __init__(
        self,
        now: datetime,
        threads: dict[UUID, State],
        members: dict[int, dict[int, Participant]],
        known: dict[UUID, Known],
        live: set[int],
    ) -> None:
        self.now, self.threads, self.members, self.known, self.live = now, threads, members, known, live
        self.fresh: list[tuple[Opened, EntryRow]] = []
        self.rows: list[tuple[object, ...]] = []
        self.late_replies: list[tuple[UUID, UUID]] = []
        self.refused: set[object] = set()

    @classmethod
    def read(cls, statements: Statements, posts: Sequence[Post]) -> "Desk":
        """Lock and fetch all that deciding needs; one round trip on PostgreSQL."""
        now = clock.now()
        uids = statements.many(list({p.thread for p in posts}))
        entries = {p.uid for p in posts} | {p.reply_to for p in posts if p.reply_to}
        among = statements.among
        threads, members, known, live = statements.select(
            (
                "SELECT id, uid, kind, title, structure_id, young_id, last_seq, rev, closed_at FROM thread_thread"
                f" WHERE {among('uid')} ORDER BY id{statements.locked}",
                (uids,),
            ),
            (
                f"{MEMBERS} m.thread_id IN (SELECT id FROM thread_thread WHERE {among('uid')})",
                (uids,),
            ),
            (
                f"SELECT t.uid, e.body_hash, e.id, {COLUMNS}{JOINS} JOIN thread_thread t ON t.id = e.thread_id"
                f" WHERE {among('e.uid')}",
                (statements.many(list(entries)),),
            ),
            device_liveness(statements, [p.device for p in posts if p.device is not None], now),
        )
        people: dict[int, dict[int, Participant]] = {row[0]: {} for row in threads}
        for row in members:
            people[row[0]][row[1]] = Participant(row[1], as_uuid(row[2]), *row[3:7])
        return cls(
            now,
            {as_uuid(row[1]): _state(row, people[row[0]].values()) for row in threads},
            people,
            {
                as_uuid(row[3]): Known(entry_row(as_uuid(row[0]), row[3:]), bytes(row[1]), row[2])
                for row in known
            },
            {row[0] for row in live},
        )

    def decide(self, post: Post) -> Outcome:
        """Accept or refuse one post; what is accepted is known to those after it."""
        try:
            if post.chain is not None and post.chain in self.refused:
                raise Problem("not-tried")
            return self._accept(post)
        except Problem as problem:
            if post.chain is not None:
                self.refused.add(post.chain)
            return problem

    def _accept(self, post: Post) -> Posted:
        if post.device is not None and post.device not in self.live:
            raise Problem("device-revoked")
        state = self.threads.get(post.thread)
        author = self.members[state.opened.pk].get(post.author) if state else None
        if state is None or author is None:
            raise Problem("not-found")
        if post.uid in self.known:
            return self._repeat(post, state, author)
        if state.opened.closed_at:
            raise Problem("forbidden", _("Cette conversation est fermée. On peut la lire, plus y écrire."))
        return self._take(post, state, author, self._quoted(post))

    def _take(self, post: Post, state: State, author: Participant, quoted: Quoted | None) -> Posted:
        """Give the post its place, and note the rows to write."""
        state.last_seq += 1
        state.rev += 1
        entry = self._entry(post, state, author, quoted)
        digest = post.body_hash()
        target = self.known[quoted.uid].pk if quoted else None
        if quoted and target is None:
            self.late_replies.append((entry.uid, quoted.uid))
        self.known[post.uid] = Known(entry, digest, None)
        opened = _as_seen_by(state.opened, author)
        self.fresh.append((opened, entry))
        self.rows.append(
            (
                *(
                    entry.uid,
                    opened.pk,
                    entry.seq,
                    entry.rev,
                    entry.author_id,
                    entry.kind,
                    entry.text,
                    digest,
                ),
                *(target, entry.via, entry.written_at, entry.created_at),
            )
        )
        return Posted(entry, opened, True)

    def _entry(self, post: Post, state: State, author: Participant, quoted: Quoted | None) -> EntryRow:
        """A phone's clock may run ahead: nothing is written later than it arrives."""
        return EntryRow(
            uid=post.uid,
            thread=post.thread,
            seq=state.last_seq,
            rev=state.rev,
            kind=Entry.Kind.MESSAGE.value,
            text=post.text,
            via=Entry.Via.APP.value,
            written_at=min(post.written_at or self.now, self.now),
            created_at=self.now,
            edited_at=None,
            deleted_at=None,
            author_id=author.person_id,
            author_uid=author.uid,
            first_name=author.first_name,
            last_name=author.last_name,
            quoted=quoted,
        )

    def _repeat(self, post: Post, state: State, author: Participant) -> Posted:
        """The same id again: the same entry as it now is, or a conflict that tells nothing."""
        entry, digest, _pk = self.known[post.uid]
        if entry.thread != post.thread or entry.author_id != post.author:
            raise Problem("conflict")
        if digest != post.body_hash():
            raise Problem("conflict", _("Ce message est déjà parti avec un autre texte."))
        return Posted(entry, _as_seen_by(state.opened, author), False)

    def _quoted(self, post: Post) -> Quoted | None:
        if post.reply_to is None:
            return None
        target = self.known.get(post.reply_to)
        if target is None or target.entry.thread != post.thread:
            raise Problem(
                "invalid", errors={"reply_to": [_("Le message auquel vous répondez n’est pas dans ce fil.")]}
            )
        entry = target.entry
        return Quoted(entry.uid, entry.seq, entry.text, entry.first_name, entry.last_name)

    def write(self, statements: Statements) -> None:
        """Entries, notices, journal and counters; one round trip on PostgreSQL."""
        touched = {opened.uid: self.threads[opened.uid] for opened, _ in self.fresh}
        statements.write(
            Insert(ENTRY, self.rows),
            delivery.insertion(
                [
                    delivery.NewNotice(opened.structure, member.person_id, opened.pk, entry.seq, self.now)
                    for opened, entry in self.fresh
                    for member in opened.members
                    if member.person_id != entry.author_id
                ]
            ),
            journal.insertion(
                [
                    journal.Line(self.now, entry.author_id, "posted", "entry", entry.uid, opened.structure)
                    for opened, entry in self.fresh
                ]
            ),
            Update(
                COUNTERS,
                [(state.opened.pk, state.last_seq, state.rev, self.now) for state in touched.values()],
            ),
        )
        for uid, target in self.late_replies:  # to an entry of the same list, which had no key until now
            answered = Entry.objects.filter(uid=target).values("pk")[:1]
            Entry.objects.filter(uid=uid).update(reply_to=answered)


def _state(row: Sequence[object], members: Iterable[Participant]) -> State:
    pk, uid, kind, title, structure, young, last_seq, rev, closed_at = row
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
    return State(opened, opened.last_seq, opened.rev)


def _as_seen_by(opened: Opened, viewer: Participant) -> Opened:
    return opened if opened.viewer is viewer else replace(opened, viewer=viewer)
