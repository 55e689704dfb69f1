from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeQuerySet(models.QuerySet):
    def live(self, at: datetime) -> Self:
        return self.filter(expires_at__gt=at, used_at=None, tries__lt=Code.MOST_TRIES)


class Code(models.Model):
    """A code of six digits sent to an address or a number; good once, for fifteen minutes and five tries.

    Bound to the address, not to a person: a mother and her sons may share one. Only a keyed hash is kept.
    `82 12 34` is one number in Nouvelle-Calédonie and another in Wallis-et-Futuna: one attempt to sign in then has
    two codes, each sent to its own number.
    """

    MOST_TRIES = 5

    class Way(models.TextChoices):
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("SMS")

    uid = models.UUIDField(unique=True)
    attempt = models.UUIDField(db_index=True)
    way = models.CharField(max_length=5, choices=Way.choices)
    address = models.CharField(max_length=254)
    code_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = CodeQuerySet.as_manager()
    tenant_path = ""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "address"], name="one_code_an_address")]

    def __str__(self) -> str:
        return str(self.uid)
