"""A call by video, told in the thread: an entry by which one goes in, until it is over."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from aufil.kernel import clock
from aufil.thread.actions.announce import announce_entries
from aufil.thread.actions.notes import notes_of
from aufil.thread.actions.post import post
from aufil.thread.actions.posts import Post, Posted
from aufil.thread.models import Entry, Thread
from aufil.thread.queries import Opened, entry_in, opened_for_all

EVENT, SELF = Entry.Kind.EVENT.value, Entry.Via.SELF.value


def tell_call(*, opened: Opened, uid: UUID, text: str, join: Mapping[str, Any]) -> Posted:
    """The entry, by whoever opened the thread. `join`: `path`, `from`, `until`; with `does` `test`, what is proposed is
    a test of one's own. The same `uid` again is once."""
    who = opened.viewer.person_id
    return post(Post(opened.uid, who, uid, text, kind=EVENT, via=SELF, join=join))


@transaction.atomic
def end_call(*, uid: UUID) -> None:
    """Nobody goes in by it any more; screens are told after the commit. Twice is once."""
    entry = Entry.objects.filter(uid=uid, deleted_at=None).first()
    join = (entry.adds or {}).get("join") if entry else None
    if entry is None or not join:
        return
    now = clock.now()
    if join["until"] <= now.isoformat():
        return
    locked = Thread.objects.select_for_update().get(pk=entry.thread_id)
    locked.rev, locked.updated_at = locked.rev + 1, now
    locked.save(update_fields=["rev", "updated_at"])
    adds = {**(entry.adds or {}), "join": {**join, "until": now.isoformat()}}
    Entry.objects.filter(pk=entry.pk).update(adds=adds, rev=locked.rev)
    opened, changed = opened_for_all(locked.uid), entry_in(locked.uid, uid)
    transaction.on_commit(lambda: announce_entries([(opened, changed)]))


def note_for_team(*, thread: int, author: int, uid: UUID, text: str) -> Posted:
    """What Aufil notes beside a support thread, for its team alone. The same `uid` again is once."""
    return post(Post(notes_of(thread=thread).uid, author, uid, text, kind=EVENT, via=SELF))
