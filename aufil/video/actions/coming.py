"""Coming in, through the lobby where one waits, and leaving."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from aufil.audit.actions import record
from aufil.kernel import bus, clock
from aufil.people.models import Device
from aufil.video.actions.following import follow_later
from aufil.video.actions.locked import guest_in, locked_room
from aufil.video.actions.telling import tell_over, tell_room
from aufil.video.admission import AtTheDoor, Hours, Verdict, decide, sentence
from aufil.video.events import CutTwice, SomebodyCameIn, SomebodyLeft
from aufil.video.models import Guest, Room, Signal, Stay
from aufil.web.problems import Problem

KINDS = {
    Verdict.TOO_EARLY: "forbidden",
    Verdict.TOO_LATE: "gone",
    Verdict.OVER: "gone",
    Verdict.REMOVED: "forbidden",
    Verdict.ELSEWHERE: "conflict",
    Verdict.FULL: "conflict",
}
Why = Stay.Why


@transaction.atomic
def come_in(
    *, guest: Guest, uid: UUID, tab: UUID, device: Device | None = None, takes_over: bool = False
) -> Stay:
    """A page comes into the room of its guest, or into its lobby (`inside_at` is empty).

    `uid` is the page's own name for its stay: the same again is the same stay. `tab` stays through reloads: the load
    before is followed without asking. Who may not come in: a problem with a sentence and `why` (a `Verdict`); a stay
    that has ended: 410 with `why` (a `Stay.Why`).
    """
    room = locked_room(guest.room_id)
    guest = guest_in(room, guest)
    if known := Stay.objects.select_related("guest", "guest__person").filter(uid=uid).first():
        return _known(known, guest)
    leave_silent(room)
    own = list(Stay.objects.live().filter(guest=guest).select_related("guest"))
    check_door(room, guest, own, tab, takes_over)
    end_stays(room, own, Why.TAKEN_OVER)
    now = clock.now()
    _count_silence(room, guest)
    stay = Stay.objects.create(
        uid=uid, room=room, guest=guest, tab=tab, device=device, joined_at=now, seen_at=now
    )
    if guest.is_host and room.started_at is None:
        room.started_at = now
        room.save(update_fields=["started_at"])
    bring_in(room)
    tell_room(room)
    stay.refresh_from_db(fields=["inside_at"])
    stay.room, stay.guest = room, guest
    return stay


def _known(stay: Stay, guest: Guest) -> Stay:
    if stay.guest_id != guest.pk:
        raise Problem("conflict")
    if stay.left_at:
        raise Problem("gone", more={"why": stay.left_why})
    Stay.objects.filter(pk=stay.pk).update(seen_at=clock.now())
    return stay


def check_door(room: Room, guest: Guest, own: Sequence[Stay], tab: UUID, takes_over: bool) -> None:
    """Raise the refusal, if there is one."""
    hours, now = Hours(room.opens_at, room.admits_until), clock.now()
    elsewhere = next((stay for stay in own if stay.tab != tab), None)
    goes_inside = is_awaited(room, guest) or guest.is_host
    others = Stay.objects.inside().filter(room=room).exclude(guest=guest).count() if goes_inside else 0
    who = AtTheDoor(
        now=now,
        hours=hours,
        is_over=room.ended_at is not None,
        is_removed=guest.removed_at is not None,
        was_in=Stay.objects.filter(guest=guest).exists(),
        elsewhere_seen_at=elsewhere.seen_at if elsewhere else None,
        takes_over=takes_over,
        others_inside=others,
        most=room.most,
    )
    verdict = decide(who)
    if verdict != Verdict.COME_IN:
        said = sentence(verdict, hours, now, room.structure.timezone)
        more = {"why": verdict.value, "opens_at": room.opens_at, "admits_until": room.admits_until}
        raise Problem(KINDS[verdict], said, more=more)


def is_awaited(room: Room, guest: Guest) -> bool:
    """May they go inside, or do they wait in the lobby?"""
    return guest.admitted_at is not None and (room.started_at is not None or not room.needs_host)


def bring_in(room: Room) -> int:
    """Whoever waits and need not comes inside, in the order they came, as long as there is a place; how many do."""
    live = list(Stay.objects.live().filter(room=room).select_related("guest").order_by("joined_at", "pk"))
    places = room.most - sum(stay.inside_at is not None for stay in live)
    awaited = [stay for stay in live if stay.inside_at is None and is_awaited(room, stay.guest)]
    # A host is never the one who waits.
    coming = sorted(awaited, key=lambda stay: not stay.guest.is_host)[: max(places, 0)]
    for stay in coming:
        stay.inside_at = clock.now()
        stay.save(update_fields=["inside_at"])
        actor = stay.guest.person_id
        record(verb="came-in", subject="room", subject_uid=room.uid, actor=actor, structure=room.structure_id)
    if coming and room.left_at:
        room.left_at = None
        room.save(update_fields=["left_at"])
    bus.publish([SomebodyCameIn(room.structure_id, room.pk, stay.guest_id, stay.pk) for stay in coming])
    return len(coming)


def _count_silence(room: Room, guest: Guest) -> None:
    """Somebody whose last stay went silent was cut."""
    last = Stay.objects.filter(guest=guest).order_by("-joined_at", "-pk").first()
    if last and last.left_why == Why.SILENT:
        count_cuts(room, guest, 1)


def count_cuts(room: Room, guest: Guest, more: int) -> None:
    """So many cuts more; the second is told once."""
    before, after = guest.cuts, min(guest.cuts + more, 1000)
    guest.cuts = after
    Guest.objects.filter(pk=guest.pk).update(cuts=after)
    if before < 2 <= after:
        bus.publish([CutTwice(room.structure_id, room.pk, guest.pk)])


@transaction.atomic
def leave(*, stay: Stay) -> None:
    """A page leaves; one that has left already changes nothing."""
    room = locked_room(stay.room_id)
    if end_stays(room, list(Stay.objects.live().filter(pk=stay.pk).select_related("guest")), Why.LEFT):
        bring_in(room)
        tell_room(room)


@transaction.atomic
def leave_devices(*, devices: Sequence[int]) -> None:
    """These devices may no longer be anybody: what they were in goes on without them."""
    rows = Stay.objects.live().filter(device__in=devices)
    for number in sorted(set(rows.values_list("room", flat=True))):
        room = locked_room(number)
        end_stays(room, list(rows.filter(room=room).select_related("guest")), Why.SIGNED_OUT)
        tell_room(room)


def leave_silent(room: Room) -> bool:
    """Pages of a locked room that were not heard of for too long have left; were there any?"""
    silent = Stay.objects.silent(clock.now()).filter(room=room)
    if end_stays(room, list(silent.select_related("guest")), Why.SILENT):
        bring_in(room)
        return True
    return False


def end_stays(room: Room, stays: Sequence[Stay], why: Why) -> bool:
    """End live stays of a locked room; were there any? What was on its way to them is forgotten."""
    if not stays:
        return False
    now, numbers = clock.now(), [stay.pk for stay in stays]
    # Who went silent was there until they were last heard of.
    left_at = F("seen_at") if why == Why.SILENT else now
    rows = Stay.objects.filter(pk__in=numbers)
    rows.update(left_at=left_at, left_why=why, hand_at=None, help_at=None)
    Signal.objects.filter(to__in=numbers).delete()
    left = [stay for stay in stays if stay.inside_at]
    if left and not Stay.objects.inside().filter(room=room).exists():
        room.left_at = now
        room.save(update_fields=["left_at"])
    bus.publish([SomebodyLeft(room.structure_id, room.pk, stay.guest_id, stay.pk) for stay in left])
    tell_over(list(stays), why)
    follow_later(room)
    return True
