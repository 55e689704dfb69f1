"""A phone becomes a young person's at a meeting: the code on the counsellor's screen, and who opened it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models import Device, Person, Structure


class Pairing(models.Model):
    """A code shown for ten minutes; the phone that opened it alone, and whose number was said, becomes the person's.

    `state_at` tells where it stands: `shown`, `opened`, `confirmed`, then one of the outcomes, or `expired`.
    """

    LIFE = timedelta(minutes=10)
    LENGTH = 8  # letters, some 39 bits: the code is also typed

    class Outcome(models.TextChoices):
        IN = "in", _("le téléphone est entré")
        TWO_PHONES = "two-phones", _("deux téléphones l’ont ouvert")
        WRONG_NUMBER = "wrong-number", _("le nombre ne correspondait pas")
        REPLACED = "replaced", _("un autre code a été montré")
        MERGED = "merged", _("le dossier a été réuni à un autre")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    maker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at=None), name="one_open_pairing_a_person"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="closed_pairing_says_how",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    def state_at(self, at: datetime, *, opened: bool) -> str:
        """Where it stands; `opened`: some phone has opened it."""
        if self.closed_at:
            return self.outcome
        if self.confirmed_at:
            return "confirmed" if at < self.confirmed_at + self.LIFE else "expired"
        if at >= self.expires_at:
            return "expired"
        return "opened" if opened else "shown"


class Arrival(models.Model):
    """A browser that opened a pairing's code, known by a secret only it has; it shows a number of two digits."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="arrivals")
    browser_hash = models.BinaryField(max_length=32)
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()
    device = models.OneToOneField(Device, null=True, on_delete=models.SET_NULL, related_name="+")

    tenant_path = "pairing__structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pairing", "browser_hash"], name="one_arrival_a_browser"),
            models.UniqueConstraint(
                fields=["pairing"], condition=~Q(device=None), name="one_device_a_pairing"
            ),
            models.CheckConstraint(condition=Q(number__gte=10, number__lte=99), name="number_of_two_digits"),
        ]

    def __str__(self) -> str:
        return self.label
