"""Threads of the demonstration as rows, inserted in few statements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid5

from aufil.delivery.models import Notice
from aufil.demo.cast import NAMESPACE
from aufil.demo.changes import former_text
from aufil.demo.day import waits
from aufil.demo.reached import seen
from aufil.demo.script import Said
from aufil.kernel.words import fingerprint
from aufil.people.models import Person
from aufil.thread.models import Entry, Member, Revision, Side, Thread


@dataclass
class Written:
    """Rows of one thread, ready to insert."""

    thread: Thread
    members: list[Member]
    entries: list[Entry]
    revisions: list[Revision]
    answers: list[tuple[int, int]]
    unread_from: dict[int, int]


def write(
    thread: Thread, sides: dict[Person, Side], authors: list[Person], said: list[Said], now: datetime
) -> Written:
    entries, revisions, answers, rev = [], [], [], 0
    for seq, (author, line) in enumerate(zip(authors, said, strict=True), start=1):
        entry = Entry(
            uid=uuid5(NAMESPACE, f"{thread.uid}/{seq}"),
            thread=thread,
            seq=seq,
            rev=seq,
            author=author,
            text="" if line.deleted else line.text,
            body_hash=fingerprint(line.text, ""),
            written_at=min(line.written or line.at, line.at),
            created_at=line.at,
        )
        entries.append(entry)
        if line.answers and seq > line.answers:
            answers.append((seq, seq - line.answers))
    rev = len(entries)
    for entry, line in zip(entries, said, strict=True):
        if line.edited or line.deleted:
            rev += 1
            entry.rev = rev
            changed = min(line.at + timedelta(minutes=4), now)
            revisions.append(former_text(entry, line, changed))
            setattr(entry, "deleted_at" if line.deleted else "edited_at", changed)
    thread.last_seq, thread.rev = len(entries), rev
    if entries:
        thread.updated_at = entries[-1].created_at
    waits(thread, entries, sides, now)
    members = [
        Member(thread=thread, person=person, side=side, seen_seq=len(entries), joined_at=thread.created_at)
        for person, side in sides.items()
    ]
    return Written(thread, members, entries, revisions, answers, {})


def insert(written: list[Written]) -> None:
    """Insert everything, in few statements."""
    Thread.objects.bulk_create(w.thread for w in written)
    for one, member in ((w, member) for w in written for member in w.members):
        member.seen_seq = one.unread_from.get(member.person.pk, member.seen_seq)
    Member.objects.bulk_create(m for w in written for m in w.members)
    Entry.objects.bulk_create((e for w in written for e in w.entries), batch_size=500)
    Revision.objects.bulk_create(r for w in written for r in w.revisions)
    replies = []
    for w in written:
        for seq, target in w.answers:
            answer, answered = w.entries[seq - 1], w.entries[target - 1]
            answer.reply_to, answer.body_hash = answered, fingerprint(answer.text, str(answered.uid))
            replies.append(answer)
    Entry.objects.bulk_update(replies, ["reply_to", "body_hash"], batch_size=200)
    Notice.objects.bulk_create(
        (
            Notice(
                structure=w.thread.structure,
                person=m.person,
                topic=w.thread.pk,
                position=e.seq,
                created_at=e.created_at,
                **(seen(e.created_at) if e.seq <= m.seen_seq else {}),
            )
            for w in written
            for e in w.entries
            for m in w.members
            if m.person_id != e.author_id and not e.deleted_at
        ),
        batch_size=500,
    )
