"""The doors to threads: the one this person may read, or 404."""

from uuid import UUID

from aufil.kernel.statements import Statements
from aufil.people.access import PersonRequest
from aufil.people.models import Person, Structure
from aufil.thread.forms import as_uuid_or_none
from aufil.thread.models import Side, Thread
from aufil.thread.queries import (
    Opened,
    Panel,
    Stretch,
    build,
    entry_in,
    members_statement,
    notes_since,
    opened,
    quoted_view,
    read,
    support_thread_of,
    thread_statement,
    waiting_sentence,
)
from aufil.thread.rows import EntryRow


def thread(person: Person, uid: UUID) -> Opened:
    """The thread with its members; a 404 problem when the person is not one of them today."""
    rows = Statements().select(thread_statement(uid), members_statement(uid))
    return opened(person.pk, rows[0], rows[1])


def thread_with_entries(person: Person, uid: UUID, stretch: Stretch) -> tuple[Opened, list[EntryRow]]:
    """The thread and a stretch of it."""
    return read(person=person.pk, thread=uid, stretch=stretch)


def thread_of(young: Person, structure: Structure) -> UUID | None:
    """The support thread of a young person; None until somebody supports them."""
    found = support_thread_of(young.pk, structure.pk)
    return found.uid if found else None


def panel(request: PersonRequest, uid: UUID) -> Panel:
    """The panel of a thread this person may read, at the stretch and the reply the address asks for."""
    before = request.GET.get("avant", "")
    stretch = Stretch(before=int(before)) if before.isdecimal() and len(before) < 15 else Stretch()
    found, entries = thread_with_entries(request.user, uid, stretch)
    notes = _notes(found, entries)
    built = build(found, entries, notes, waiting=waiting_sentence(found))
    if reply := as_uuid_or_none(request.GET.get("repondre", "")):
        built.reply = quoted_view(entry_in(uid, reply), found.viewer)
    return built


def _notes(found: Opened, entries: list[EntryRow]) -> list[EntryRow]:
    """For staff of a support thread: what the team noted in the time these entries span."""
    if found.viewer.side != Side.STAFF or found.kind != Thread.Kind.SUPPORT:
        return []
    from_start = not entries or entries[0].seq == 1
    notes = notes_since(found.pk, None if from_start else entries[0].created_at)
    up_to_end = not entries or entries[-1].seq == found.last_seq
    return [n for n in notes if up_to_end or n.created_at <= entries[-1].created_at]
