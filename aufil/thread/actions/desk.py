"""What is decided, and written, about posts while their threads are locked (see `post`)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import orjson
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.delivery import actions as delivery
from aufil.files.queries import known_among
from aufil.kernel import clock
from aufil.kernel.statements import Insert, Statements, Update, as_uuid, known_time
from aufil.people.queries import device_liveness, device_trouble
from aufil.thread.actions.adds import posted_adds, write_added
from aufil.thread.actions.noticing import notices_of
from aufil.thread.actions.posts import (
    COUNTERS,
    ENTRY,
    Known,
    Outcome,
    Post,
    Posted,
    State,
    state_of,
)
from aufil.thread.events import MessageUnanswered
from aufil.thread.models import Entry
from aufil.thread.queries import MEMBERS, Opened
from aufil.thread.rows import COLUMNS, JOINS, EntryRow, Participant, Quoted, entry_row
from aufil.web.problems import Problem


class Desk:
    """What one transaction knows, and what it is about to write."""

    def __init__(
        self,
        now: datetime,
        threads: dict[UUID, State],
        members: dict[int, dict[int, Participant]],
        known: dict[UUID, Known],
        live: dict[int, int],
        silent: dict[int, set[int]],
    ) -> None:
        self.now, self.threads, self.members, self.known, self.live = now, threads, members, known, live
        self.silent = silent
        self.fresh: list[tuple[Opened, EntryRow]] = []
        self.notices: list[delivery.NewNotice] = []
        self.rows: list[tuple[object, ...]] = []
        self.late_replies: list[tuple[UUID, UUID]] = []
        self.added: list[tuple[Opened, EntryRow, Post]] = []
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
                "SELECT id, uid, kind, title, structure_id, young_id, last_seq, rev, closed_at,"
                " unanswered_since, last_exchange_at FROM thread_thread"
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
        silent: dict[int, set[int]] = {row[0]: set() for row in threads}
        for row in members:
            people[row[0]][row[1]] = Participant(row[1], as_uuid(row[2]), *row[3:7])
            if row[7] and (row[8] is None or known_time(row[8]) > now):
                silent[row[0]].add(row[1])
        return cls(
            now,
            {as_uuid(row[1]): state_of(row, people[row[0]].values()) for row in threads},
            people,
            {
                as_uuid(row[3]): Known(entry_row(as_uuid(row[0]), row[3:]), bytes(row[1]), row[2])
                for row in known
            },
            dict(live),
            silent,
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
        if post.device is not None and (trouble := device_trouble(self.live, post.device, post.author)):
            raise Problem(trouble)
        state = self.threads.get(post.thread)
        author = self.members[state.opened.pk].get(post.author) if state else None
        if state is None or author is None:
            raise Problem("not-found")
        if post.uid in self.known:
            return self._repeat(post, state, author)
        if state.opened.closed_at:
            raise Problem("forbidden", _("Cette conversation est fermée. On peut la lire, plus y écrire."))
        if post.files and known_among([file.uid for file in post.files]):
            raise Problem("conflict", _("Ce fichier est déjà parti avec un autre message."))
        return self._take(post, state, author, self._quoted(post))

    def _take(self, post: Post, state: State, author: Participant, quoted: Quoted | None) -> Posted:
        """Give the post its place, and note the rows to write."""
        state.last_seq += 1
        state.rev += 1
        entry = self._entry(post, state, author, quoted)
        state.count(entry, author.side)
        if entry.adds:
            self.added.append((state.opened, entry, post))
        digest = post.body_hash()
        target = self.known[quoted.uid].pk if quoted else None
        if quoted and target is None:
            self.late_replies.append((entry.uid, quoted.uid))
        self.known[post.uid] = Known(entry, digest, None)
        opened = _as_seen_by(state.opened, author)
        self.fresh.append((opened, entry))
        self.notices += notices_of(post, opened, entry, self.silent[opened.pk])
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
                    entry.adds and orjson.dumps(entry.adds).decode(),
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
            kind=post.kind,
            text=post.text,
            via=post.via,
            written_at=min(post.written_at or self.now, self.now),
            created_at=self.now,
            edited_at=None,
            deleted_at=None,
            author_id=author.person_id,
            author_uid=author.uid,
            first_name=author.first_name,
            last_name=author.last_name,
            quoted=quoted,
            adds=posted_adds(post, state.opened.members),
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
        return Quoted(entry.uid, entry.seq, entry.text, entry.first_name, entry.last_name, entry.label)

    @property
    def unanswered(self) -> list[MessageUnanswered]:
        """Threads in which somebody begins to wait for an answer."""
        return [
            MessageUnanswered(s.opened.structure, s.opened.young or 0, s.opened.pk, self.now)
            for s in self.threads.values()
            if s.begins_to_wait
        ]

    def write(self, statements: Statements) -> None:
        """Entries, notices, journal and counters; one round trip on PostgreSQL."""
        touched = {opened.uid: self.threads[opened.uid] for opened, _ in self.fresh}
        statements.write(
            Insert(ENTRY, self.rows),
            delivery.insertion(self.notices),
            journal.insertion(
                [
                    journal.Line(self.now, entry.author_id, "posted", "entry", entry.uid, opened.structure)
                    for opened, entry in self.fresh
                ]
            ),
            Update(
                COUNTERS,
                [
                    (s.opened.pk, s.last_seq, s.rev, self.now, s.unanswered_since, s.last_exchange_at)
                    for s in touched.values()
                ],
            ),
        )
        for uid, target in self.late_replies:  # to an entry of the same list, which had no key until now
            answered = Entry.objects.filter(uid=target).values("pk")[:1]
            Entry.objects.filter(uid=uid).update(reply_to=answered)
        write_added(self.added, self.now)


def _as_seen_by(opened: Opened, viewer: Participant) -> Opened:
    return opened if opened.viewer is viewer else replace(opened, viewer=viewer)
