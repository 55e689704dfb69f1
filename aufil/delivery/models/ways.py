"""How somebody can be reached, and how they wish to be."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.delivery.models.attempts import Channel
from aufil.kernel.ids import new_id
from aufil.people.models import Device, Person, Structure


class PushSubscription(models.Model):
    """A browser that may be told by web push (RFC 8030): where, and the keys what is said is sealed with."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    device = models.OneToOneField(Device, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    endpoint = models.URLField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    tenant_path = "person__memberships__structure"

    def __str__(self) -> str:
        return f"push → {self.person_id}"


class Address(models.Model):
    """What is known of one number or e-mail address of a person: that it works, that it is dead, that it is to be
    left in peace. No row: nothing is known, and it may be tried.

    A number that changes hands is another row: what one person said of it holds for them alone.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    address = models.CharField(max_length=254)
    stopped_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=80, blank=True, default="")
    delivered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    tenant_path = "person__memberships__structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel", "address"], name="address_once")]
        indexes = [models.Index(fields=["channel", "address"], name="address_by_itself")]

    def __str__(self) -> str:
        return f"{self.channel} {self.person_id}"


class Wish(models.Model):
    """How somebody wishes to be told; no row: as usual."""

    class Alerts(models.TextChoices):
        AT_ONCE = "at-once", _("tout de suite")
        GROUPED = "grouped", _("regroupées")
        DIGEST = "digest", _("un résumé le matin")
        NOTHING = "nothing", _("rien")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+", primary_key=True)
    alerts = models.CharField(max_length=7, choices=Alerts.choices, default=Alerts.AT_ONCE)
    digest_on = models.DateField(null=True)  # the local day of the last digest
    # « Être prévenu des réponses »: they said not now.
    offer_put_away_at = models.DateTimeField(null=True)

    tenant_path = "person__memberships__structure"

    def __str__(self) -> str:
        return f"{self.person_id} {self.alerts}"


class DeliverySettings(models.Model):
    """What a structure has set; no row: as usual. Waits are counted in its working hours."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="+", primary_key=True)
    screen_minutes = models.PositiveSmallIntegerField(default=2)
    push_minutes = models.PositiveSmallIntegerField(default=240)
    message_days = models.PositiveSmallIntegerField(default=1)
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(8))
    # Several small things within so many minutes leave as one.
    together_minutes = models.PositiveSmallIntegerField(default=3)
    # A gateway of its own (sealed with the installation's keys); empty: the installation's.
    sms_url = models.BinaryField(default=b"")
    sms_sender = models.CharField(max_length=16, blank=True, default="")
    sms_can_be_answered = models.BooleanField(default=False)
    # Thousandths of a euro a part, for the pilot's figures.
    sms_price = models.PositiveIntegerField(default=45)

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(screen_minutes__gte=2), name="screen_first_for_two_minutes")
        ]

    def __str__(self) -> str:
        return str(self.structure_id)


class ShortLink(models.Model):
    """A link of our own that fits a text message: `/l/<code>/`. Followed, it proves a reading; signs nobody in."""

    code = models.CharField(max_length=12, primary_key=True)
    attempt = models.ForeignKey("delivery.Attempt", on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    tenant_path = "attempt__structure"

    def __str__(self) -> str:
        return self.code
