"""What comes back in somebody's absences: a question for their counsellor to think about, never a verdict.

Pure. What is counted: appointments of the past year that were held and noted. Present, late, shortened and cut short
count as come; absent, without a legitimate reason, as missed; excused and legitimate absences count as neither. With
fewer than `LEAST` of them nothing is said. A half day of the week is shown when at least `MISSED` of its appointments
were missed, more than half of them, while at other times (at least `COMPARED`) people missed at most half as often.
A way to meet is shown by the same rule, against another way by which at least three in four were kept.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

LEAST, MISSED, COMPARED = 6, 3, 3
NOON = 13
REMOTE = ("phone", "video")


class Past(NamedTuple):
    """An appointment that was: local time, way to meet, whether they came."""

    at: datetime
    mode: str
    came: bool


class Tally(NamedTuple):
    """Of so many, so many missed."""

    missed: int
    total: int

    @property
    def came(self) -> int:
        return self.total - self.missed

    @property
    def rate(self) -> float:
        return self.missed / self.total if self.total else 0.0

    @property
    def is_much(self) -> bool:
        return self.missed >= MISSED and self.missed * 2 > self.total


class Moment(NamedTuple):
    """Absences that fall on one half day of the week (0: Monday)."""

    weekday: int
    is_morning: bool
    there: Tally
    elsewhere: Tally


class Way(NamedTuple):
    """Absences by one way to meet (`there`: in person), while another works."""

    missed_by: str
    there: Tally
    kept_by: str
    elsewhere: Tally


def patterns(past: Sequence[Past]) -> list[Moment | Way]:
    """What comes back, the clearest first; mostly nothing."""
    if len(past) < LEAST:
        return []
    found: list[Moment | Way] = [*_moments(past), *_ways(past)]
    return sorted(found, key=lambda one: (-one.there.rate, -one.there.missed))


def _moments(past: Sequence[Past]) -> Iterable[Moment]:
    for half in sorted({_half(one) for one in past}):
        there = _tally(past, lambda one, half=half: _half(one) == half)  # type: ignore[misc]
        elsewhere = _tally(past, lambda one, half=half: _half(one) != half)  # type: ignore[misc]
        if there.is_much and elsewhere.total >= COMPARED and elsewhere.rate * 2 <= there.rate:
            yield Moment(half[0], half[1], there, elsewhere)


def _half(one: Past) -> tuple[int, bool]:
    return one.at.weekday(), one.at.hour < NOON


def _ways(past: Sequence[Past]) -> Iterable[Way]:
    tallies = {
        way: _tally(past, lambda one, way=way: _way(one) == way)  # type: ignore[misc]
        for way in sorted({_way(one) for one in past})
    }
    for way, there in tallies.items():
        others = [
            (other, tally)
            for other, tally in tallies.items()
            if other != way and tally.total >= COMPARED and tally.missed * 4 <= tally.total
        ]
        if there.is_much and others:
            best = min(others, key=lambda pair: (pair[1].rate, -pair[1].total))
            yield Way(way, there, *best)


def _way(one: Past) -> str:
    return one.mode if one.mode in REMOTE else "there"


def _tally(past: Sequence[Past], belongs: Callable[[Past], bool]) -> Tally:
    some = [one for one in past if belongs(one)]
    return Tally(sum(not one.came for one in some), len(some))
