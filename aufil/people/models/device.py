from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models.person import Person


class DeviceQuerySet(models.QuerySet):
    def live(self, at: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at)


class Device(models.Model):
    """A browser that is signed in, or an API token: something a person can see and revoke.

    The secret itself is in the cookie or with the integrator; only its SHA-256 is here.
    """

    class Kind(models.TextChoices):
        BROWSER = "browser", _("navigateur")
        TOKEN = "token", _("jeton d’API")

    class Assurance(models.TextChoices):
        """How surely we know who opened it. `held`: one proof where two are asked; it opens nothing but the page
        where the second is set. `trusted`: nobody had to prove anything (demonstration, command line)."""

        HELD = "held", _("en attente d’une seconde protection")
        PLAIN = "plain", _("une preuve")
        STRONG = "strong", _("deux preuves")
        TRUSTED = "trusted", _("sans preuve demandée")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.BROWSER)
    key_hash = models.BinaryField(max_length=32, unique=True)
    assurance = models.CharField(max_length=8, choices=Assurance.choices, default=Assurance.PLAIN)
    label = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Its person, or a member of staff told that the phone is lost.
    revoked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # How many entries the phone last said it was keeping, and when: what it says may never come.
    waiting = models.PositiveIntegerField(default=0)
    waiting_said_at = models.DateTimeField(null=True, blank=True)
    # The home a person with several roles chose on this device: "role:structure-slug".
    chosen_home = models.CharField(max_length=80, blank=True, default="")
    # How its person last asked to see their caseload: the query of the page.
    caseload_view = models.CharField(max_length=160, blank=True, default="")

    objects = DeviceQuerySet.as_manager()
    tenant_path = "person__memberships__structure"

    class Meta:
        ordering = ["-last_seen_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(waiting=0) | Q(waiting_said_at__isnull=False), name="waiting_has_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.label or str(self.uid)
