"""What stands on entries beside their words, made ready for the reader of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from aufil.kernel.statements import Statements
from aufil.thread.appointed import said_appointment, said_join
from aufil.thread.models import Member, Reaction, Side, Thread
from aufil.thread.queries.reading import Opened
from aufil.thread.reminded import said_reminder
from aufil.thread.rows import COLUMNS, EXCERPT, JOINS, EntryRow, Participant, entry_row


@dataclass(frozen=True)
class ReactionView:
    """A sign on an entry: how many put it there, who, and whether the reader did."""

    sign: str
    label: str
    count: int
    names: str
    mine: bool
    by: str = ""


@dataclass(frozen=True)
class PinView:
    """An entry pinned above a group, in one line."""

    uid: UUID
    seq: int
    name: str
    excerpt: str

    @property
    def before(self) -> int:
        """The bound of a stretch in which the entry stands with some that follow it."""
        return self.seq + 20


def names_among(opened: Opened, uids: Iterable[str]) -> str:
    """« Léa, Camille », as the reader may know them; who is gone has no name any more."""
    known = {str(member.uid): member for member in opened.members}
    found = [known.get(uid) for uid in uids]
    names = [_own_or_name(member, opened) for member in found if member]
    gone = sum(member is None for member in found)
    return ", ".join([*names, *([_("quelqu’un qui est parti")] * gone)])


def _own_or_name(member: Participant, opened: Opened) -> str:
    return _("vous") if member.person_id == opened.viewer.person_id else member.name_for(opened.viewer)


def reactions_of(entry: EntryRow, opened: Opened) -> list[ReactionView]:
    """The signs on an entry, in the order of the first of each."""
    me = str(opened.viewer.uid)
    return [
        ReactionView(
            one["sign"],
            str(Reaction.Sign(one["sign"]).label),
            len(one["by"]),
            names_among(opened, one["by"]),
            me in one["by"],
            " ".join(one["by"]),
        )
        for one in (entry.adds or {}).get("reactions", ())
    ]


def choices_of(entry: EntryRow, opened: Opened) -> list[ReactionView]:
    """Every sign one may put, with who did so far."""
    there = {one.sign: one for one in reactions_of(entry, opened)}
    return [
        there.get(value, ReactionView(value, str(label), 0, "", False))
        for value, label in Reaction.Sign.choices
    ]


def called_in(entry: EntryRow, opened: Opened) -> tuple[str, ...]:
    """The first names an entry calls, to be set off in its text."""
    uids = (entry.adds or {}).get("mentions", ())
    return tuple(member.first_name for member in opened.members if str(member.uid) in uids)


def hider_of(entry: EntryRow, opened: Opened) -> str:
    """Who hid an entry, by first name; "" when nobody did."""
    if entry.hidden_by is None:
        return ""
    found = next((m.first_name for m in opened.members if m.uid == entry.hidden_by), None)
    return found or _("l’équipe")


def pins_of(opened: Opened) -> list[PinView]:
    """What is pinned above a group, the last first."""
    rows = pinned_entries(opened)
    return [PinView(row.uid, row.seq, row.name_for(opened.viewer), _excerpt(row)) for row in rows]


def pinned_entries(opened: Opened) -> list[EntryRow]:
    """The pinned entries themselves. One statement."""
    sql = (
        f"SELECT {COLUMNS}{JOINS} JOIN thread_pin pin ON pin.entry_id = e.id"
        " WHERE pin.thread_id = %s ORDER BY pin.made_at DESC"
    )
    (rows,) = Statements().select((sql, (opened.pk,)))
    return [entry_row(opened.uid, row) for row in rows]


def _excerpt(row: EntryRow) -> str:
    return " ".join(row.text.split())[:EXCERPT] or _("Message sans texte")


def gone_from(opened: Opened) -> list[Member]:
    """Who was in a group and is no more, the last to leave first; for its staff, who may let them back in."""
    rows = Member.objects.filter(thread=opened.pk).exclude(left_at=None).select_related("person")
    return list(rows.order_by("-left_at"))


def own_silence(opened: Opened, now: datetime) -> tuple[bool, datetime | None]:
    """Does the viewer want to hear nothing of this thread, and until when (None: until they say so)?"""
    row = Member.objects.get(thread=opened.pk, person=opened.viewer.person_id)
    muted = row.muted_at is not None and (row.muted_until is None or row.muted_until > now)
    return muted, row.muted_until if muted else None


def runs(opened: Opened) -> bool:
    """Does the viewer run this group: bring in, pin, hide? Nobody runs one that is closed."""
    return opened.kind == Thread.Kind.GROUP and opened.viewer.side == Side.STAFF and not opened.closed_at


def stands_for(entry: EntryRow, viewer: Participant) -> dict[str, Any]:
    """The reminder it says, the appointment it is the card of, where it lets one in by video."""
    reminder, appointment = ((entry.adds or {}).get(one) for one in ("reminder", "appointment"))
    return {
        "reminder": said_reminder(reminder) if reminder else None,
        "appointment": said_appointment(appointment, to_young=viewer.side == Side.YOUNG)
        if appointment
        else None,
        "join": said_join((entry.adds or {}).get("join"), to_young=viewer.side == Side.YOUNG),
    }
