from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.video.models.guest import Guest
from aufil.video.models.room import Room
from aufil.video.models.stay import Stay


class Signal(models.Model):
    """What one page tells another so that they hear each other: kept a few minutes, for who was cut meanwhile."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("proposition")
        ANSWER = "answer", _("réponse")
        CANDIDATE = "candidate", _("chemin")
        MUTE = "mute", _("coupez votre micro")  # a host asks

    uid = models.UUIDField()  # its sender's own name for it: the same again is the same signal
    sender = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="sent")
    to = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="received")
    number = models.PositiveIntegerField()  # 1, 2, 3… for each who receives
    kind = models.CharField(max_length=10, choices=Kind.choices)
    data = models.JSONField()
    sent_at = models.DateTimeField()

    tenant_path = "to__room__structure"

    class Meta:
        ordering = ["to", "number"]
        constraints = [
            models.UniqueConstraint(fields=["to", "number"], name="signal_number_once"),
            models.UniqueConstraint(fields=["sender", "uid"], name="signal_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="signals_count_from_one"),
        ]
        indexes = [models.Index(fields=["sent_at"], name="signals_old")]

    def __str__(self) -> str:
        return f"{self.to_id} {self.number} {self.kind}"


class Line(models.Model):
    """Something written in a room: said aloud by a chat, or what somebody is saying (captions)."""

    LONGEST = 1000

    class Kind(models.TextChoices):
        CHAT = "chat", _("message")
        CAPTION = "caption", _("sous-titre")

    uid = models.UUIDField()
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="written")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="written")
    # Between this guest and the hosts alone: whoever waits in the lobby speaks so.
    aside = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    part = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # said in a small room; empty: to everybody
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CHAT)
    text = models.CharField(max_length=LONGEST)
    said_at = models.DateTimeField()

    tenant_path = "room__structure"

    class Meta:
        ordering = ["room", "number"]
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="line_number_once"),
            models.UniqueConstraint(fields=["guest", "uid"], name="line_once"),
            models.CheckConstraint(condition=~Q(text=""), name="line_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.number}"
