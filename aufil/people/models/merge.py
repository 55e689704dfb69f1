from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from aufil.kernel.ids import new_id
from aufil.people.models.person import Person
from aufil.people.models.structure import Structure


class MergeQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """Those nobody has undone."""
        return self.filter(undone_at=None)

    def undoable(self, at: datetime) -> Self:
        return self.in_force().filter(undo_until__gt=at)


class Merge(models.Model):
    """Two files turned out to be one person's: what was `absorbed` moved to who was `kept`.

    `memo` says what moved, so that it can be put back until `undo_until`; then it is emptied and the merge is
    final. `left` says what an undoing could not put back, somebody having gone on meanwhile.
    """

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    absorbed = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    undo_until = models.DateTimeField(db_index=True)
    undone_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    memo = models.JSONField(default=list)
    left = models.JSONField(default=list)

    objects = MergeQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["structure", "absorbed"], condition=Q(undone_at=None), name="absorbed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.kept_id}"


class Distinct(models.Model):
    """Somebody said that two people who look alike are two: they are not suggested again. `one` < `other`."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["structure", "one", "other"], name="distinct_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="distinct_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"
