from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure


class RoomQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Nobody ended them, whatever the hour."""
        return self.filter(ended_at=None)

    def closing(self, at: datetime) -> Self:
        """Open ones that admit nobody new any more."""
        return self.open().filter(admits_until__lte=at)


class Room(models.Model):
    """Where people see and hear each other once, about something this module does not know (`kind`, `subject`)."""

    class Kind(models.TextChoices):
        APPOINTMENT = "appointment", _("rendez-vous")
        CALL = "call", _("appel")
        LOUNGE = "lounge", _("salon")
        REHEARSAL = "rehearsal", _("entraînement à l’entretien")

    class Provider(models.TextChoices):
        DIRECT = "direct", _("d’un navigateur à l’autre")
        SFU = "sfu", _("par un serveur de visio")
        LINK = "link", _("par l’outil de la structure")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject = models.UUIDField()
    title = models.CharField(max_length=120, blank=True, default="")
    provider = models.CharField(max_length=8, choices=Provider.choices)
    link = models.CharField(max_length=300, blank=True, default="")
    opens_at = models.DateTimeField()
    admits_until = models.DateTimeField()
    most = models.PositiveSmallIntegerField(default=2)  # inside at once
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)  # whoever waited comes in from now on
    left_at = models.DateTimeField(
        null=True, blank=True
    )  # by the last who was inside; empty while somebody is
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    parts = models.PositiveSmallIntegerField(default=0)  # small rooms of the last time it was divided
    parted_until = models.DateTimeField(null=True, blank=True)  # empty: everybody is together
    rev = models.PositiveIntegerField(default=0)  # counts what open pages are shown of it
    lines = models.PositiveIntegerField(default=0)  # how many were said

    objects = RoomQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(ended_at=None), name="one_open_room_a_subject"
            ),
            models.CheckConstraint(
                condition=Q(admits_until__gt=F("opens_at")), name="room_admits_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(most__gte=2, most__lte=100), name="room_has_places"),
            models.CheckConstraint(
                condition=Q(parted_until=None) | Q(provider="sfu", parts__gte=2, parts__lte=10),
                name="divided_room_has_small_rooms",
            ),
            models.CheckConstraint(
                condition=~Q(provider="direct") | Q(most=2), name="direct_room_is_for_two"
            ),
            models.CheckConstraint(
                condition=Q(provider="link", link__startswith="https://")
                | (~Q(provider="link") & Q(link="")),
                name="room_by_link_has_one",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "subject"], name="rooms_about"),
            models.Index(fields=["admits_until"], condition=Q(ended_at=None), name="rooms_to_end"),
            models.Index(fields=["ended_at"], name="rooms_ended"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.subject}"

    @property
    def needs_host(self) -> bool:
        """Do people wait until a host is there? A lounge is theirs."""
        return self.kind != self.Kind.LOUNGE
