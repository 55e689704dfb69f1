from django.db import models
from django.db.models import F, Q

from aufil.kernel.ids import new_id
from aufil.people.models import Person
from aufil.thread.models.thread import Thread


class Consultation(models.Model):
    """A pilot or head reads a thread they are not in, for a reason they wrote, until a moment; the young person
    is shown it."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="consultations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    tenant_path = "thread__structure"

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="consultation_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="consultation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ∈ {self.thread_id}"
