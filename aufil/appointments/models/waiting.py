from django.db import models
from django.db.models import Q

from aufil.appointments.models.kind import Kind
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure


class Watch(models.Model):
    """« Prévenez-moi si une place se libère plus tôt »: three messages at most, one a day."""

    MOST = 3

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    young = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey(Kind, on_delete=models.CASCADE, related_name="+")
    counsellor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    before = models.DateTimeField()  # an earlier time than this
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    told = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["young", "kind"], condition=Q(ended_at=None), name="one_watch_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(told__lte=3), name="watch_tells_three_times"),
        ]
        indexes = [
            models.Index(fields=["structure"], condition=Q(ended_at=None), name="watches_open"),
        ]

    def __str__(self) -> str:
        return f"{self.young_id} {self.before:%Y-%m-%d}"
