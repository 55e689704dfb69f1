from typing import Self

from django.db import models
from django.db.models import Q

from aufil.people.models import Person, Structure


class NoticeQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(seen_at=None, withdrawn_at=None)


class Notice(models.Model):
    """Something that must reach somebody, until it is seen or withdrawn.

    What it is about is said by bare identifiers: `topic` (a thread's number) and `position` (an entry's
    `seq`), because delivery lies below what it delivers. Nothing sends notices yet.
    """

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    topic = models.BigIntegerField()
    position = models.BigIntegerField()
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic", "position"], name="one_notice_each")
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(seen_at=None, withdrawn_at=None),
                name="notice_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic}/{self.position} → {self.person_id}"
