"""How the time of a day is laid out on a grid: quarters of an hour down, as many lanes as there are things at once.

Pure: the pages draw it with classes (`at-12 for-3 lane-1`), since no page may carry a style of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

QUARTER = 15
LANES, LONGEST = 3, 40  # what the style sheet has classes for
EARLIEST, LATEST = 8, 18  # hours always shown


@dataclass(frozen=True, slots=True)
class Box:
    """Where one stretch stands: its first quarter of an hour on the grid (from 1), how many, its lane (0: all)."""

    at: int
    quarters: int
    lane: int


def hours_shown(stretches: Sequence[tuple[datetime, datetime]]) -> range:
    """The hours a grid shows, for local stretches: the usual ones, and those something lies in."""
    first = min([EARLIEST, *(start.hour for start, _ in stretches)])
    last = max([LATEST, *(_last_hour(start, end) for start, end in stretches)])
    return range(first, min(last, 24))


def _last_hour(start: datetime, end: datetime) -> int:
    if end.date() > start.date():
        return 24
    return end.hour + (end.minute > 0)


def boxes(stretches: Sequence[tuple[datetime, datetime]], hours: range) -> list[Box]:
    """One for each local stretch of a day, in order of their start: what meets stands side by side."""
    spans = [_quarters(start, end, hours) for start, end in stretches]
    lanes = [0] * len(spans)
    group: list[int] = []
    until = 0
    for number, (start, end) in enumerate(spans):
        if start >= until:
            _settle(group, lanes, spans)
            group = []
        group.append(number)
        until = max(until, end)
    _settle(group, lanes, spans)
    return [
        Box(start + 1, min(end - start, LONGEST), lane)
        for (start, end), lane in zip(spans, lanes, strict=True)
    ]


def _quarters(start: datetime, end: datetime, hours: range) -> tuple[int, int]:
    first = ((start.hour - hours.start) * 60 + start.minute) // QUARTER
    minutes = (end.hour - hours.start) * 60 + end.minute
    if end.date() > start.date():
        minutes = (hours.stop - hours.start) * 60
    return first, max(first + 1, -(-minutes // QUARTER))


def _settle(group: list[int], lanes: list[int], spans: list[tuple[int, int]]) -> None:
    """Give each of those that meet the first lane that is free; one alone takes the whole width."""
    if len(group) < 2:
        return
    ends = [0] * LANES
    for number in group:
        start, end = spans[number]
        lane = next((n for n, taken in enumerate(ends) if taken <= start), LANES - 1)
        ends[lane] = max(ends[lane], end)
        lanes[number] = lane + 1
