from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure
from aufil.video.models.guest import Guest
from aufil.video.models.room import Room


class Check(models.Model):
    """What a test of microphone, camera and network said, any day; their counsellor sees the last one."""

    class Result(models.TextChoices):
        READY = "ready", _("prêt")
        AUDIO = "audio", _("son seulement")
        PHONE = "phone", _("à appeler par téléphone")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    guest = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    result = models.CharField(max_length=8, choices=Result.choices)
    facts = models.JSONField(default=dict)  # `ladder.FACTS`: figures and short words, no address
    made_at = models.DateTimeField()
    merge = models.UUIDField(null=True, blank=True)

    tenant_path = "structure"

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(guest__isnull=False), name="check_is_somebody_s"
            )
        ]
        indexes = [models.Index(fields=["person", "made_at"], name="checks_of")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.result}"


class Opinion(models.Model):
    """« Comment était la liaison ? », one tap."""

    class Answer(models.TextChoices):
        GOOD = "good", _("bonne")
        FAIR = "fair", _("moyenne")
        BAD = "bad", _("mauvaise")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="opinions")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=4, choices=Answer.choices)
    given_at = models.DateTimeField()

    tenant_path = "room__structure"

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["room", "guest"], name="opinion_once")]

    def __str__(self) -> str:
        return f"{self.room_id} {self.answer}"
