"""Fill, on threads that exist, what whoever writes keeps from now on."""

from django.db import migrations
from django.db.models import Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce


def fill(apps, schema_editor):
    thread_model = apps.get_model("thread", "Thread")
    entry_model = apps.get_model("thread", "Entry")
    own = entry_model.objects.filter(thread=OuterRef("pk"), deleted_at=None).order_by()
    last = own.values("thread").annotate(at=Max("created_at")).values("at")
    thread_model.objects.update(last_exchange_at=Subquery(last))
    answered = (
        own.filter(~Q(author=OuterRef("young"))).values("thread").annotate(seq=Max("seq")).values("seq")
    )
    threads = thread_model.objects.filter(kind="support", closed_at=None).annotate(
        answered=Coalesce(Subquery(answered), 0)
    )
    for thread in threads:
        waiting = entry_model.objects.filter(
            thread=thread.pk, author=thread.young_id, deleted_at=None, seq__gt=thread.answered
        )
        thread_model.objects.filter(pk=thread.pk).update(
            unanswered_since=waiting.aggregate(at=Min("created_at"))["at"]
        )


class Migration(migrations.Migration):
    dependencies = [("thread", "0002_day")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
