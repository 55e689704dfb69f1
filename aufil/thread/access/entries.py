"""The doors to what stands in a thread: an entry, its files, what it came from, or 404."""

from uuid import UUID

from aufil.delivery.models import Inbound
from aufil.files.models import File
from aufil.people.access import PersonRequest
from aufil.people.models import Person
from aufil.thread.access.threads import consultable, staff_thread, thread
from aufil.thread.models import Attachment, CameIn, Entry, Reminder, Side
from aufil.thread.queries import (
    Answers,
    Filed,
    Opened,
    Place,
    Question,
    consultation_of,
    entry_in,
    entry_view,
    entry_with,
    runs,
    search,
)
from aufil.thread.queries.searching import PAGE
from aufil.thread.rows import EntryRow
from aufil.web.limits import slow_down
from aufil.web.problems import Problem

SEARCHES_A_MINUTE = 90  # as one types, a pause is a search


def said_in(opened: Opened, uid: UUID) -> EntryRow:
    """An entry of the thread that somebody said and that is still there."""
    found = entry_in(opened.uid, uid)
    if found.deleted_at or found.kind not in Entry.SAID:
        raise Problem("not-found")
    return found


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


def original_of(person: Person, uid: UUID, entry: UUID) -> Inbound:
    """The e-mail an entry was made of, as it came; for the staff of the thread, as long as the entry stands."""
    opened = staff_thread(person, uid)
    found = CameIn.objects.filter(entry__uid=entry, entry__thread=opened.pk, entry__deleted_at=None)
    row = found.select_related("inbound").first()
    if row is None:
        raise Problem("not-found")
    return row.inbound


def reminder(opened: Opened, uid: UUID) -> Reminder:
    """A reminder of this thread."""
    rows = Reminder.objects.select_related("made_by", "stopped_by")
    found = rows.filter(thread=opened.pk, uid=uid).first()
    if found is None:
        raise Problem("not-found")
    return found


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


def answers(person: Person, question: Question, cursor: str = "", *, limit: int = PAGE) -> Answers:
    """What answers a question among what this person may read. A 429 problem for who asks too often, 400 for a
    cursor that is not ours. Nobody notes what is looked for: it shows no more than its asker may read anyway."""
    slow_down("search", str(person.pk), times=SEARCHES_A_MINUTE, seconds=60)
    return search(person.pk, question, after=Place.of(cursor) if cursor else None, limit=limit)
