"""A connection that broke twice: whoever supports them is told, and calls."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from aufil.delivery import actions as delivery
from aufil.delivery.queries import Reason
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.people.queries import young_of
from aufil.video.events import CutTwice
from aufil.video.models import Guest, Room
from aufil.video.queries import CUT

TO_CALL_FOR = timedelta(hours=2)
# Two people who had to hear each other: somebody’s own room, not a lounge.
KINDS = (Room.Kind.APPOINTMENT, Room.Kind.CALL, Room.Kind.REHEARSAL)


def ask_to_call(facts: Sequence[CutTwice]) -> None:
    """As a job: whoever counts cuts holds the room."""
    for fact in facts:
        later(call_after_cuts, key=f"cut-twice {fact.guest}", guest=fact.guest)


@job
@transaction.atomic
def call_after_cuts(*, guest: int) -> None:
    """A line on the call list, with their number; for young people. Twice is once."""
    row = Guest.objects.select_related("room__structure", "person").get(pk=guest)
    room, person = row.room, row.person
    if person is None or row.is_host or room.kind not in KINDS:
        return
    if not young_of(room.structure).filter(pk=person.pk).exists():
        return
    now = clock.now()
    delivery.ask_for_call(
        structure=room.structure_id,
        person=person.pk,
        kind=CUT,
        place=(0, room.pk),
        at=now,
        pointless_at=now + TO_CALL_FOR,
        reason=Reason.CUT,
    )
