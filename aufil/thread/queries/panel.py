"""A stretch of a thread made ready for a page: days apart, unread line, runs of one author joined."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.delivery.queries import Further
from aufil.kernel.ids import new_id
from aufil.thread.models import Entry, Side, Thread
from aufil.thread.queries.adds import (
    PinView,
    ReactionView,
    called_in,
    hider_of,
    reactions_of,
    runs,
    stands_for,
)
from aufil.thread.queries.filed import FileView, files_of
from aufil.thread.queries.lists import name_of
from aufil.thread.queries.noted import NoteView, note_view
from aufil.thread.queries.reading import Opened
from aufil.thread.queries.standing import Standing
from aufil.thread.rows import EntryRow, Participant, seen_by

JOINED = timedelta(minutes=5)


@dataclass(frozen=True)
class QuotedView:
    uid: UUID
    name: str
    excerpt: str


@dataclass(frozen=True)
class EntryView:
    """An entry as the page shows it to one reader."""

    uid: UUID
    seq: int
    rev: int
    mine: bool
    author_name: str
    author_uid: UUID
    show_author: bool
    joined: bool
    text: str
    deleted: bool
    edited: bool
    created_at: datetime
    written_at: datetime
    came_late: bool
    state: str
    seen_text: str
    quoted: QuotedView | None
    may_change: bool
    kind: str
    label: str
    files: list[FileView]
    reactions: list[ReactionView]
    called: tuple[str, ...]
    hidden_by: str
    pinned: bool
    may_react: bool
    via: str  # how it came from outside; empty for what was written in Aufil
    reminder: dict[str, Any] | None = None
    appointment: dict[str, Any] | None = None
    join: dict[str, Any] | None = None
    marks: tuple[str, ...] = ()  # how its author had it sent: urgent, private

    @property
    def photos(self) -> list[FileView]:
        """Those of the mosaic; the others are lines."""
        return [file for file in self.files if file.is_photo]

    @property
    def filed(self) -> list[FileView]:
        return [file for file in self.files if not file.is_photo]


@dataclass(frozen=True)
class Item:
    """One line of the list: a day, the unread line, an entry, or a note of the team beside it."""

    kind: str
    day: date | None = None
    entry: EntryView | None = None
    note: NoteView | None = None


@dataclass
class Panel:
    """All the thread's part of a page shows."""

    opened: Opened
    name: str
    items: list[Item]
    older: int | None
    newer: int | None
    unread: int
    addressee: str
    members_json: str
    new_id: UUID = field(default_factory=new_id)
    draft: str = ""
    error: str = ""
    reply: QuotedView | None = None
    waiting: str | None = None
    earlier: list[Thread] = field(default_factory=list)
    continues: UUID | None = None
    notes: UUID | None = None
    pins: list[PinView] = field(default_factory=list)
    marks: tuple[str, ...] = ()  # as they were ticked in a form that is refused
    cost: Further | None = None  # of telling the young people of a group by text message
    standing: Standing | None = None  # what stands over a group
    by_sms: Any = None  # what will stand around the words, where they leave as text messages

    @property
    def has_own(self) -> bool:
        """Has its viewer written something of what is shown?"""
        return any(item.entry is not None and item.entry.mine for item in self.items)

    @property
    def run(self) -> bool:
        """Does its viewer run this group?"""
        return runs(self.opened)

    @property
    def dressed(self) -> bool:
        """Is there more to draw than words: does the page need the styles of what stands on entries?"""
        shown = [item.entry for item in self.items if item.entry]
        return self.opened.is_group or any(
            e.reactions or e.called or e.hidden_by or e.reminder or e.appointment or e.join for e in shown
        )

    @property
    def young(self) -> UUID | None:
        """The public identifier of the young person it is about."""
        return next((m.uid for m in self.opened.members if m.person_id == self.opened.young), None)

    @property
    def notable(self) -> bool:
        """May its viewer write a note beside it?"""
        return self.opened.kind == Thread.Kind.SUPPORT and self.opened.viewer.side == Side.STAFF


def build(
    opened: Opened, entries: Sequence[EntryRow], notes: Sequence[EntryRow] = (), *, waiting: str | None = None
) -> Panel:
    """The panel of a thread for its viewer. `entries` ascend by `seq`; `notes` are shown among them, by time."""
    viewer = opened.viewer
    items, unread = _items(opened, entries, notes)
    others = opened.others
    return Panel(
        opened=opened,
        name=name_of(opened.kind, opened.title, opened.young, opened.members, viewer),
        items=items,
        older=entries[0].seq if entries and entries[0].seq > 1 else None,
        newer=entries[-1].seq if entries and entries[-1].seq < opened.last_seq else None,
        unread=unread,
        addressee=_addressee(opened, others),
        members_json=orjson.dumps(
            [
                {"id": m.uid, "name": m.name_for(viewer), "side": m.side, "seen_seq": m.seen_seq}
                | ({"first_name": m.first_name} if viewer.side == Side.STAFF else {})
                for m in opened.members
            ]
        ).decode(),
        waiting=waiting,
    )


