from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aufil.kernel.ids import new_id
from aufil.people.models import Device
from aufil.video.models.guest import Guest
from aufil.video.models.room import Room


class StayQuerySet(models.QuerySet):
    def live(self) -> Self:
        return self.filter(left_at=None)

    def inside(self) -> Self:
        """Live, and not in the lobby."""
        return self.live().filter(inside_at__isnull=False)

    def silent(self, at: datetime) -> Self:
        """Live, by what they last said, but not heard of for too long."""
        return self.live().filter(seen_at__lte=at - Stay.SILENCE)


class Stay(models.Model):
    """One presence of a guest: a tab of a device, from coming to leaving, first in the lobby where one waits.

    That somebody sent away has no live one, the database sees to by triggers: see the migration.
    """

    SILENCE = timedelta(seconds=45)

    class Why(models.TextChoices):
        """Why it ended."""

        NONE = "", _("présent")
        LEFT = "left", _("parti")
        SILENT = "silent", _("plus de nouvelles")
        TAKEN_OVER = "taken-over", _("continué sur un autre appareil")
        REMOVED = "removed", _("renvoyé")
        ENDED = "ended", _("visio terminée")
        SIGNED_OUT = "signed-out", _("appareil déconnecté")

    uid = models.UUIDField(unique=True, default=new_id, editable=False)  # its page's own name for it
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="stays")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="stays")
    tab = models.UUIDField()  # what a tab calls itself, through reloads: each load is a stay of its own
    # Who came signed in; empty for who came by a signed link.
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    joined_at = models.DateTimeField()
    inside_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_why = models.CharField(max_length=10, choices=Why.choices, blank=True, default="")
    signals = models.PositiveIntegerField(default=0)  # how many were sent to it
    # What its page says of itself.
    mode = models.CharField(max_length=8, blank=True, default="")  # a rung of `ladder.RUNGS`
    word = models.CharField(max_length=4, blank=True, default="")  # how the connection is: `ladder.WORDS`
    has_sound = models.BooleanField(default=False)
    has_picture = models.BooleanField(default=False)
    has_screen = models.BooleanField(default=False)
    hand_at = models.DateTimeField(null=True, blank=True)  # a raised hand
    help_at = models.DateTimeField(null=True, blank=True)  # « j’ai besoin d’aide », for hosts alone
    # How it was: cuts its page counted, the lowest rung, and sums over `measures`.
    cuts = models.PositiveSmallIntegerField(default=0)
    worst = models.PositiveSmallIntegerField(default=0)  # 0: the best rung
    measures = models.PositiveIntegerField(default=0)
    loss_total = models.PositiveIntegerField(default=0)  # thousandths
    loss_worst = models.PositiveSmallIntegerField(default=0)
    round_trip_total = models.PositiveIntegerField(default=0)  # ms
    round_trip_worst = models.PositiveIntegerField(default=0)
    rate_total = models.PositiveBigIntegerField(default=0)  # kbit/s, both ways

    objects = StayQuerySet.as_manager()
    tenant_path = "room__structure"

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["guest"], condition=Q(left_at=None), name="one_live_stay_a_guest"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, left_why="") | (Q(left_at__isnull=False) & ~Q(left_why="")),
                name="stay_left_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="stay_left_after_it_came"
            ),
        ]
        indexes = [
            models.Index(fields=["seen_at"], condition=Q(left_at=None), name="stays_live"),
            models.Index(fields=["device"], condition=Q(left_at=None), name="stays_live_by_device"),
        ]

    def __str__(self) -> str:
        return f"{self.guest_id} {self.joined_at:%Y-%m-%d %H:%M}"
