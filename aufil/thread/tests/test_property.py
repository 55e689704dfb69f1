"""Posts, repeats, conflicts, batches, edits, deletions and reads in any interleaving, against a simple model.

The model is a list: what was accepted, in the order of acceptance. After every step the thread holds exactly
that, numbered without hole, and whoever catches up from whatever point sees the same as everybody.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from aufil.delivery.models import Notice
from aufil.people.models import Person
from aufil.thread import actions
from aufil.thread.access import thread as opened
from aufil.thread.actions import Post
from aufil.thread.models import Entry, Member, Thread
from aufil.thread.queries import Stretch, read
from aufil.web.problems import Problem
from tests.support import Cast

PEOPLE = ("lea", "camille", "julien")
people = st.sampled_from(PEOPLE)
texts = st.sampled_from(["ok", "bonjour", "ya plus de car", "😩", "à 14 h", "x" * 2000])


@dataclass
class Said:
    """An accepted entry as the model knows it."""

    uid: UUID
    author: str
    first: str
    text: str | None
    rev: int


@dataclass
class Screen:
    """Somebody's screen: what it has, caught up by `since` now and then."""

    rev: int = 0
    shown: dict[int, tuple[UUID, str | None, int]] = field(default_factory=dict)


class Conversation(RuleBasedStateMachine):
    """One thread of Léa, Camille and Julien; each run starts from the same cast and is undone."""

    cast: Cast
    entries = Bundle("entries")

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.thread: Thread = self.cast.thread()
        self.said: list[Said] = []
        self.rev = 0
        self.seen = dict.fromkeys(PEOPLE, 0)
        self.screens = {name: Screen() for name in PEOPLE}

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def person(self, name: str) -> Person:
        return self.cast.people[name]

    def post(self, name: str, uid: UUID, text: str, **more: Any) -> Post:
        return Post(self.thread.uid, self.person(name).pk, uid, text, **more)

    def accepted(self, uid: UUID, name: str, text: str) -> Said:
        self.rev += 1
        said = Said(uid, name, text, text, self.rev)
        self.said.append(said)
        return said

    @rule(target=entries, name=people, text=texts)
    def posts(self, name: str, text: str) -> Said:
        uid = uuid4()
        posted = actions.post(self.post(name, uid, text))
        assert posted.is_new
        assert (posted.entry.seq, posted.entry.rev) == (len(self.said) + 1, self.rev + 1)
        return self.accepted(uid, name, text)

    @rule(target=entries, name=people, text=texts, quoted=entries)
    def replies(self, name: str, text: str, quoted: Said) -> Said:
        uid = uuid4()
        posted = actions.post(self.post(name, uid, text, reply_to=quoted.uid))
        assert posted.entry.quoted is not None
        assert posted.entry.quoted.text == (quoted.text or "")
        said = self.accepted(uid, name, text)
        said.first = None  # type: ignore[assignment]  # repeated without its quotation, it would conflict
        return said

    @rule(said=entries, text=texts)
    def repeats(self, said: Said, text: str) -> None:
        """The same id again: the same text finds the entry as it now is, another is a conflict."""
        try:
            posted = actions.post(self.post(said.author, said.uid, text))
        except Problem as problem:
            assert problem.kind == "conflict"
            assert text != said.first
        else:
            assert text == said.first
            assert not posted.is_new
            assert posted.entry.text == (said.text or "")

    @rule(said=entries, name=people)
    def steals_an_id(self, said: Said, name: str) -> None:
        if name != said.author:
            try:
                actions.post(self.post(name, said.uid, said.first or "ok"))
            except Problem as problem:
                assert (problem.kind, problem.detail) == ("conflict", "")
            else:
                raise AssertionError("an id was taken from its author")

    @rule(
        target=entries,
        name=people,
        items=st.lists(st.tuples(st.sampled_from(["new", "again", "wrong"]), texts), min_size=1, max_size=6),
    )
    def sends_a_batch(self, name: str, items: list[tuple[str, str]]) -> Any:
        """What waited on a phone: after the first refusal the rest is not tried."""
        mine = [s for s in self.said if s.author == name and s.first]
        chain, posts, expected, made = object(), [], [], []
        for what, text in items:
            stopped = "conflict" in expected
            if what == "new" or not mine:
                uid = uuid4()
                posts.append(self.post(name, uid, text, chain=chain))
                expected.append("not-tried" if stopped else "new")
                if not stopped:
                    made.append((uid, text))
            else:
                old = mine[len(text) % len(mine)]
                posts.append(
                    self.post(name, old.uid, old.first if what == "again" else "autre chose", chain=chain)
                )
                expected.append("not-tried" if stopped else "known" if what == "again" else "conflict")
        outcomes = actions.post_many(posts)
        found = [o.kind if isinstance(o, Problem) else "new" if o.is_new else "known" for o in outcomes]
        assert found == expected
        return multiple(*(self.accepted(uid, name, text) for uid, text in made))

    @rule(said=entries, text=texts)
    def edits(self, said: Said, text: str) -> None:
        before = opened(self.person(said.author), self.thread.uid)
        try:
            changed = actions.edit(opened=before, uid=said.uid, text=text)
        except Problem as problem:
            assert (problem.kind, said.text) == ("gone", None)
        else:
            if text != said.text:
                self.rev += 1
                said.text, said.rev = text, self.rev
            assert changed.rev == said.rev

    @rule(said=consumes(entries))
    def deletes(self, said: Said) -> None:
        before = opened(self.person(said.author), self.thread.uid)
        for _ in range(2):
            actions.delete(opened=before, uid=said.uid)
        if said.text is not None:
            self.rev += 1
            said.text, said.rev = None, self.rev

    @rule(name=people, seq=st.integers(min_value=0, max_value=12))
    def reads(self, name: str, seq: int) -> None:
        try:
            now = actions.mark_read(opened=opened(self.person(name), self.thread.uid), seq=seq)
        except Problem as problem:
            assert problem.kind == "invalid"
            assert seq > len(self.said)
        else:
            self.seen[name] = max(self.seen[name], seq)
            assert now == self.seen[name]

    @rule(name=people, limit=st.integers(min_value=1, max_value=4))
    def catches_up(self, name: str, limit: int) -> None:
        """A screen that was away asks what changed since its `rev`, a few at a time."""
        screen = self.screens[name]
        while True:
            stretch = Stretch(since=screen.rev, limit=limit)
            _, rows = read(person=self.person(name).pk, thread=self.thread.uid, stretch=stretch)
            for row in rows:
                assert row.rev > screen.rev, "ascending, so that stopping anywhere loses nothing"
                screen.rev = row.rev
                screen.shown[row.seq] = row.uid, None if row.deleted_at else row.text, row.rev
            if len(rows) < limit:
                break
        assert [screen.shown[seq] for seq in sorted(screen.shown)] == self.modelled()

    def modelled(self) -> list[tuple[UUID, str | None, int]]:
        return [(said.uid, said.text, said.rev) for said in self.said]

    @invariant()
    def the_thread_is_what_was_accepted_in_one_order_for_everybody(self) -> None:
        if not hasattr(self, "undo"):
            return
        rows = list(Entry.objects.filter(thread=self.thread).order_by("seq"))
        assert [row.seq for row in rows] == list(range(1, len(self.said) + 1))
        assert [(r.uid, None if r.deleted_at else r.text, r.rev) for r in rows] == self.modelled()
        assert len({row.rev for row in rows}) == len(rows)
        thread = Thread.objects.get(pk=self.thread.pk)
        assert (thread.last_seq, thread.rev) == (len(rows), self.rev)
        name = PEOPLE[self.rev % len(PEOPLE)]
        _, seen = read(person=self.person(name).pk, thread=self.thread.uid, stretch=Stretch(limit=200))
        assert [entry.uid for entry in seen] == [said.uid for said in self.said]

    @invariant()
    def a_seen_mark_is_the_furthest_said(self) -> None:
        if hasattr(self, "undo"):
            marks = dict(
                Member.objects.filter(thread=self.thread).values_list("person__username", "seen_seq")
            )
            assert marks == self.seen

    @invariant()
    def everybody_has_a_notice_of_what_others_said_until_they_saw_it(self) -> None:
        if not hasattr(self, "undo"):
            return
        pending = Notice.objects.pending().filter(topic=self.thread.pk)
        found = set(pending.values_list("person__username", "position"))
        assert found == {
            (name, seq)
            for seq, said in enumerate(self.said, start=1)
            for name in PEOPLE
            if name != said.author and said.text is not None and seq > self.seen[name]
        }


def test_no_interleaving_loses_doubles_or_reorders_anything(cast: Cast) -> None:
    actions.join(thread=cast.thread(), person=cast.julien, side="staff")
    machine = type("Conversation", (Conversation,), {"cast": cast})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=16,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
