"""Slowing down who asks too much: counters in Django's cache (in process, or Redis when set)."""

import time

from django.core.cache import cache
from django.http import HttpRequest

from aufil.web.problems import Problem


def slow_down(name: str, who: str, *, times: int, seconds: int) -> None:
    """Count one more `name` by `who`; raise a 429 problem beyond `times` in a window of `seconds`."""
    window = int(time.time()) // seconds
    key = f"limit:{name}:{who}:{window}"
    cache.add(key, 0, timeout=seconds)
    if cache.incr(key) > times:
        raise Problem("slow-down", retry_after=seconds - int(time.time()) % seconds)


def slow_down_from(request: HttpRequest, name: str, *, times: int, seconds: int) -> None:
    """As `slow_down`, by the address a request comes from."""
    slow_down(name, request.META.get("REMOTE_ADDR", ""), times=times, seconds=seconds)


class Bucket:
    """A token bucket per caller, in this process: for doors too busy to ask a cache."""

    def __init__(self, *, burst: int, per_second: float, keep: int = 20_000) -> None:
        self.burst, self.per_second, self.keep = burst, per_second, keep
        self._levels: dict[int, tuple[float, float]] = {}

    def take(self, who: int, count: int = 1) -> int | None:
        """Take `count`; None when there was enough, else the seconds to wait."""
        at = time.monotonic()
        level, since = self._levels.get(who, (float(self.burst), at))
        level = min(float(self.burst), level + (at - since) * self.per_second)
        if len(self._levels) > self.keep:
            self._levels.clear()
        if level < count:
            self._levels[who] = (level, at)
            return max(1, round((count - level) / self.per_second))
        self._levels[who] = (level - count, at)
        return None
