"""The doors to threads: the one this person may read, or 404."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aufil.delivery.models import Inbound
from aufil.delivery.queries import frame_of_texts
from aufil.files.models import File
from aufil.kernel.statements import Statements
from aufil.people.access import PersonRequest, staff_membership
from aufil.people.models import Person, Role, Structure
from aufil.people.queries import staff_of
from aufil.people.queries import young_of as youth_of
from aufil.thread.forms import as_uuid_or_none
from aufil.thread.models import Attachment, Broadcast, CameIn, Consultation, Entry, Reminder, Side, Thread
from aufil.thread.queries import (
    Answers,
    Filed,
    Opened,
    Panel,
    Place,
    Question,
    Stretch,
    build,
    consultation_of,
    continuation_of,
    earlier_threads,
    entry_in,
    entry_view,
    entry_with,
    members_statement,
    notes_beside,
    opened,
    pins_of,
    quoted_view,
    read,
    read_apart,
    runs,
    search,
    support_thread_of,
    thread_statement,
    waiting_sentence,
)
from aufil.thread.queries.searching import PAGE
from aufil.thread.rows import EntryRow
from aufil.web.limits import slow_down
from aufil.web.problems import Problem

STRETCHES: dict[str, Callable[[int], Stretch]] = {
    "avant": lambda seq: Stretch(before=seq),
    "apres": lambda seq: Stretch(after=seq),
    "autour": lambda seq: Stretch(after=max(0, seq - 31), limit=100),
}
SEARCHES_A_MINUTE = 90  # as one types, a pause is a search


def thread(person: Person, uid: UUID) -> Opened:
    """The thread with its members; a 404 problem when the person is not one of them today."""
    rows = Statements().select(thread_statement(uid), members_statement(uid))
    return opened(person.pk, rows[0], rows[1])


def staff_thread(person: Person, uid: UUID) -> Opened:
    """A support thread, for its staff only: where they note what the young person does not read."""
    found = thread(person, uid)
    if not _is_staff_of(found):
        raise Problem("not-found")
    return found


def support(person: Person, uid: UUID, *, to_write: bool = False) -> Opened:
    """A support thread this person is in, whichever side; 403 to write on one that is closed."""
    found = writable(person, uid) if to_write else thread(person, uid)
    if found.kind != Thread.Kind.SUPPORT:
        raise Problem("not-found")
    return found


def reminder(opened: Opened, uid: UUID) -> Reminder:
    """A reminder of this thread."""
    rows = Reminder.objects.select_related("made_by", "stopped_by")
    found = rows.filter(thread=opened.pk, uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def own_support(request: PersonRequest) -> Opened | None:
    """The support thread of a young person, where they came for; None until somebody supports them."""
    here = request.membership
    if here is None or here.role != Role.YOUNG:
        raise Problem("not-found")
    uid = thread_of(request.user, here.structure)
    return thread(request.user, uid) if uid else None


def group(person: Person, uid: UUID) -> Opened:
    """A group this person is in."""
    found = thread(person, uid)
    if found.kind != Thread.Kind.GROUP:
        raise Problem("not-found")
    return found


def run_group(person: Person, uid: UUID) -> Opened:
    """A group this person runs: one of its staff, while it is open."""
    found = thread(person, uid)
    if not runs(found):
        raise Problem("not-found")
    return found


def newcomer(opened: Opened, uid: UUID) -> tuple[Person, Side]:
    """Somebody of the group's structure whom its staff bring in, and on which side; else a 403 or 422 problem."""
    if not runs(opened):
        raise Problem("forbidden")
    young, staff = people_around(opened)
    for side, people in ((Side.YOUNG, young), (Side.STAFF, staff)):
        if person := people.filter(uid=uid).first():
            return person, side
    raise Problem("invalid", errors={"person": [_("Cette personne n’est pas de votre structure.")]})


