"""The doors to a thread as a page shows it."""

from collections.abc import Callable
from uuid import UUID

from aufil.delivery.queries import frame_of_texts, further
from aufil.people.access import PersonRequest
from aufil.people.models import Person, Structure
from aufil.thread.access.threads import consultable, is_staff_of
from aufil.thread.forms import as_uuid_or_none
from aufil.thread.models import Consultation, Side, Thread
from aufil.thread.queries import (
    Opened,
    Panel,
    Stretch,
    build,
    consultation_of,
    continuation_of,
    earlier_threads,
    entry_in,
    notes_beside,
    pins_of,
    quoted_view,
    read,
    read_apart,
    standing_over,
    waiting_sentence,
)
from aufil.thread.rows import EntryRow
from aufil.web.problems import Problem

STRETCHES: dict[str, Callable[[int], Stretch]] = {
    "avant": lambda seq: Stretch(before=seq),
    "apres": lambda seq: Stretch(after=seq),
    "autour": lambda seq: Stretch(after=max(0, seq - 31), limit=100),
}


def thread_with_entries(person: Person, uid: UUID, stretch: Stretch) -> tuple[Opened, list[EntryRow]]:
    """The thread and a stretch of it."""
    return read(person=person.pk, thread=uid, stretch=stretch)


def consulted(request: PersonRequest, uid: UUID) -> tuple[Consultation, Panel]:
    """What pilot or head said why they read, as long as it holds; a 404 problem without."""
    consultable(request, uid)
    row = consultation_of(request.user, uid)
    if row is None:
        raise Problem("not-found")
    return row, build(*read_apart(request.user, uid, _stretch(request)))


def panel(request: PersonRequest, uid: UUID) -> Panel:
    """The panel of a thread this person may read, at the stretch and the reply the address asks for."""
    found, entries = thread_with_entries(request.user, uid, _stretch(request))
    beside = notes_beside(found.pk) if is_staff_of(found) else []
    built = build(found, entries, _among(beside, found, entries), waiting=waiting_sentence(found))
    if not found.is_group and built.older is None:
        built.earlier = earlier_threads(found)
    if found.closed_at:
        built.continues = continuation_of(found)
    built.notes = beside[0].thread if beside else None
    if built.notable and found.young and not found.closed_at:
        who = request.user.first_name
        built.by_sms = frame_of_texts(young=found.young, structure=found.structure, who=who)
    if found.kind == Thread.Kind.GROUP:
        built.pins = pins_of(found)
        built.standing = standing_over(found)
        if found.viewer.side == Side.STAFF and not found.closed_at:
            young = [member.person_id for member in found.members if member.side == Side.YOUNG]
            built.cost = further(
                structure=Structure.objects.get(pk=found.structure), people=young, who=found.title
            )
    if reply := as_uuid_or_none(request.GET.get("repondre", "")):
        built.reply = quoted_view(entry_in(uid, reply), found.viewer)
    return built


def _stretch(request: PersonRequest) -> Stretch:
    """The stretch an address asks for: before an entry, after it, around it; else the last."""
    for name, stretch in STRETCHES.items():
        said = request.GET.get(name, "")
        if said.isdecimal() and len(said) < 15:
            return stretch(int(said))
    return Stretch()


def _among(notes: list[EntryRow], found: Opened, entries: list[EntryRow]) -> list[EntryRow]:
    """The notes made in the time these entries span."""
    from_start = not entries or entries[0].seq == 1
    up_to_end = not entries or entries[-1].seq == found.last_seq
    return [
        note
        for note in notes
        if (from_start or note.created_at >= entries[0].created_at)
        and (up_to_end or note.created_at <= entries[-1].created_at)
    ]
