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
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aufil.kernel.geography import Point, road_time

WHEN = itemgetter(0, 1)  # a span's bounds, whatever else it carries
STEP = 15
DAY = 24 * 60


class Span(NamedTuple):
    """From a minute until, not including, another."""

    start: int
    end: int


class Taken(NamedTuple):
    """Somebody is taken; a call is one wherever they are, no point is a place nobody knows."""

    start: int
    end: int
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


class _Gap(NamedTuple):
    """Nobody needs them from `start` to `end`: where they come from and go to, and the longest gap on the way there."""

    start: int
    end: int
    comes_from: Point | None
    gap_before: int
    goes_to: Point | None
    gap_after: int


# Before everything, after everything.
EVER = 1 << 40


def gaps(taken: Iterable[Taken]) -> list[_Gap]:
    """The gaps between what is taken, in order, of one counsellor."""
    forward = list(_walk(sorted(taken, key=WHEN)))
    gap_after, goes_to = 0, None
    found: list[_Gap] = []
    for start, end, comes_from, gap_before, then in reversed(forward):
        if then is not None and not then.is_call:
            goes_to, gap_after = then.point, 0
        if start < end:
            found.append(_Gap(start, end, comes_from, gap_before, goes_to, gap_after))
            gap_after = max(gap_after, end - start)
    return found[::-1]


def _walk(taken: Sequence[Taken]) -> Iterator[tuple[int, int, Point | None, int, Taken | None]]:
    """What lies free before each one, the place left last, the longest gap since; at the end what follows all."""
    until, comes_from, gap_before, left_at = -EVER, None, 0, -EVER
    for one in taken:
        yield until, one.start, comes_from, gap_before, one
        gap_before = max(gap_before, one.start - until)
        if not one.is_call and one.end >= left_at:
            comes_from, gap_before, left_at = one.point, 0, one.end
        until = max(until, one.end)
    yield until, EVER, comes_from, gap_before, None


class Seeker:
    """Finds the free starts of one counsellor, in all their openings."""

    def __init__(self, taken: Iterable[Taken], *, pause: int = 0) -> None:
        self.gaps = gaps(taken)
        self.ends = [gap.end for gap in self.gaps]
        self.pause = pause

    def starts(
        self, spans: Iterable[Span], *, length: int, point: Point | None = None, is_call: bool = False
    ) -> Iterator[range]:
        """The minutes at which something of `length` minutes may begin, held at `point`, inside one of `spans`."""
        bounds = self._call_bounds if is_call else self._bounds
        for span in spans:
            nth = bisect_right(self.ends, span.start)
            while nth < len(self.gaps) and self.gaps[nth].start < span.end:
                gap, done = self.gaps[nth], -EVER
                nth += 1
                if gap.end - gap.start < length:
                    continue
                for low, high in bounds(gap, point):
                    first = -(-max(low, span.start, done) // STEP) * STEP
                    done = min(high, span.end) - length + 1
                    if first < done:
                        yield range(first, done, STEP)

    def _bounds(self, gap: _Gap, point: Point | None) -> Iterator[Span]:
        """From when, until when a gap is good for meeting at a place."""
        there, back = _road(gap.comes_from, point), _road(point, gap.goes_to)
        yield Span(
            gap.start + self.pause + (there if gap.gap_before < there + self.pause else 0),
            gap.end - self.pause - (back if gap.gap_after < back + self.pause else 0),
        )

    def _call_bounds(self, gap: _Gap, point: Point | None) -> Iterator[Span]:
        """… for a call: the road, if it has no other gap, goes before it or after it."""
        road = _road(gap.comes_from, gap.goes_to)
        low, high = gap.start + self.pause, gap.end - self.pause
        if not road or max(gap.gap_before, gap.gap_after) >= road + self.pause:
            yield Span(low, high)
        else:
            yield Span(low, high - road)
            yield Span(low + road, high)


@lru_cache(maxsize=4096)
def _road(one: Point | None, other: Point | None) -> int:
    if one is None or other is None or one == other:
        return 0
    return int(road_time(one, other).total_seconds() // 60)
