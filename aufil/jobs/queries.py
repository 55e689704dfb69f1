"""How the work stands, for `aufil doctor`."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min

from aufil.jobs.models import Job
from aufil.kernel import clock

STUBBORN = 4  # tries after which a job is worth a person's look


@dataclass(frozen=True)
class Standing:
    """Jobs that wait, how late the oldest is, and those that keep failing.

    Work that waits for its turn in a lane where other work is being done is not late: `queue` says for how long.
    """

    waiting: int
    late: timedelta
    queue: timedelta
    failing: list[tuple[str, int, str]]


def standing() -> Standing:
    now = clock.now()
    due = Job.objects.due(now)
    being_done = Job.objects.unfinished().filter(lease_until__gt=now)
    busy = set(being_done.exclude(lane="quick").values_list("lane", flat=True))
    waits = {lane: now - oldest for lane, oldest in due.values_list("lane").annotate(Min("due_at"))}
    failing = Job.objects.unfinished().filter(tries__gte=STUBBORN).exclude(last_error="")
    return Standing(
        waiting=Job.objects.unfinished().count(),
        late=max((wait for lane, wait in waits.items() if lane not in busy), default=timedelta()),
        queue=max((wait for lane, wait in waits.items() if lane in busy), default=timedelta()),
        failing=list(failing.values_list("name", "tries", "last_error")[:20]),
    )
