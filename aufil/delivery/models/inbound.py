"""What came back from outside: answers by text message or e-mail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.delivery.models.attempts import Attempt, Channel
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure


class Inbound(models.Model):
    """A text message or an e-mail that came in; each once, by its provider's own name for it.

    One whose sender is known for exactly one person is placed at once; any other waits in the sorting box of its
    structure until a counsellor places it, or puts it away.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("à trier")
        PLACED = "placed", _("dans un fil")
        STOP = "stop", _("demande d’arrêt")
        AUTOMATIC = "automatic", _("réponse automatique")
        PUT_AWAY = "put-away", _("écarté")
        FORGOTTEN = "forgotten", _("effacé, personne ne l’a trié")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, null=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    provider = models.CharField(max_length=20)
    provider_ref = models.CharField(max_length=250)
    sender = models.CharField(max_length=254)
    receiver = models.CharField(max_length=254, blank=True, default="")
    subject = models.CharField(max_length=250, blank=True, default="")
    text = models.TextField(blank=True, default="")  # without what it quotes, nor its signature
    original = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    answers = models.ForeignKey(Attempt, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    placed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    placed_at = models.DateTimeField(null=True)

    tenant_path = "structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "provider_ref"], name="came_in_once")]
        indexes = [
            models.Index(
                fields=["structure", "received_at"], condition=Q(state="waiting"), name="inbound_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class InboundPart(models.Model):
    """A photo or a paper that came with an answer; its bytes lie sealed in the storage of files until it is placed."""

    inbound = models.ForeignKey(Inbound, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    is_photo = models.BooleanField(default=False)
    # The name under which the bytes are held (`files.models.Held`); none once they were placed, or let go.
    stored_as = models.CharField(max_length=200, blank=True, default="")

    tenant_path = "inbound__structure"

    def __str__(self) -> str:
        return self.name
