"""One room that is open in the demonstration: the call Camille has begun with Yanis, for half a day."""

from datetime import datetime, timedelta

from aufil.people.models import Person, Structure
from aufil.thread.queries import support_thread_of
from aufil.video.actions import Hours, Wanted, open_room
from aufil.video.models import Room

OPEN = timedelta(hours=12)


def open_call(structure: Structure, counsellor: Person, young: Person, now: datetime) -> None:
    """About their thread, as a call begun from it is."""
    thread = support_thread_of(young.pk, structure.pk)
    if thread is None:
        return
    wanted = Wanted(
        structure=structure,
        kind=Room.Kind.CALL,
        subject=thread.uid,
        hours=Hours(now, now + OPEN),
        hosts=[counsellor],
        expected=[young],
    )
    open_room(wanted=wanted, by=counsellor)
