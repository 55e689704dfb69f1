from django.db import models
from django.db.models import F, Q

from aufil.kernel.ids import new_id
from aufil.people.models.person import Person
from aufil.people.models.structure import Structure


class HandOver(models.Model):
    """One counsellor gave a young person to another: for good, or until a day on which it returns by itself.

    The dated `Support` rows say who is referent when; this row says who decided it, and is told in the thread.
    """

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    young = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    taker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    # The first day it is the giver's again; none: for good.
    returns_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    tenant_path = "structure"

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handed_over_to_another"),
            models.CheckConstraint(
                condition=Q(returns_on=None) | Q(returns_on__gt=F("starts_on")),
                name="hand_over_returns_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.young_id}: {self.giver_id} → {self.taker_id}"
