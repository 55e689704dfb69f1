from django.db import models

from aufil.thread.models.thread import Thread


class Joining(models.Model):
    """Two conversations of one young person, since their files were merged: one closed, shown above the other.

    `merge` names what asked for it, by a bare identifier; `memo` says what changed, so that it can be undone.
    """

    merge = models.UUIDField(unique=True)
    kept = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    closed = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    memo = models.JSONField(default=list)
    undo_until = models.DateTimeField(db_index=True)

    tenant_path = "kept__structure"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(kept=models.F("closed")), name="joining_of_two")
        ]

    def __str__(self) -> str:
        return f"{self.closed_id} → {self.kept_id}"
