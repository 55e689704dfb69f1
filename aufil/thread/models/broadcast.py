from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.delivery.models import Notice
from aufil.people.models import Person, Structure
from aufil.thread.models.entry import TEXT_LIMIT, Entry


class Broadcast(models.Model):
    """One text somebody wrote to several young people at once: each has it in their own thread."""

    uid = models.UUIDField(unique=True)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT_LIMIT)
    body_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    # How far its author asked that each be told; raised later when they ask for more.
    reach = models.PositiveSmallIntegerField(choices=Notice.Reach.choices, default=Notice.Reach.PUSH)

    tenant_path = "structure"

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.uid)


class Copy(models.Model):
    """What became of a broadcast for one young person: the entry in their thread, or why there is none."""

    class Refusal(models.TextChoices):
        NO_THREAD = "no-thread", _("n’a pas encore de fil")
        NOT_A_MEMBER = "not-a-member", _("n’est pas dans vos conversations")
        CLOSED = "closed", _("son fil est fermé")

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="copies")
    young = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    entry = models.OneToOneField(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    refusal = models.CharField(max_length=12, choices=Refusal.choices, blank=True, default="")

    tenant_path = "broadcast__structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "young"], name="copy_once"),
            models.CheckConstraint(
                condition=(Q(entry=None) & ~Q(refusal="")) | (Q(entry__isnull=False) & Q(refusal="")),
                name="copy_sent_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.broadcast_id} → {self.young_id}"
