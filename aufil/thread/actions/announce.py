"""Telling open screens, after the commit. A lost hint costs nothing: every heartbeat states the `rev`."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from aufil.files.events import FileMoved
from aufil.live.actions import Telling, tell
from aufil.thread.models import Attachment, Side
from aufil.thread.queries import Opened, opened_for_all
from aufil.thread.rows import EntryRow, Participant, entry_shape, seen_by


def announce_entries(changed: Sequence[tuple[Opened, EntryRow]]) -> None:
    """New and changed entries, to every member: shaped once for each sort of reader, not once for each."""
    tell([_entry_telling(opened, entry) for opened, entry in changed])


def _entry_telling(opened: Opened, entry: EntryRow) -> Telling:
    audiences: list[tuple[list[int], bytes]] = []
    by_side: dict[str, list[Participant]] = {Side.YOUNG.value: [], Side.STAFF.value: []}
    for member in opened.members:
        if member.person_id == entry.author_id:
            seen = seen_by(entry, opened.kind, opened.members)
            audiences.append(([member.person_id], orjson.dumps(entry_shape(entry, member, seen))))
        else:
            by_side[member.side].append(member)
    for readers in by_side.values():
        if readers:
            shape = entry_shape(entry, readers[0])
            audiences.append(([m.person_id for m in readers], orjson.dumps(shape)))
    return Telling("entry", audiences)


def announce_read(opened: Opened, seq: int) -> None:
    """The viewer of `opened` has seen it up to `seq`."""
    tell([_to_all(opened, "read", {"thread": opened.uid, "person": opened.viewer.uid, "seq": seq})])


def announce_writing(opened: Opened) -> None:
    """The viewer of `opened` is writing; their own screens need not know."""
    others = replace(opened, members=tuple(opened.others))
    data = {"thread": opened.uid, "person": opened.viewer.uid, "name": opened.viewer.first_name}
    tell([_to_all(others, "writing", data)])


def announce_arriving(facts: Sequence[FileMoved]) -> None:
    """How far files have come, to every screen of their threads: a hint, nothing is written."""
    moved = {fact.file: fact for fact in facts}
    found = Attachment.objects.filter(file__in=moved, entry__deleted_at=None)
    for one in found.select_related("file", "entry__thread"):
        fact = moved[one.file_id]
        data: dict[str, object] = {
            "thread": one.entry.thread.uid,
            "entry": one.entry.uid,
            "file": one.file.uid,
            "received": fact.received,
            "size": one.file.declared_size,
            "progress": fact.progress,
        }
        tell([_to_all(opened_for_all(one.entry.thread.uid), "arriving", data)])


def _to_all(opened: Opened, event: str, data: dict[str, object]) -> Telling:
    return Telling(event, [([m.person_id for m in opened.members], orjson.dumps(data))])
