"""The background worker: claims due jobs and does them, one at a time, until told to stop."""

import logging
import threading
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, close_old_connections, connection

from aufil.jobs import actions
from aufil.jobs.models import Job
from aufil.jobs.registry import find, timetable

POLL = 1.0
SCHEDULE_EVERY = 30  # polls
log = logging.getLogger("aufil.jobs")


class Worker:
    """Runs in a thread beside the server, or alone under `aufil worker`. Several may run anywhere."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self.run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 10) -> None:
        """Finish the job at hand, then stop. A job that takes longer is done again by another worker."""
        self._stop.set()
        if self._thread:
            self._thread.join(timeout)

    def run(self) -> None:
        polls = 0
        while not self._stop.is_set():
            try:
                if polls % SCHEDULE_EVERY == 0:
                    actions.schedule(timetable())
                polls += 1
                if work_off():
                    continue
            except DatabaseError:
                log.warning("the database does not answer; trying again", exc_info=polls == 1)
                close_old_connections()
            self._stop.wait(POLL)
        connection.close()


def work_off(most: int = 1) -> int:
    """Claim and do up to `most` due jobs; returns how many were claimed."""
    jobs = actions.claim(most=most)
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