def _items(opened: Opened, entries: Sequence[EntryRow], notes: Sequence[EntryRow]) -> tuple[list[Item], int]:
    """Days, the unread line, entries and notes in the order of time; and how many entries are unread."""
    viewer = opened.viewer
    items: list[Item] = []
    before: EntryRow | None = None
    unread = 0
    beside = {note.uid for note in notes}
    for entry in sorted([*entries, *notes], key=lambda e: e.created_at) if notes else entries:
        day = timezone.localdate(entry.created_at)
        new_day = before is None or timezone.localdate(before.created_at) != day
        if new_day:
            items.append(Item("day", day=day))
        if entry.uid in beside:
            items.append(Item("note", note=note_view(entry)))
            before = entry
            continue
        is_new = entry.seq > viewer.seen_seq and entry.author_id != viewer.person_id
        first_unread = is_new and not entry.deleted_at and not unread
        unread += is_new and not entry.deleted_at
        if first_unread:
            items.append(Item("unread"))
        joined = not new_day and not first_unread and _joined(before, entry)
        items.append(Item("entry", entry=entry_view(entry, opened, joined=joined)))
        before = entry
    return items, unread


def entry_view(entry: EntryRow, opened: Opened, *, joined: bool = False) -> EntryView:
    """One entry for the viewer of `opened`."""
    viewer = opened.viewer
    mine = entry.author_id == viewer.person_id or _once_the_viewer(entry, opened)
    seen = seen_by(entry, opened.kind, opened.members)
    quoted = None if entry.deleted_at else entry.quoted
    return EntryView(
        uid=entry.uid,
        seq=entry.seq,
        rev=entry.rev,
        mine=mine,
        author_name=entry.name_for(viewer),
        author_uid=entry.author_uid,
        show_author=not mine and not joined and (opened.is_group or _several_on_the_side(entry, opened)),
        joined=joined,
        text=entry.text,
        deleted=entry.deleted_at is not None,
        edited=entry.edited_at is not None,
        created_at=entry.created_at,
        written_at=entry.written_at,
        came_late=entry.came_late,
        via=entry.via if entry.via in Entry.CAME_IN and not entry.deleted_at else "",
        state=("seen" if seen.whole else "sent") if mine else "",
        seen_text=_seen_text(seen.count, seen.whole, opened.is_group) if mine else "",
        quoted=quoted and QuotedView(quoted.uid, quoted.name_for(viewer), quoted.excerpt),
        may_change=mine and entry.kind in Entry.CHANGEABLE and not entry.deleted_at and not opened.closed_at,
        kind=entry.kind,
        label=entry.label,
        files=files_of(
            entry, mine=mine, staff=viewer.side == Side.STAFF, open_thread=opened.closed_at is None
        ),
        reactions=reactions_of(entry, opened),
        called=called_in(entry, opened),
        hidden_by=hider_of(entry, opened),
        pinned=bool((entry.adds or {}).get("pinned_at")),
        **stands_for(entry, viewer),
        marks=tuple((entry.adds or {}).get("marks", ())) if viewer.side == Side.STAFF else (),
        may_react=not mine and entry.kind in Entry.SAID and not entry.deleted_at and not opened.closed_at,
    )


class Filed(NamedTuple):
    """A file, the entry it is on, and the thread, as one person sees them."""

    opened: Opened
    entry: EntryView
    view: FileView


def quoted_view(entry: EntryRow, viewer: Participant) -> QuotedView:
    """An entry about to be answered."""
    return QuotedView(entry.uid, entry.name_for(viewer), entry.in_one_line())


def _joined(before: EntryRow | None, entry: EntryRow) -> bool:
    return (
        before is not None
        and before.author_id == entry.author_id
        and entry.created_at - before.created_at < JOINED
        and entry.quoted is None
        and before.kind == entry.kind
        and before.thread == entry.thread
    )


def _once_the_viewer(entry: EntryRow, opened: Opened) -> bool:
    """In a conversation that closed when two files were merged, whoever wrote as the young person is them."""
    return (
        opened.closed_at is not None
        and opened.kind == Thread.Kind.SUPPORT
        and opened.viewer.side == Side.YOUNG
        and any(m.person_id == entry.author_id and m.side == Side.YOUNG for m in opened.members)
    )


def _several_on_the_side(entry: EntryRow, opened: Opened) -> bool:
    """With several counsellors in a support thread, each is named; one needs no name."""
    side = next((m.side for m in opened.members if m.person_id == entry.author_id), Side.STAFF)
    return side == Side.STAFF and sum(m.side == Side.STAFF for m in opened.members) > 1


def _seen_text(count: int, whole: bool, is_group: bool) -> str:
    if whole:
        return _("Vu")
    if is_group and count:
        return ngettext("Vu par %(count)d", "Vu par %(count)d", count) % {"count": count}
    return _("Envoyé")


def _addressee(opened: Opened, others: Sequence[Participant]) -> str:
    if opened.kind != Thread.Kind.SUPPORT:
        return _("tous")
    facing = [m.first_name for m in others if m.side != opened.viewer.side]
    return facing[0] if facing else _("votre Mission Locale")
