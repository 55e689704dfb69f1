from django.db import models
from django.db.models import F, Q

from aufil.appointments.models.kind import Kind
from aufil.appointments.models.place import Place
from aufil.kernel.ids import new_id
from aufil.people.models import Person, Structure


class Opening(models.Model):
    """Weekly hours in which a counsellor may be met: a stretch of one week day, local time, for some kinds and ways.

    Several lengths share it: times begin every quarter of an hour, and what is taken is taken to the minute.
    """

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    counsellor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kinds = models.ManyToManyField(Kind, blank=True, related_name="+")  # none: all
    modes = models.JSONField()  # list of Mode
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    every_weeks = models.PositiveSmallIntegerField(default=1)  # counted from the week of `from_on`
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)  # its last day

    tenant_path = "structure"

    class Meta:
        ordering = ["weekday", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="opening_ends_after_start"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_real_weekday"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="opening_ends_in_order"
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__gte=1, every_weeks__lte=8), name="opening_comes_back"
            ),
        ]
        indexes = [models.Index(fields=["structure", "counsellor"], name="openings_of")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}-{self.ends}"


class Variation(models.Model):
    """A day that is not like its week: hours more, or hours less, for one counsellor; whole days away are absences."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    counsellor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    is_open = models.BooleanField()
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kinds = models.ManyToManyField(Kind, blank=True, related_name="+")  # none: all
    modes = models.JSONField(default=list)
    why = models.CharField(max_length=120, blank=True, default="")

    tenant_path = "structure"

    class Meta:
        ordering = ["day", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="variation_ends_after_start")
        ]
        indexes = [models.Index(fields=["structure", "day"], name="variations_on")]

    def __str__(self) -> str:
        return f"{self.day} {self.starts}-{self.ends}"
