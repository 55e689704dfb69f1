"""What a page of hours shows: a week as a drawing, free times in words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aufil.appointments.models import Kind
from aufil.appointments.queries.openings import Day
from aufil.appointments.queries.preview import Preview
from aufil.appointments.said import length_said, ways_said
from aufil.appointments.slots import instant
from aufil.ui.texts import NNBSP, clock
from aufil.ui.texts import day as day_said

COLUMN, GAP, HOUR, TOP, SIDE = 64, 6, 34, 34, 34
FIRST, LAST = 8, 18  # hours shown at least


@dataclass(frozen=True)
class Block:
    """A stretch: its corner and size, and which place it is at (0: none; then by order of appearance)."""

    x: int
    y: int
    height: int
    place: int
    is_exception: bool
    starts: str
    ends: str
    where: str


@dataclass(frozen=True)
class Column:
    """A day: where it begins, its name, why it is shut."""

    x: int
    middle: int
    day: Day
    blocks: list[Block]


@dataclass(frozen=True)
class Drawing:
    """All that the template draws."""

    width: int
    height: int
    columns: list[Column]
    hours: list[tuple[int, str]]  # where each line lies, and its hour


def drawn(days: Sequence[Day]) -> Drawing:
    """Saturday and Sunday stand only in a week that has hours in them."""
    shown = [day for day in days if day.day.weekday() < 5 or day.stretches]
    stretches = [one for day in shown for one in day.stretches]
    first = min([FIRST, *(one.start // 60 for one in stretches)])
    last = max([LAST, *(-(-one.end // 60) for one in stretches)])
    places: dict[int | None, int] = {None: 0}
    for one in stretches:
        places.setdefault(one.place.pk if one.place else None, len(places))

    def down(minute: int) -> int:
        return TOP + (minute - first * 60) * HOUR // 60

    columns = []
    for nth, day in enumerate(shown):
        x = SIDE + nth * (COLUMN + GAP)
        blocks = [
            Block(
                x,
                down(one.start),
                down(one.end) - down(one.start),
                places[one.place.pk if one.place else None],
                one.is_exception,
                _short(one.start),
                _short(one.end),
                one.place.name if one.place else "",
            )
            for one in day.stretches
        ]
        columns.append(Column(x, x + COLUMN // 2, day, blocks))
    lines = [(down(hour * 60), f"{hour}{NNBSP}h") for hour in range(first, last + 1)]
    return Drawing(SIDE + len(shown) * (COLUMN + GAP), down(last * 60) + 8, columns, lines)


def _short(minute: int) -> str:
    return clock(time(minute // 60, minute % 60))


class Ways(NamedTuple):
    """Ways that have the same free times: in words, with the times of each day."""

    said: str
    days: list[tuple[str, str]]
    is_open: bool


class Choice(NamedTuple):
    """A kind as young people will find it."""

    kind: Kind
    length: str
    ways: list[Ways]


def choices(offered: Iterable[Preview], timezone: str, today: date) -> list[Choice]:
    """Free times kind by kind, ways with the same times together."""
    found = []
    for _pk, rows in groupby(offered, key=lambda one: one.kind.pk):
        of_kind = list(rows)
        alike: dict[tuple[bool, tuple[int, ...]], list[str]] = {}
        for one in of_kind:
            alike.setdefault((one.is_open, tuple(one.starts)), []).append(one.mode)
        ways = [
            Ways(ways_said(modes), _by_day(starts, timezone, today), is_open)
            for (is_open, starts), modes in alike.items()
        ]
        found.append(Choice(of_kind[0].kind, length_said(of_kind[0].kind.minutes), ways))
    return found


def _by_day(starts: Iterable[int], timezone: str, today: date) -> list[tuple[str, str]]:
    """`("demain", "16 h 15, 16 h 30")`."""
    local = [instant(start).astimezone(ZoneInfo(timezone)) for start in starts]
    return [
        (day_said(on, today), ", ".join(clock(at) for at in times))
        for on, times in groupby(local, key=lambda at: at.date())
    ]
