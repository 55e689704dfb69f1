"""A link in what was sent was followed: it was read."""

from django.db import transaction

from aufil.delivery.models import Attempt, Notice, Receipt
from aufil.kernel import clock


@transaction.atomic
def record_opening(*, attempt: Attempt) -> None:
    """What the attempt spoke of was seen. Again changes nothing."""
    now = clock.now()
    Receipt.objects.get_or_create(attempt=attempt, said=Receipt.Said.OPENED, defaults={"at": now})
    spoken_of = Notice.objects.pending().filter(attempts=attempt)
    spoken_of.update(seen_at=now, ended_at=now, due_at=None, state=Notice.State.SEEN)
