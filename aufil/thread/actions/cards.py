"""Entries that stand for something of a module above: written once, then changed in place as it changes."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from aufil.kernel import clock
from aufil.thread.actions.announce import announce_entries
from aufil.thread.actions.indexing import index_again
from aufil.thread.actions.post import post_many
from aufil.thread.actions.posts import Post
from aufil.thread.models import Entry, Member, Side, Thread
from aufil.thread.queries import entry_in, opened_for_all
from aufil.thread.rows import NOTHING_ADDED


class Card(NamedTuple):
    """An appointment as it stands in the support thread of a young person (`thread.appointed`: its facts).

    `text` says all in plain words; `entry` is the one that says it already, if it is theirs; `author` says it, if they
    are in the thread; `uid` names the entry to be.
    """

    young: int
    author: int | None
    text: str
    appointment: Mapping[str, Any]
    uid: UUID
    entry: int | None = None


class Shown(NamedTuple):
    """Where a card stands: the entry, by keys, and whether this call wrote it."""

    entry: int
    thread: int
    seq: int
    is_new: bool


@transaction.atomic
def show_cards(*, structure: int, cards: Sequence[Card]) -> dict[UUID, Shown]:
    """Write each card, or change the one that stands, its `rev` rising; screens are told after the commit. By `uid`;
    missing where the young person has no open thread."""
    there = Entry.objects.in_bulk([card.entry for card in cards if card.entry])
    threads = _locked(
        {entry.thread_id for entry in there.values()}, structure, {card.young for card in cards}
    )
    support = {thread.young_id: thread for thread in threads.values() if not thread.closed_at}
    shown = {}
    posts = []
    speakers = _speakers(support.values())
    for card in cards:
        entry = there.get(card.entry or 0)
        if entry and threads[entry.thread_id].young_id == card.young:
            _renew(threads[entry.thread_id], entry, card)
            shown[card.uid] = Shown(entry.pk, entry.thread_id, entry.seq, False)
        elif card.young in support:
            thread = support[card.young]
            inside = speakers[thread.pk]
            if inside:
                posts.append(_post(thread, card.author if card.author in inside else inside[0], card))
    return shown | _posted(posts)


def _locked(threads: Collection[int], structure: int, young: Collection[int]) -> dict[int, Thread]:
    """In the order of their keys, as whoever posts: nobody waits in a circle."""
    own = Thread.objects.filter(
        structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None, young__in=young
    )
    wanted = sorted({*threads, *own.values_list("pk", flat=True)})
    rows = Thread.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    return {row.pk: row for row in rows}


def _speakers(threads: Collection[Thread]) -> defaultdict[int, list[int]]:
    """Who may say it in each thread: its staff first, in the order they came."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    members = Member.objects.filter(thread__in=[thread.pk for thread in threads], left_at=None).order_by("pk")
    rows = list(members.values_list("thread", "person", "side"))
    for side in (Side.STAFF, Side.YOUNG):
        for thread, person, of in rows:
            if of == side:
                found[thread].append(person)
    return found


def _post(thread: Thread, author: int, card: Card) -> Post:
    return Post(
        thread.uid,
        author,
        card.uid,
        card.text,
        kind=Entry.Kind.EVENT.value,
        via=Entry.Via.SELF.value,
        appointment=card.appointment,
    )


def _posted(posts: Sequence[Post]) -> dict[UUID, Shown]:
    new = {one.uid: False for one in posts}
    for outcome in post_many(posts) if posts else ():
        if not isinstance(outcome, Exception):
            new[outcome.entry.uid] = outcome.is_new
    rows = Entry.objects.filter(uid__in=new).values_list("uid", "pk", "thread", "seq")
    return {uid: Shown(pk, thread, seq, new[uid]) for uid, pk, thread, seq in rows}


def _renew(locked: Thread, entry: Entry, card: Card) -> None:
    adds = entry.adds or NOTHING_ADDED
    if entry.deleted_at or (entry.text == card.text and adds.get("appointment") == card.appointment):
        return
    now = clock.now()
    locked.rev += 1
    locked.updated_at = now
    locked.save(update_fields=["rev", "updated_at"])
    adds = {**adds, "appointment": card.appointment}
    Entry.objects.filter(pk=entry.pk).update(text=card.text, adds=adds, rev=locked.rev)
    if entry.text != card.text:
        index_again(entry.pk)
    opened, changed = opened_for_all(locked.uid), entry_in(locked.uid, entry.uid)
    transaction.on_commit(lambda: announce_entries([(opened, changed)]))
