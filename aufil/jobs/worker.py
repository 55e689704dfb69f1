"""The background worker: claims due jobs and does them, one at a time in each lane, until told to stop."""

import logging
import math
import threading
import time
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, close_old_connections, connection

from aufil.jobs import actions, waking
from aufil.jobs.models import Job
from aufil.jobs.registry import LANES, Lane, NotYet, find, timetable

POLL = 1.0  # seconds
SCHEDULE_EVERY = 30.0  # seconds
log = logging.getLogger("aufil.jobs")


class Worker:
    """A thread for each lane, beside the server or alone under `aufil worker`. Several workers may run anywhere."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=[lane], daemon=True) for lane in LANES]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 10) -> None:
        """Finish the jobs at hand, then stop. One that takes longer is done again by another worker."""
        self._stop.set()
        for lane in LANES:
            waking.wake(lane)
        end = time.monotonic() + timeout
        for thread in self._threads:
            if thread.ident and thread is not threading.current_thread():
                thread.join(max(0.0, end - time.monotonic()))

    def run(self) -> None:
        """Work until told to stop."""
        self.start()
        for thread in self._threads:
            thread.join()

    def _work(self, lane: Lane) -> None:
        scheduled = -math.inf
        while not self._stop.is_set():
            waking.listen(lane)
            try:
                if lane == "quick" and time.monotonic() - scheduled >= SCHEDULE_EVERY:
                    actions.schedule(timetable())
                    scheduled = time.monotonic()
                if work_off(lane=lane):
                    continue
            except DatabaseError:
                log.warning("the database does not answer; trying again", exc_info=scheduled == -math.inf)
                close_old_connections()
            if not self._stop.is_set():
                waking.wait(lane, POLL)
        connection.close()


def work_off(most: int = 1, lane: Lane | None = None) -> int:
    """Claim and do up to `most` due jobs, of one lane or of all; returns how many were claimed."""
    jobs = actions.claim(most=most, lane=lane)
    for row in jobs:
        do(row)
    return len(jobs)


def do(row: Job) -> None:
    """Do one claimed job; whatever it raises becomes a retry that keeps the reason."""
    try:
        work = find(row.name)
    except KeyError:
        actions.retry(row, "Aucun code ne connaît ce travail dans cette version.")
        return
    try:
        with kept_alive(row):
            work(**row.arguments)
    except NotYet as wait:
        log.warning("job %s waits: %s", row.name, wait)
        actions.retry(row, str(wait), at_most=wait.at_most)
    except Exception as error:  # noqa: BLE001 - anything a job raises is a reason to try again
        log.warning("job %s failed (try %s): %s", row.name, row.tries, error)
        actions.retry(row, f"{type(error).__name__}: {error}")
    else:
        actions.finish(row)


@contextmanager
def kept_alive(row: Job) -> Any:
    """Extend the lease while a long job runs."""
    done = threading.Event()

    def extend() -> None:
        while not done.wait(actions.LEASE.total_seconds() / 3):
            actions.extend(row)
        connection.close()

    thread = threading.Thread(target=extend, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
