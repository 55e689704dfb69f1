"""Reading a thread one is not in: for a reason, for an hour, and the young person is shown it."""

from datetime import timedelta

from django.db import transaction

from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.thread.models import Consultation, Thread

AN_HOUR = timedelta(hours=1)


@transaction.atomic
def consult(*, thread: Thread, person: Person, reason: str) -> Consultation:
    """`person` may read `thread` for an hour from now. The reason is not in the journal; it is on the row."""
    now = clock.now()
    row = Consultation.objects.create(
        thread=thread, person=person, reason=reason, starts_at=now, ends_at=now + AN_HOUR
    )
    journal.record(
        verb="thread-consulted",
        subject="thread",
        subject_uid=thread.uid,
        actor=person.pk,
        structure=thread.structure_id,
    )
    return row
