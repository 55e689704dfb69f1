"""A thread as somebody reads it who is not in it, for a reason, for a while; apart from the busy path."""

from uuid import UUID

from aufil.kernel import clock
from aufil.kernel.statements import Statements, as_time, as_uuid
from aufil.people.models import Person
from aufil.thread.models import Consultation, Side
from aufil.thread.queries.reading import Opened, Stretch, members_statement, thread_statement
from aufil.thread.rows import EntryRow, Participant, entry_row


def consultation_of(person: Person, thread: UUID) -> Consultation | None:
    """The consultation by which `person` may read a thread now."""
    now = clock.now()
    rows = Consultation.objects.filter(thread__uid=thread, person=person, starts_at__lte=now, ends_at__gt=now)
    return rows.order_by("-ends_at").first()


def read_apart(person: Person, thread: UUID, stretch: Stretch) -> tuple[Opened, list[EntryRow]]:
    """A stretch of a thread for who is not one of its members: nothing counts as seen, nobody is told."""
    (row,), members, entries = Statements().select(
        thread_statement(thread), members_statement(thread), stretch.statement(thread)
    )
    pk, uid, kind, title, structure, young, last_seq, rev, closed_at = row
    reader = Participant(
        person.pk, person.uid, person.first_name, person.last_name, Side.STAFF.value, last_seq
    )
    known = tuple(Participant(one[1], as_uuid(one[2]), *one[3:7]) for one in members)
    opened = Opened(
        pk, as_uuid(uid), kind, title, structure, young, last_seq, rev, as_time(closed_at), known, reader
    )
    found = [entry_row(thread, one) for one in entries]
    return opened, found[::-1] if stretch.backwards else found
