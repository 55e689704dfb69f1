"""Each try to reach somebody, and what came back: rows that are written once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.delivery.models.notice import Notice
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure


class Channel(models.TextChoices):
    """The ways out; each of the first three a folder of `delivery.channels`."""

    PUSH = "push", _("notification")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")
    CALL = "call", _("appel")


class Attempt(models.Model):
    """One try, on one channel, to one address, for one or several notices of one person. Never rewritten.

    `uid` is the name we give it at the provider's: where a provider has none of its own, receipts carry it.
    """

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    # The number (E.164), the e-mail address, or the identifier of the device told by push.
    address = models.CharField(max_length=254)
    # The text itself was said, not only who writes.
    in_full = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    notices = models.ManyToManyField(Notice, through="Carried", related_name="attempts")

    tenant_path = "structure"

    class Meta:
        indexes = [
            models.Index(fields=["person", "-made_at"], name="attempts_of_person"),
            models.Index(fields=["structure", "-made_at"], name="attempts_of_structure"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} → {self.person_id}"


class Carried(models.Model):
    """An attempt spoke of a notice."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="+")

    tenant_path = "attempt__structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "notice"], name="carried_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.notice_id}"


class Receipt(models.Model):
    """What was learnt of an attempt. Never rewritten; each thing is learnt once, in whatever order it comes."""

    class Said(models.TextChoices):
        TAKEN = "taken", _("pris en charge")  # by the provider, who gave it `ref`
        REFUSED = "refused", _("refusé")  # by the provider, or by us before it left: `code` says why
        UNKNOWN = "unknown", _("parti, sans nouvelle")  # we were cut off while handing over: nobody can tell
        DELIVERED = "delivered", _("reçu")
        FAILED = "failed", _("non remis")
        OPENED = "opened", _("ouvert")  # a link of it was followed
        ANSWERED = "answered", _("a répondu")

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="receipts", db_index=False)
    said = models.CharField(max_length=9, choices=Said.choices)
    at = models.DateTimeField()
    # The provider's own name for what it took.
    ref = models.CharField(max_length=120, blank=True, default="")
    code = models.CharField(max_length=80, blank=True, default="")
    # The address is dead: no other try there.
    for_good = models.BooleanField(default=False)
    # What it costs, in parts of a text message.
    parts = models.PositiveSmallIntegerField(default=0)

    tenant_path = "attempt__structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "said"], name="learnt_once")]
        indexes = [models.Index(fields=["ref"], condition=~Q(ref=""), name="receipt_by_ref")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.said}"


class Outgoing(models.Model):
    """An attempt that has not left yet: the queue of its channel. The row goes once its fate is written.

    `started_at` is written before the first byte leaves. A worker killed after that leaves a doubt, which the next
    one writes down (`Receipt.UNKNOWN`) instead of sending twice, where the channel cannot tell a repeat.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="+", primary_key=True)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    weight = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    # Quiet hours begin, or it becomes pointless: past this it does not leave, and the ladder thinks again.
    leaves_before = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    tenant_path = "attempt__structure"

    class Meta:
        indexes = [models.Index(fields=["channel", "weight", "due_at"], name="outgoing_due")]

    def __str__(self) -> str:
        return f"{self.channel} {self.attempt_id}"
