"""Who must be told of a new entry, how far, and how soon."""

from collections.abc import Collection, Iterator

from aufil.delivery.actions import FIRST_LOOK, NewNotice
from aufil.delivery.models import Notice
from aufil.thread.actions.posts import Post
from aufil.thread.models import Entry, Side, Thread
from aufil.thread.queries import Opened
from aufil.thread.rows import EntryRow, Participant

Reach, Weight = Notice.Reach, Notice.Weight
# As far as somebody of the staff may ask for what they write in a group.
FURTHER = Reach.MESSAGE.value


def notices_of(post: Post, opened: Opened, entry: EntryRow, silent: Collection[int]) -> Iterator[NewNotice]:
    """A notice for each other member; `silent` are the persons who want to hear nothing of this thread.

    Only staff mark something as urgent or private.
    """
    by_staff = any(m.side == Side.STAFF for m in opened.members if m.person_id == entry.author_id)
    asked = post.reach if by_staff else 0
    weight = Weight.MANY if entry.via == Entry.Via.MANY else Weight.PERSON
    called = set(entry.adds["mentions"]) if entry.adds else ()
    for member in opened.members:
        if member.person_id != entry.author_id:
            is_silent = member.person_id in silent and str(member.uid) not in called
            yield NewNotice(
                opened.structure,
                member.person_id,
                opened.pk,
                entry.seq,
                entry.created_at,
                entry.created_at + FIRST_LOOK,
                Reach.SCREEN if is_silent else reach(opened.kind, entry, member, asked),
                weight,
                urgent=post.urgent and by_staff,
                private=post.private and by_staff,
            )


def reach(kind: str, entry: EntryRow, member: Participant, asked: int = 0) -> int:
    """How far the ladder goes for a member: to a call only for what somebody wrote to a young person themselves.

    `asked`: as far as its author of the staff wants it to go, for young people.
    """
    if entry.adds and (entry.adds.get("appointment") or entry.adds.get("join")):
        return Reach.SCREEN  # who set it there says how it is told
    if entry.via == Entry.Via.SELF or entry.kind == Entry.Kind.CALL:
        told = member.side == Side.YOUNG if kind == Thread.Kind.SUPPORT else kind == Thread.Kind.STAFF
        return Reach.PUSH if told and entry.kind != Entry.Kind.CALL else Reach.SCREEN
    if kind == Thread.Kind.SUPPORT and member.side == Side.YOUNG and entry.via != Entry.Via.MANY:
        return Reach.CALL
    return max(Reach.PUSH, asked if member.side == Side.YOUNG else 0)
