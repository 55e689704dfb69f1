"""Asking for work, claiming it, finishing it."""

import random
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, connection, transaction

from aufil.jobs.models import Job, JobQuerySet
from aufil.jobs.registry import Lane, NotYet, Recurring, Work, job, lane_of, name_of
from aufil.jobs.waking import wake
from aufil.kernel import clock

LEASE = timedelta(seconds=60)
FIRST_DELAY = timedelta(seconds=10)
LONGEST_DELAY = timedelta(hours=12)
KEEP_DONE = timedelta(days=7)

__all__ = ["NotYet", "claim", "extend", "finish", "job", "later", "purge_done", "retry", "schedule"]


def later(
    function: Work, *, due_at: datetime | None = None, key: str | None = None, **arguments: object
) -> None:
    """Have `function(**arguments)` done at least once, after the caller's transaction commits.

    `function` is marked with `@job`; arguments are JSON. With a `key`, asking again changes nothing. A worker of
    this process that has nothing to do begins at once; others look each second.
    """
    now = clock.now()
    lane = lane_of(function)
    row = Job(
        name=name_of(function), arguments=arguments, lane=lane, key=key, created_at=now, due_at=due_at or now
    )
    try:
        with transaction.atomic() if key else nullcontext():
            row.save(force_insert=True)
    except IntegrityError:
        if key is None:
            raise
        return  # already asked for
    if row.due_at <= now:
        transaction.on_commit(lambda: wake(lane))


def schedule(lines: Sequence[Recurring]) -> None:
    """Ask for each line's last occurrence; the key makes several workers and restarts ask once."""
    now = clock.now()
    wanted = {f"{name_of(line.function)}@{line.occurrence(now).isoformat()}": line for line in lines}
    known = set(Job.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key, line in wanted.items():
        if key not in known:
            later(line.function, due_at=line.occurrence(now), key=key)


def claim(*, most: int = 1, lane: Lane | None = None) -> list[Job]:
    """Take up to `most` due jobs (of one lane) for the time of a lease; no two workers get the same."""
    rows = Job.objects.due(clock.now())
    if lane:
        rows = rows.filter(lane=lane)
    # On SQLite whoever begins to claim holds up all who write: not every second for nothing.
    return _claimed(rows.order_by("due_at", "pk"), most) if rows.exists() else []


@transaction.atomic
def _claimed(rows: JobQuerySet, most: int) -> list[Job]:
    now = clock.now()
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    jobs = list(rows[:most])
    for row in jobs:
        row.claim, row.lease_until, row.tries = uuid4(), now + LEASE, row.tries + 1
        row.save(update_fields=["claim", "lease_until", "tries"])
    return jobs


def extend(row: Job) -> bool:
    """The worker is alive and still at it; False when the lease was lost meanwhile."""
    return bool(_ours(row).update(lease_until=clock.now() + LEASE))


def finish(row: Job) -> None:
    """Done; what it was about is forgotten. Says nothing when somebody else holds the claim by now."""
    _ours(row).update(done_at=clock.now(), lease_until=None, last_error="", arguments={})


def retry(row: Job, error: str, *, at_most: timedelta = LONGEST_DELAY) -> None:
    """Failed: again after a growing delay (10 s, 40 s, 3 min … 12 h), for as long as it takes."""
    delay = min(FIRST_DELAY * 4 ** min(row.tries - 1, 12), at_most)
    jitter = random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, guards nothing
    _ours(row).update(due_at=clock.now() + delay * jitter, lease_until=None, last_error=error[:300])


def _ours(row: Job) -> JobQuerySet:
    return Job.objects.unfinished().filter(pk=row.pk, claim=row.claim)


def purge_done() -> None:
    """Forget finished work after a week."""
    Job.objects.filter(done_at__lt=clock.now() - KEEP_DONE).delete()
