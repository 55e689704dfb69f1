from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aufil.appointments.models.appointment import Appointment, Seat
from aufil.appointments.models.waiting import Watch
from aufil.people.models import Person, Structure


class Alert(models.Model):
    """Something somebody is told of an appointment: at once, or a reminder when its moment comes (`say_at`).

    Once said it is a notice of `delivery` of kind `appointment`: `topic` is the young person's thread (0: none);
    `position` the entry's `seq` where the alert announces a new card, so that reading the thread closes it; else
    `BEYOND` and this row's own number, that no entry ever reaches.
    """

    NOTICE = "appointment"
    BEYOND = 2**40

    class What(models.TextChoices):
        BOOKED = "booked", _("pris")
        MOVED = "moved", _("déplacé")
        CANCELLED = "cancelled", _("annulé")
        HANDED_OVER = "handed-over", _("confié")
        FREED = "freed", _("inscription annulée")
        OFFERED = "offered", _("place proposée")
        LAPSED = "lapsed", _("place passée")
        EARLIER = "earlier", _("une heure plus tôt")
        ANSWERED = "answered", _("a répondu")
        CALL = "call", _("demande qu’on l’appelle")
        REMINDER = "reminder", _("rappel")

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.CASCADE, related_name="alerts")
    watch = models.ForeignKey(Watch, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=12, choices=What.choices)
    minutes = models.PositiveIntegerField(null=True)  # of a reminder: before it begins
    starts_at = models.DateTimeField()  # the time it tells of
    counsellor = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="+"
    )  # of a freed time
    thread = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    say_at = models.DateTimeField(null=True)  # null: said, or not to be said any more
    said_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(appointment__isnull=False, watch=None) | Q(appointment=None, watch__isnull=False),
                name="alert_tells_of_something",
            ),
            models.CheckConstraint(
                condition=Q(say_at=None) | Q(said_at=None, withdrawn_at=None), name="alert_is_said_once"
            ),
            models.UniqueConstraint(
                fields=["seat", "minutes"], condition=Q(say_at__isnull=False), name="one_reminder_of_a_moment"
            ),
        ]
        indexes = [
            # What is to be said now: no wider than what is still said, whatever lies behind.
            models.Index(fields=["say_at"], condition=Q(say_at__isnull=False), name="alerts_to_say"),
            models.Index(fields=["thread", "seq"], condition=Q(seq__isnull=False), name="alerts_of_card"),
        ]

    def __str__(self) -> str:
        return f"{self.what} → {self.person_id}"

    @property
    def position(self) -> int:
        return self.BEYOND + self.pk if self.seq is None else self.seq
