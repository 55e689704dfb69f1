from django.db import models
from django.db.models import F, Q

from aufil.thread.models import Thread


class LoungeHours(models.Model):
    """Each week from then until then, by the structure's clock, the lounge beside a group is open.

    That no two of one group overlap the database sees to: see the migration.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    opens = models.TimeField()
    closes = models.TimeField()

    tenant_path = "thread__structure"

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="lounge_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="lounge_opens_on_a_day"),
        ]
        indexes = [models.Index(fields=["thread", "weekday"], name="lounge_hours_of")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}"
