"""The one lock: a room’s row. Whoever comes, leaves, lets in, speaks or rehearses there takes it first."""

from aufil.video.models import Guest, Rehearsal, Room, Stay
from aufil.web.problems import Problem


def locked_room(room: int) -> Room:
    """The row, locked until the transaction ends; 404 when there is none."""
    rows = Room.objects.select_for_update(of=("self",)).select_related("structure")
    found = rows.filter(pk=room).first()
    if found is None:
        raise Problem("not-found")
    return found


def live_stay(stay: Stay) -> Stay:
    """The row as it is now, once its room is locked; 410 when it has ended, with why."""
    found = Stay.objects.select_related("guest", "guest__person", "device").get(pk=stay.pk)
    if found.left_at:
        raise Problem("gone", more={"why": found.left_why})
    return found


def hosting(stay: Stay) -> Stay:
    """As `live_stay`, of a host who is inside; 404 for anybody else."""
    found = live_stay(stay)
    if not (found.guest.is_host and found.inside_at):
        raise Problem("not-found")
    return found


def guest_in(room: Room, guest: Guest) -> Guest:
    """A guest of this room as they are now."""
    found = Guest.objects.select_related("person").filter(pk=guest.pk, room=room).first()
    if found is None:
        raise Problem("not-found")
    return found


def locked_rehearsal(rehearsal: Rehearsal) -> tuple[Rehearsal, Room | None]:
    """The row, locked until the transaction ends, and its open room, locked before it as everywhere."""
    there = Room.objects.open().filter(kind=Room.Kind.REHEARSAL, subject=rehearsal.uid).first()
    room = locked_room(there.pk) if there else None
    rows = Rehearsal.objects.select_for_update(of=("self",)).select_related(
        "structure", "young", "counsellor"
    )
    row = rows.get(pk=rehearsal.pk)
    return row, room if room and room.ended_at is None else None
