"""Between a room and what carries it: outside services are asked outside transactions, and may be away."""

from datetime import timedelta
from typing import Any

from aufil.jobs.actions import NotYet, job, later
from aufil.kernel import clock
from aufil.video.models import Room, Stay
from aufil.video.providers import PROVIDERS, ProviderAway
from aufil.web.problems import Problem

GIVEN_UP = timedelta(hours=1)  # after its end, a room that cannot be taken down: it takes nobody any more


def way_in(*, stay: Stay) -> dict[str, Any]:
    """What a stay's page needs to hear the others; empty of secrets while it may not. It may ask a service.

    503 with a sentence when what carries the room is away.
    """
    provider = PROVIDERS[stay.room.provider]
    try:
        return {"kind": provider.name, **provider.way_in(stay)}
    except ProviderAway as away:
        raise Problem("unavailable", away.said, retry_after=5, more={"why": "provider-away"}) from away


def follow_later(room: Room) -> None:
    """After the commit what carries a room hears who is no longer in it."""
    if PROVIDERS[room.provider].follows:
        later(follow_room, room=room.pk)


@job
def follow_room(*, room: int) -> None:
    """Who is not inside is put out there too; a room that has ended is taken down. Tried again while it is away."""
    row = Room.objects.filter(pk=room).first()
    if row is None:
        return
    try:
        PROVIDERS[row.provider].follow(
            row, list(Stay.objects.inside().filter(room=row).select_related("guest"))
        )
    except ProviderAway as away:
        if row.ended_at and clock.now() - row.ended_at > GIVEN_UP:
            return
        raise NotYet(str(away), at_most=timedelta(minutes=1)) from away
