"""Who may come in when: pure rules, and the sentence somebody reads who may not.

A room opens ten minutes before its appointment and admits nobody new after its end; it cuts nobody off, and whoever
was in comes back after a cut. A call from a thread may be joined for two hours, a lounge at the hours set around what
it stands beside.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from aufil.ui.texts import clock, day

BEFORE = timedelta(minutes=10)
CALL = timedelta(hours=2)
# A device that was not heard of for so long is not asked about: its page is gone, or its network.
FAINT = timedelta(seconds=15)
# Empty for so long after its hours, a room is over.
EMPTY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a room lets in somebody who was not in it yet."""

    opens_at: datetime
    admits_until: datetime


def hours_of_appointment(starts_at: datetime, ends_at: datetime) -> Hours:
    return Hours(starts_at - BEFORE, ends_at)


def hours_of_call(now: datetime) -> Hours:
    return Hours(now, now + CALL)


def hours_of_lounge(starts_at: datetime, ends_at: datetime, *, before: timedelta, after: timedelta) -> Hours:
    """`before` and `after` what it stands beside."""
    return Hours(starts_at - before, ends_at + after)


class Verdict(Enum):
    """What is said to somebody at the door."""

    COME_IN = "come-in"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    OVER = "over"
    REMOVED = "removed"
    ELSEWHERE = "elsewhere"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Somebody who asks to come in, and what the room is like."""

    now: datetime
    hours: Hours
    is_over: bool = False
    is_removed: bool = False
    was_in: bool = False  # before, in this room: a cut, another device
    elsewhere_seen_at: datetime | None = None  # their own other device in the room, when it was last heard of
    takes_over: bool = False  # they said that this device goes on
    others_inside: int = 0
    most: int = 2


def decide(who: AtTheDoor) -> Verdict:
    """The first reason not to let them in, or `COME_IN`."""
    if who.is_removed:
        return Verdict.REMOVED
    if who.is_over:
        return Verdict.OVER
    if who.now < who.hours.opens_at:
        return Verdict.TOO_EARLY
    if who.now >= who.hours.admits_until and not who.was_in:
        return Verdict.TOO_LATE
    seen = who.elsewhere_seen_at
    if seen is not None and not who.takes_over and who.now - seen < FAINT:
        return Verdict.ELSEWHERE
    if who.others_inside >= who.most:
        return Verdict.FULL
    return Verdict.COME_IN


def is_over(now: datetime, hours: Hours, empty_since: datetime | None) -> bool:
    """Has a room nobody ended come to its end? `empty_since`: when the last left; None while somebody is in it."""
    return now >= hours.admits_until and empty_since is not None and now - empty_since >= EMPTY


def sentence(verdict: Verdict, hours: Hours, now: datetime, timezone: str) -> str:
    """What somebody reads who may not come in (yet): what is, then what to do; empty for who may."""
    zone = ZoneInfo(timezone)
    opens, closed = hours.opens_at.astimezone(zone), hours.admits_until.astimezone(zone)
    today = now.astimezone(zone).date()
    said = {
        Verdict.COME_IN: "",
        Verdict.TOO_EARLY: _(
            "La visio ouvre %(day)s à %(time)s. Revenez à ce moment-là, ce lien sera le bon."
        )
        % {"day": day(opens.date(), today), "time": clock(opens)},
        Verdict.TOO_LATE: _("On pouvait entrer jusqu’à %(time)s, %(day)s. Écrivez dans votre fil.")
        % {"day": day(closed.date(), today), "time": clock(closed)},
        Verdict.OVER: _("Cette visio est terminée. Pour vous reparler, écrivez dans votre fil."),
        Verdict.REMOVED: _("Vous ne pouvez plus entrer dans cette visio. Écrivez dans votre fil."),
        Verdict.ELSEWHERE: _(
            "Vous êtes déjà dans la visio sur un autre appareil. Vous pouvez continuer sur celui-ci."
        ),
        Verdict.FULL: _("Il n’y a plus de place pour l’instant. Réessayez dans un moment."),
    }
    return said[verdict]
