from datetime import datetime
from typing import Self

from django.db import models


class CodeQuerySet(models.QuerySet):
    def live(self, at: datetime) -> Self:
        return self.filter(expires_at__gt=at, used_at=None, tries__lt=Code.MOST_TRIES)


class Code(models.Model):
    """A code of six digits sent to an address; good once, for fifteen minutes and five tries.

    Bound to the address, not to a person: a mother and her sons may share one. Only a keyed hash is kept.
    """

    MOST_TRIES = 5

    uid = models.UUIDField(unique=True)
    email = models.EmailField()
    code_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = CodeQuerySet.as_manager()
    tenant_path = ""

    def __str__(self) -> str:
        return str(self.uid)
