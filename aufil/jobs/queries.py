"""How the work stands, for `aufil doctor`."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min

from aufil.jobs.models import Job
from aufil.kernel import clock

STUBBORN = 4  # tries after which a job is worth a person's look


@dataclass(frozen=True)
class Standing:
    """Jobs that wait, how late the oldest is, and those that keep failing."""

    waiting: int
    late: timedelta
    failing: list[tuple[str, int, str]]


def standing() -> Standing:
    now = clock.now()
    due = Job.objects.due(now)
    oldest = due.aggregate(oldest=Min("due_at"))["oldest"]
    failing = Job.objects.unfinished().filter(tries__gte=STUBBORN).exclude(last_error="")
    return Standing(
        waiting=Job.objects.unfinished().count(),
        late=now - oldest if oldest else timedelta(),
        failing=list(failing.values_list("name", "tries", "last_error")[:20]),
    )
