"""What is forgotten of delivery, and when."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from aufil.delivery.models import Attempt, Carried, Notice
from aufil.kernel import clock
from aufil.people.models import Structure

AT_A_TIME = 5_000


def purge_attempts() -> None:
    """Attempts and what was learnt of them are kept as long as the structure keeps former texts, once nothing they
    spoke of is open; what is not yet done with is kept."""
    now = clock.now()
    still_open = Carried.objects.filter(attempt=OuterRef("pk"), notice__in=Notice.objects.open())
    for structure, days in Structure.objects.values_list("pk", "keep_former_texts_days"):
        old = Attempt.objects.filter(structure=structure, made_at__lt=now - timedelta(days=days))
        done_with = old.exclude(Exists(still_open)).order_by("made_at")
        while some := list(done_with.values_list("pk", flat=True)[:AT_A_TIME]):
            Attempt.objects.filter(pk__in=some).delete()
