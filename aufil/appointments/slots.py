"""Free times: openings, less what is taken, in whole minutes since 1970 (UTC).

Pure and fast: what is free is told as ranges, one for each gap, never tried minute by minute.

- Times begin every quarter of an hour, counted from the hour (every zone of today is whole quarters from UTC);
  several lengths share an opening, and what is taken is taken to the minute.
- *Pause*: at least so long between two of one counsellor's, whatever they are.
- *Road*: between two places that are known and differ, the road comes on top of the pause, in one piece, in some gap
  between the two. A call (phone, video) is taken wherever its counsellor is: it asks for no road, but nobody drives
  while they talk, so the gap must lie before it or after it. A place nobody knows (a home, a calendar kept elsewhere)
  asks for no road, neither to it nor from it.
- The hour missing in March is not there; of the one that comes twice in October times begin in the first only, and
  an opening goes on through both.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aufil.kernel.geography import Point, road_time

STEP = 15
DAY = 24 * 60


class Span(NamedTuple):
    """From a minute until, not including, another."""

    start: int
    end: int


class Taken(NamedTuple):
    """When somebody is taken at one place and in one way: the first minutes, and as many ends.

    A call is one wherever they are, no point is a place nobody knows. Lists, for there are thousands.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    point: Point | None = None
    is_call: bool = False


class LocalDay(NamedTuple):
    """A day of a zone: its first minute; where the clock changes, when and by how many minutes."""

    midnight: int
    change: int | None
    shift: int


def minute_of(at: datetime) -> int:
    """The minute an aware instant lies in."""
    return int(at.timestamp() // 60)


def instant(minute: int) -> datetime:
    """A minute as an instant, in UTC."""
    return datetime.fromtimestamp(minute * 60, UTC)


@lru_cache(maxsize=4096)
def local_day(day: date, timezone: str) -> LocalDay:
    """How a day's clock runs."""
    zone = ZoneInfo(timezone)
    first = datetime.combine(day, time(), tzinfo=zone)
    last = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    before, after = first.utcoffset() or timedelta(), last.utcoffset() or timedelta()
    midnight = minute_of(first)
    if before == after:
        return LocalDay(midnight, None, 0)
    minutes = range(midnight, minute_of(last) + 1)
    change = bisect_left(minutes, True, key=lambda m: instant(m).astimezone(zone).utcoffset() == after)
    return LocalDay(midnight, minutes[change], round((after - before).total_seconds() / 60))


def when(day: date, wall: time, timezone: str) -> int:
    """The first minute of a local day at which clocks show `wall` or later."""
    midnight, change, shift = local_day(day, timezone)
    minutes = wall.hour * 60 + wall.minute
    if change is None or midnight + minutes < change:
        return midnight + minutes
    return max(change, midnight + minutes - shift)


def said_twice(day: date, timezone: str) -> Span | None:
    """The minutes of a day whose time of day was there an hour before already: the second time round."""
    _midnight, change, shift = local_day(day, timezone)
    return Span(change, change - shift) if change is not None and shift < 0 else None


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same minutes, in order, those that touch or overlap made one."""
    whole: list[Span] = []
    for span in sorted(spans):
        if whole and span.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        elif span.start < span.end:
            whole.append(span)
    return whole


def without(spans: Sequence[Span], shut: Sequence[Span]) -> list[Span]:
    """What is left of spans (in order, apart) once others are taken out."""
    closed = joined(shut)
    left: list[Span] = []
    for start, end in spans:
        nth = bisect_right(closed, start, key=lambda c: c.end)
        while nth < len(closed) and closed[nth].start < end:
            if closed[nth].start > start:
                left.append(Span(start, closed[nth].start))
            start = closed[nth].end
            nth += 1
        if start < end:
            left.append(Span(start, end))
    return left


# Before everything, after everything.
EVER = 1 << 40


class Seeker:
    """Finds the free starts of one counsellor, in all their openings."""

    def __init__(self, taken: Collection[Taken], *, pause: int = 0) -> None:
        self.pause = pause
        # Sorted apart, an end and the start after as many as it ends bound a gap just when they lie in that order.
        ends = [-EVER, *sorted(chain.from_iterable(one.ends for one in taken))]
        starts = [*sorted(chain.from_iterable(one.starts for one in taken)), EVER]
        self.gaps = [gap for gap in zip(ends, starts, strict=True) if gap[0] < gap[1]]
        self.gap_starts = [gap[0] for gap in self.gaps]
        self.gap_ends = [gap[1] for gap in self.gaps]
        # Where one is from when on, and until when; a call is taken anywhere.
        self.reached: dict[int, Point | None] = {}
        self.left: dict[int, Point | None] = {}
        for one in taken:
            if not one.is_call:
                self.reached.update(dict.fromkeys(one.starts, one.point))
                self.left.update(dict.fromkeys(one.ends, one.point))
        self.reached_at, self.left_at = [*sorted(self.reached), EVER], [-EVER, *sorted(self.left)]

    def starts(
        self, spans: Iterable[Span], *, length: int, point: Point | None = None, is_call: bool = False
    ) -> Iterator[range]:
        """The minutes at which something of `length` minutes may begin, held at `point`, inside one of `spans`."""
        bounds = self._call_bounds if is_call else self._bounds
        for opens, closes in spans:
            nth, done = bisect_right(self.gap_ends, opens), -EVER
            while nth < len(self.gaps) and self.gaps[nth][0] < closes:
                start, end = self.gaps[nth]
                for low, high in bounds(nth, point) if end - start >= length else ():
                    first = -(-max(low, opens, done) // STEP) * STEP
                    done = min(high, closes) - length + 1
                    if first < done:
                        yield range(first, done, STEP)
                nth += 1

    def _bounds(self, nth: int, point: Point | None) -> list[tuple[int, int]]:
        """From when, until when a gap is good for meeting at a place."""
        start, end = self.gaps[nth]
        left, reached = self._around(start, end)
        there, back = _road(self.left.get(left), point), _road(point, self.reached.get(reached))
        low, high = start + self.pause, end - self.pause
        if there and not self._has_room(self.gaps[bisect_left(self.gap_starts, left) : nth], there):
            low += there
        if back and not self._has_room(self.gaps[nth + 1 : bisect_right(self.gap_ends, reached)], back):
            high -= back
        return [(low, high)]

    def _call_bounds(self, nth: int, _point: Point | None) -> list[tuple[int, int]]:
        """… for a call: the road, if it has no other gap, goes before it or after it."""
        start, end = self.gaps[nth]
        left, reached = self._around(start, end)
        road = _road(self.left.get(left), self.reached.get(reached))
        low, high = start + self.pause, end - self.pause
        between = slice(bisect_left(self.gap_starts, left), bisect_right(self.gap_ends, reached))
        others = [gap for gap in self.gaps[between] if gap[0] != start] if road else []
        if not road or self._has_room(others, road):
            return [(low, high)]
        return [(low, high - road), (low + road, high)]

    def _around(self, start: int, end: int) -> tuple[int, int]:
        """When a place was left last before a gap, and when one is reached first after it."""
        left = self.left_at[bisect_right(self.left_at, start) - 1]
        return left, self.reached_at[bisect_left(self.reached_at, end)]

    def _has_room(self, gaps: Sequence[tuple[int, int]], road: int) -> bool:
        return any(end - start >= road + self.pause for start, end in gaps)


@lru_cache(maxsize=4096)
def _road(one: Point | None, other: Point | None) -> int:
    if one is None or other is None or one == other:
        return 0
    return int(road_time(one, other).total_seconds() // 60)
