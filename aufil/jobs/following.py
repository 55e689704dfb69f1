"""What follows behind what is written, a few seconds late: threads beside the worker, or in its process.

A follower is a function that does one small stretch and says whether more waits. It keeps in the database how far
it is, in the transaction of what it does: killed at any instant, it goes on where it was. Several processes may
follow at once: the function sees to it that one works and the others leave it alone.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from django.db import DatabaseError, close_old_connections, connection

EVERY = 2.0  # seconds, when nothing waits
BREATH = 0.02  # seconds between two stretches: others write meanwhile
log = logging.getLogger("aufil.jobs")

Follow = Callable[[], bool]
_followers: list[Follow] = []


def register_followers(followers: list[Follow]) -> None:
    _followers[:] = followers


class Follower:
    """Does what one follower does, until told to stop."""

    def __init__(self, follow: Follow) -> None:
        self._follow = follow
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name=f"follows {follow.__name__}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        self._stop.set()

    def wait(self, until: float) -> None:
        """Until the stretch at hand is done, or `until` (of the monotonic clock)."""
        if self._thread.is_alive():
            self._thread.join(max(0.0, until - time.monotonic()))

    def run(self) -> None:
        troubled = False
        while not self._stop.is_set():
            try:
                more = self._follow()
                troubled = False
            except DatabaseError:
                log.warning("what follows could not: trying again", exc_info=not troubled)
                more, troubled = False, True
                close_old_connections()
            self._stop.wait(BREATH if more else EVERY)
        connection.close()


class Followers:
    """All that were registered, a thread each: one that is slow holds up no other."""

    def __init__(self) -> None:
        self._all: Sequence[Follower] = [Follower(one) for one in _followers]

    def start(self) -> None:
        for one in self._all:
            one.start()

    def stop(self, timeout: float = 10) -> None:
        """Finish the stretches at hand, then stop."""
        until = time.monotonic() + timeout
        for one in self._all:
            one.ask_to_stop()
        for one in self._all:
            one.wait(until)


def follow() -> bool:
    """One stretch of each follower; does any have more to do?"""
    more = [one() for one in _followers]
    return any(more)
