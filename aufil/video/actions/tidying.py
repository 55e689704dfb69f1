"""What is done without anybody asking: silent pages leave, small and empty rooms end, what was said is forgotten."""

from datetime import timedelta

from django.db import transaction

from aufil.kernel import clock
from aufil.video.actions.coming import leave_silent
from aufil.video.actions.hosting import close
from aufil.video.actions.locked import locked_room
from aufil.video.actions.parting import unite
from aufil.video.actions.telling import tell_room
from aufil.video.admission import Hours, is_over
from aufil.video.models import Line, Room, Signal, Stay

SIGNALS_KEPT = timedelta(minutes=2)
LINES_KEPT = timedelta(hours=24)  # after the end


def tidy_rooms() -> None:
    """Who was not heard of for 45 seconds has left; a room that is empty after its hours is over."""
    now = clock.now()
    silent = set(Stay.objects.silent(now).values_list("room", flat=True))
    parted = set(Room.objects.open().filter(parted_until__lte=now).values_list("pk", flat=True))
    closing = set(Room.objects.closing(now).values_list("pk", flat=True))
    for number in sorted(silent | closing | parted):
        _tidy(number)


@transaction.atomic
def _tidy(number: int) -> None:
    room = locked_room(number)
    if room.parted_until and room.parted_until <= clock.now():
        unite(room)
    if leave_silent(room):
        tell_room(room)
    # Nobody waits in the lobby of a room that is over.
    empty = None if Stay.objects.live().filter(room=room).exists() else room.left_at
    if room.ended_at is None and is_over(clock.now(), Hours(room.opens_at, room.admits_until), empty):
        close(room)


def purge_signals() -> None:
    """What one page told another is worth nothing two minutes later."""
    Signal.objects.filter(sent_at__lt=clock.now() - SIGNALS_KEPT).delete()


def purge_lines() -> None:
    """What was written in a room is forgotten a day after its end; what was sent to the thread is an entry there."""
    Line.objects.filter(room__ended_at__lt=clock.now() - LINES_KEPT).delete()
