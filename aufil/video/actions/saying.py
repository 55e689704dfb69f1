"""What pages say to one another: signals so that they hear each other, lines so that they read each other."""

from typing import Any
from uuid import UUID

from django.db import transaction

from aufil.kernel import clock
from aufil.video.actions.locked import guest_in, live_stay, locked_room
from aufil.video.actions.telling import tell_line, tell_signal
from aufil.video.models import Guest, Line, Signal, Stay
from aufil.web.problems import Problem


@transaction.atomic
def send_signal(*, stay: Stay, to: Stay, uid: UUID, kind: str, data: dict[str, Any]) -> Signal:
    """From one page inside to another: numbered for who receives. The same `uid` again is the same signal.

    404 when one of the two is not inside; 410 when the sender has left, or the receiver. `mute` is for hosts.
    """
    receiver = Stay.objects.select_for_update(of=("self",)).filter(pk=to.pk, room=stay.room_id).first()
    sender = live_stay(stay)
    if receiver is None or not (receiver.inside_at and sender.inside_at):
        raise Problem("not-found")
    if known := Signal.objects.select_related("sender", "to").filter(sender=sender, uid=uid).first():
        return known
    if receiver.left_at:
        raise Problem("gone", more={"why": receiver.left_why})
    if kind == Signal.Kind.MUTE and not sender.guest.is_host:
        raise Problem("not-found")
    receiver.signals += 1
    receiver.save(update_fields=["signals"])
    signal = Signal.objects.create(
        uid=uid,
        sender=sender,
        to=receiver,
        number=receiver.signals,
        kind=kind,
        data=data,
        sent_at=clock.now(),
    )
    tell_signal(signal)
    return signal


def send_ahead(*, stay: Stay, data: dict[str, Any]) -> Stay | None:
    """The offer of who has just come inside, to the other; None where there is nobody, or are several.

    Its page calls who was there: a round trip sooner than by a signal of its own. The same again is the same signal.
    """
    if not stay.inside_at:
        return None
    others = list(Stay.objects.inside().filter(room=stay.room_id).exclude(pk=stay.pk)[:2])
    # Who came last calls: a host who comes in brings the other in with them, at the same instant.
    was_there = [one for one in others if one.inside_at and one.inside_at < stay.inside_at]
    if len(others) != 1 or not was_there:
        return None
    send_signal(stay=stay, to=others[0], uid=stay.uid, kind=Signal.Kind.OFFER, data=data)
    return others[0]


@transaction.atomic
def say_line(
    *,
    stay: Stay,
    uid: UUID,
    text: str,
    kind: str = Line.Kind.CHAT,
    to: Guest | None = None,
    everywhere: bool = False,
) -> Line:
    """A line for everybody inside; `to` a guest: between them and the hosts. The same `uid` again is the same line.

    Who waits in the lobby speaks with the hosts alone. Only hosts name somebody else than themselves, or speak in all
    small rooms at once (`everywhere`): 404.
    """
    room = locked_room(stay.room_id)
    said_by = live_stay(stay)
    guest = said_by.guest
    if (
        known := Line.objects.select_related("guest", "guest__person", "aside")
        .filter(guest=guest, uid=uid)
        .first()
    ):
        return known
    aside = guest_in(room, to) if to else None
    is_host = guest.is_host and said_by.inside_at is not None
    if not is_host and (everywhere or (aside and aside.pk != guest.pk)):
        raise Problem("not-found")
    if said_by.inside_at is None:
        aside = guest
    room.lines += 1
    room.save(update_fields=["lines"])
    line = Line.objects.create(
        uid=uid,
        room=room,
        guest=guest,
        aside=aside,
        part=None if aside or everywhere or not room.parted_until else guest.part,
        number=room.lines,
        kind=kind,
        text=text[: Line.LONGEST],
        said_at=clock.now(),
    )
    tell_line(room, line)
    return line