def colleague(opened: Opened, uid: UUID) -> Person:
    """One of the staff of a thread's structure who is not in it."""
    _young, staff = people_around(opened)
    found = staff.filter(uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


def people_around(opened: Opened) -> tuple[QuerySet[Person], QuerySet[Person]]:
    """The young people and the staff of a thread's structure who are not in it."""
    structure = Structure.objects.get(pk=opened.structure)
    here = [member.person_id for member in opened.members]
    return youth_of(structure).exclude(pk__in=here), staff_of(structure).exclude(pk__in=here)


def said_in(opened: Opened, uid: UUID) -> EntryRow:
    """An entry of the thread that somebody said and that is still there."""
    found = entry_in(opened.uid, uid)
    if found.deleted_at or found.kind not in Entry.SAID:
        raise Problem("not-found")
    return found


def original_of(person: Person, uid: UUID, entry: UUID) -> Inbound:
    """The e-mail an entry was made of, as it came; for the staff of the thread, as long as the entry stands."""
    opened = staff_thread(person, uid)
    found = CameIn.objects.filter(entry__uid=entry, entry__thread=opened.pk, entry__deleted_at=None)
    row = found.select_related("inbound").first()
    if row is None:
        raise Problem("not-found")
    return row.inbound


def hideable(opened: Opened, uid: UUID) -> EntryRow:
    """Somebody else's entry, for who runs the group; one that is hidden, for them and for its author."""
    found = entry_in(opened.uid, uid)
    own = found.author_id == opened.viewer.person_id
    if found.hidden_by:
        allowed = own or opened.viewer.side == Side.STAFF
    else:
        allowed = runs(opened) and not own and not found.deleted_at and found.kind in Entry.SAID
    if not allowed:
        raise Problem("not-found")
    return found


def young_of(opened: Opened) -> Person:
    """Whom a support thread is about, with their number: for its staff."""
    return Person.objects.get(pk=opened.young or 0)


def consultable(request: PersonRequest, uid: UUID) -> Thread:
    """A support thread that pilot or head of its structure may ask to read: one they are not in."""
    membership = staff_membership(request.user, request.membership)
    found = None
    if membership.role in (Role.PILOT, Role.HEAD):
        threads = Thread.objects.filter(structure=membership.structure, kind=Thread.Kind.SUPPORT)
        found = threads.select_related("young").filter(uid=uid).first()
    if found is None or found.members.filter(person=request.user, left_at=None).exists():
        raise Problem("not-found")
    return found


def consulted(request: PersonRequest, uid: UUID) -> tuple[Consultation, Panel]:
    """What pilot or head said why they read, as long as it holds; a 404 problem without."""
    consultable(request, uid)
    row = consultation_of(request.user, uid)
    if row is None:
        raise Problem("not-found")
    return row, build(*read_apart(request.user, uid, _stretch(request)))


def attached(request: PersonRequest, uid: UUID, file: UUID) -> File:
    """A file that stands on an entry of a thread this person may read today: a member, or pilot or head while their
    consultation holds. What was taken back or hidden is closed to everybody."""
    try:
        thread(request.user, uid)
    except Problem:
        if consultation_of(request.user, uid) is None:
            raise
        consultable(request, uid)
    found = Attachment.objects.filter(
        file__uid=file, entry__thread__uid=uid, entry__deleted_at=None, entry__hiding=None
    )
    row = found.select_related("file").first()
    if row is None:
        raise Problem("not-found")
    return row.file


def answers(person: Person, question: Question, cursor: str = "", *, limit: int = PAGE) -> Answers:
    """What answers a question among what this person may read. A 429 problem for who asks too often, 400 for a
    cursor that is not ours. Nobody notes what is looked for: it shows no more than its asker may read anyway."""
    slow_down("search", str(person.pk), times=SEARCHES_A_MINUTE, seconds=60)
    return search(person.pk, question, after=Place.of(cursor) if cursor else None, limit=limit)


def own_broadcast(person: Person, uid: UUID) -> Broadcast:
    """What this person wrote to several at once; 404 for anybody else."""
    found = Broadcast.objects.filter(uid=uid, author=person).first()
    if found is None:
        raise Problem("not-found")
    return found


def thread_with_entries(person: Person, uid: UUID, stretch: Stretch) -> tuple[Opened, list[EntryRow]]:
    """The thread and a stretch of it."""
    return read(person=person.pk, thread=uid, stretch=stretch)


def thread_of(young: Person, structure: Structure) -> UUID | None:
    """The support thread of a young person; None until somebody supports them."""
    found = support_thread_of(young.pk, structure.pk)
    return found.uid if found else None


def writable(person: Person, uid: UUID) -> Opened:
    """A thread one may write on; 403 once it is closed."""
    found = thread(person, uid)
    if found.closed_at:
        raise Problem("forbidden", _("Cette conversation est fermée. On peut la lire, plus y écrire."))
    return found


def awaited_file(person: Person, uid: UUID, file: UUID) -> Filed:
    """A file one sent whose bytes have not come; 404 for any other."""
    filed = _filed(person, uid, file)
    if not filed.view.is_awaited or filed.opened.closed_at or not filed.entry.mine:
        raise Problem("not-found")
    return filed


def transcribable(person: Person, uid: UUID, file: UUID) -> Filed:
    """A recording whose words one may write: its author, and the thread's staff."""
    filed = _filed(person, uid, file)
    if not filed.view.may_transcribe:
        raise Problem("not-found")
    return filed


def _filed(person: Person, uid: UUID, file: UUID) -> Filed:
    opened = thread(person, uid)
    entry = entry_view(entry_with(uid, file), opened)
    return Filed(opened, entry, next(view for view in entry.files if view.shape["id"] == str(file)))


def panel(request: PersonRequest, uid: UUID) -> Panel:
    """The panel of a thread this person may read, at the stretch and the reply the address asks for."""
    found, entries = thread_with_entries(request.user, uid, _stretch(request))
    beside = notes_beside(found.pk) if _is_staff_of(found) else []
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


def _is_staff_of(found: Opened) -> bool:
    return found.kind == Thread.Kind.SUPPORT and found.viewer.side == Side.STAFF


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
