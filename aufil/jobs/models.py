from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.filter(done_at=None)

    def due(self, at: datetime) -> Self:
        """Waiting their turn now: not done, their time come, claimed by nobody or by somebody who died."""
        return self.unfinished().filter(due_at__lte=at).filter(Q(lease_until=None) | Q(lease_until__lte=at))


class Job(models.Model):
    """Something to be done at least once, written in the transaction of the fact that asks for it.

    `key`, when set, makes asking twice once. A claim is a lease: who dies loses it, and another goes on.
    `lane` is one of `registry.LANES`: each is worked off apart.
    """

    name = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    lane = models.CharField(max_length=8, default="quick")
    key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 - NULL means "no key", '' would collide
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    done_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()
    tenant_path = ""

    class Meta:
        indexes = [
            models.Index(fields=["lane", "due_at"], condition=Q(done_at=None), name="job_lane_due"),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="job_done"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
