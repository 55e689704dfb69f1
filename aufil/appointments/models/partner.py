from django.db import models

from aufil.appointments.models.kind import Kind
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure


class Partner(models.Model):
    """Somebody who sends people to a structure: an address by which they take first meetings, until it is revoked.

    Whoever has the address may take a time, and see those taken by it today; nothing else. Its letters are spelled
    out of the row and the installation's key; only a keyed hash is kept.
    """

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    kinds = models.ManyToManyField(Kind, related_name="+")
    key_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    tenant_path = "structure"

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Referral(models.Model):
    """A first meeting a partner took for somebody, and who said it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="referrals")
    appointment = models.OneToOneField(
        "appointments.Appointment", on_delete=models.CASCADE, related_name="referral"
    )
    said_by = models.CharField(max_length=120)
    at = models.DateTimeField()

    tenant_path = "partner__structure"

    class Meta:
        indexes = [models.Index(fields=["partner", "at"], name="referrals_lately")]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.appointment_id}"
