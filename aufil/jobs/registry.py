"""Which functions may be done later, and the timetable of those that recur."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal, overload

Work = Callable[..., None]
# Each worker has a thread for each lane: what takes a second (a photo) never holds up a sign-in code, nor what takes
# a minute (a film) a photo.
Lane = Literal["quick", "heavy", "long"]
LANES: tuple[Lane, ...] = ("quick", "heavy", "long")
_known: dict[str, Work] = {}
_lanes: dict[str, Lane] = {}
_timetable: list["Recurring"] = []


@overload
def job(function: Work) -> Work: ...
@overload
def job(*, lane: Lane) -> Callable[[Work], Work]: ...
def job(function: Work | None = None, *, lane: Lane = "quick") -> Work | Callable[[Work], Work]:
    """Marks an action that may run in the background: `@job`, `@job(lane="heavy")` when it takes seconds of the
    processor, `@job(lane="long")` when it may take minutes. It may run twice: it must bear it."""

    def mark(function: Work) -> Work:
        _known[name_of(function)] = function
        if lane != "quick":
            _lanes[name_of(function)] = lane
        return function

    return mark if function is None else mark(function)


def lane_of(function: Work) -> Lane:
    return _lanes.get(name_of(function), "quick")


class NotYet(Exception):
    """Raised by a job: what it needs is away for now. It comes back as after a failure, but at most so much later."""

    def __init__(self, reason: str, *, at_most: timedelta) -> None:
        super().__init__(reason)
        self.at_most = at_most


def name_of(function: Work) -> str:
    return f"{function.__module__.removeprefix('aufil.')}.{function.__qualname__}"


def find(name: str) -> Work:
    """The function behind a job's name; KeyError when no code knows it (any more)."""
    return _known[name]


@dataclass(frozen=True)
class Recurring:
    """A line of the timetable: a job every day at a UTC time, or every so often."""

    function: Work
    at: time | None = None
    every: timedelta | None = None

    def occurrence(self, now: datetime) -> datetime:
        """The last moment, not after `now`, at which this was to happen."""
        if self.every:
            seconds = self.every.total_seconds()
            return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
        today = datetime.combine(now.date(), self.at or time(), tzinfo=UTC)
        return today if today <= now else today - timedelta(days=1)


def daily(function: Work, at: str) -> Recurring:
    """Every day at `at` (`HH:MM`, UTC)."""
    return Recurring(job(function), at=time.fromisoformat(at))


def every(function: Work, **interval: float) -> Recurring:
    """Every so often: `every(purge, hours=1)`."""
    return Recurring(job(function), every=timedelta(**interval))


def register_timetable(lines: list[Recurring]) -> None:
    _timetable[:] = lines


def timetable() -> list[Recurring]:
    return list(_timetable)


def unknown(names: set[str]) -> set[str]:
    """Those of `names` that no function answers to."""
    return names - set(_known)
