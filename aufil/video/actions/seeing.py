"""« I am still here »: what a page says of itself, every few seconds."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from aufil.kernel import bus, clock
from aufil.video.actions.coming import count_cuts, leave_silent
from aufil.video.actions.locked import live_stay, locked_room
from aufil.video.actions.parting import unite_in_time
from aufil.video.actions.telling import tell_room
from aufil.video.events import HelpAsked
from aufil.video.ladder import MODES
from aufil.video.models import Room, Stay
from aufil.web.problems import Problem


@dataclass(frozen=True)
class Seen:
    """What a page measured since the last time, and how it stands.

    `cuts` counts from the page's own beginning. `loss` is a share, `round_trip` in ms, `rate` in kbit/s both ways;
    None where nothing was measured.
    """

    mode: str = ""
    word: str = ""
    sound: bool = False
    picture: bool = False
    screen: bool = False
    hand: bool = False
    help: bool = False
    cuts: int = 0
    loss: float | None = None
    round_trip: float | None = None
    rate: float | None = None


@dataclass(frozen=True)
class Standing:
    """What a page compares with what it knows, so that no hint it missed is missed for long."""

    rev: int
    signals: int
    lines: int


@transaction.atomic
def say_seen(*, stay: Stay, seen: Seen) -> Standing:
    """Heard of. What others see of it is told when it changed; silent pages beside it leave. 410 when it has left."""
    seen = replace(seen, help=seen.help and not stay.guest.is_host)
    now, room = clock.now(), stay.room
    if room.parted_until and room.parted_until <= now:
        unite_in_time(room=room)
    noticed = Stay.objects.silent(now).filter(room=stay.room_id).exclude(pk=stay.pk).exists()
    if noticed or _differs(stay, seen) or seen.cuts > stay.cuts:
        room = locked_room(stay.room_id)
        stay = live_stay(stay)
        asks = seen.help and stay.help_at is None
        _show(room, stay, seen)
        if asks:
            bus.publish([HelpAsked(room.structure_id, room.pk, stay.guest_id, stay.pk)])
    figures = _figures(seen) if stay.inside_at else {}
    if not Stay.objects.live().filter(pk=stay.pk).update(seen_at=now, **figures):
        raise Problem("gone", more={"why": Stay.objects.get(pk=stay.pk).left_why})
    stay.refresh_from_db(fields=["signals"])
    room.refresh_from_db(fields=["rev", "lines"])
    return Standing(room.rev, stay.signals, room.lines)


def _shown(stay: Stay) -> tuple[Any, ...]:
    raised = (stay.hand_at is not None, stay.help_at is not None)
    return (stay.mode, stay.word, stay.has_sound, stay.has_picture, stay.has_screen, *raised)


def _differs(stay: Stay, seen: Seen) -> bool:
    said = (seen.mode, seen.word, seen.sound, seen.picture, seen.screen, seen.hand, seen.help)
    return _shown(stay) != said


def _show(room: Room, stay: Stay, seen: Seen) -> None:
    """Write what a page says of itself, its cuts, and who beside it went silent; tell what changed."""
    now, changed = clock.now(), _differs(stay, seen)
    if changed:
        Stay.objects.filter(pk=stay.pk).update(
            mode=seen.mode,
            word=seen.word,
            has_sound=seen.sound,
            has_picture=seen.picture,
            has_screen=seen.screen,
            hand_at=(stay.hand_at or now) if seen.hand else None,
            help_at=(stay.help_at or now) if seen.help else None,
        )
    if more := max(seen.cuts - stay.cuts, 0):
        Stay.objects.filter(pk=stay.pk).update(cuts=seen.cuts)
        count_cuts(room, stay.guest, more)
    Stay.objects.filter(pk=stay.pk).update(seen_at=now)
    if leave_silent(room) or changed or more:
        tell_room(room)


def _figures(seen: Seen) -> dict[str, Any]:
    """Sums over what was measured; nothing when nothing was."""
    figures: dict[str, Any] = {}
    if seen.mode in MODES:
        figures["worst"] = Greatest(F("worst"), MODES.index(seen.mode))
    if seen.loss is None or seen.round_trip is None:
        return figures
    loss, trip, rate = round(seen.loss * 1000), round(seen.round_trip), round(seen.rate or 0)
    return {
        **figures,
        "measures": F("measures") + 1,
        "loss_total": F("loss_total") + loss,
        "loss_worst": Greatest(F("loss_worst"), loss),
        "round_trip_total": F("round_trip_total") + trip,
        "round_trip_worst": Greatest(F("round_trip_worst"), trip),
        "rate_total": F("rate_total") + rate,
    }
