from django.db import models
from django.db.models import F, Q

from aufil.appointments.models.appointment import Appointment
from aufil.kernel.ids import new_id
from aufil.people.models import Device, Person, Structure


class Feed(models.Model):
    """A secret address a calendar program reads; only a fingerprint of the secret is kept."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    label = models.CharField(max_length=60, blank=True, default="")
    key_hash = models.BinaryField(max_length=32, unique=True)
    with_names = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # What it said when it was last read, and since when: whatever the reason it says something else now.
    fingerprint = models.BinaryField(max_length=32, blank=True, default=b"")
    changed_at = models.DateTimeField(null=True, blank=True)

    tenant_path = "structure"

    class Meta:
        indexes = [
            models.Index(fields=["person"], condition=Q(revoked_at=None), name="feeds_of"),
        ]

    def __str__(self) -> str:
        return self.label or str(self.uid)


class OutsideCalendar(models.Model):
    """A calendar kept elsewhere, read each hour: when its person is taken there, nothing of what it says."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=60)
    url = models.BinaryField(max_length=1000)  # sealed: it is a secret of theirs
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)  # when it was last understood
    tried_at = models.DateTimeField(null=True, blank=True)  # understood or not
    expanded_at = models.DateTimeField(null=True, blank=True)  # how far ahead its repetitions were laid out
    etag = models.CharField(max_length=200, blank=True, default="")
    modified = models.CharField(max_length=60, blank=True, default="")  # Last-Modified, as it was said
    trouble = models.CharField(max_length=40, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)

    tenant_path = "structure"

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="calendars_due")]

    def __str__(self) -> str:
        return self.label


class OutsideBusy(models.Model):
    """A stretch taken elsewhere."""

    calendar = models.ForeignKey(OutsideCalendar, on_delete=models.CASCADE, related_name="busy")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    tenant_path = "calendar__structure"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="outside_busy_for_a_while")
        ]
        indexes = [models.Index(fields=["calendar", "starts_at"], name="outside_busy_when")]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.starts_at:%Y-%m-%d %H:%M}"


class InvitationWish(models.Model):
    """Somebody wishes their appointments as invitations by e-mail; without a row, none leaves."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    chosen_at = models.DateTimeField()

    tenant_path = "structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "structure"], name="invitations_wished_once")
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Invitation(models.Model):
    """What somebody's calendar was last told of an appointment by e-mail: nothing is told twice."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveSmallIntegerField()
    is_cancelled = models.BooleanField(default=False)
    fingerprint = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()

    tenant_path = "appointment__structure"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appointment", "person"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.person_id} {self.sequence}"
