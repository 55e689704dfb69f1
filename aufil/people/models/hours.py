"""When a member of staff works, and when they are away."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from aufil.kernel.ids import new_id
from aufil.people.models.person import Person
from aufil.people.models.structure import Structure


class WorkingHours(models.Model):
    """One interval of a week day in which somebody works, local time. None at all: the structure's hours."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    tenant_path = "structure"

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="work_ends_after_start"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="work_real_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}-{self.ends}"


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Absences that hold on a local day; the last day is one of absence."""
        return self.filter(starts_on__lte=day, ends_on__gte=day, cancelled_at=None)


class Absence(models.Model):
    """Somebody is away, from one day to another, both included; `stand_in` sees what waits for them."""

    uid = models.UUIDField(unique=True, default=new_id, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    message = models.CharField(max_length=300, blank=True, default="")
    stand_in = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()
    tenant_path = "structure"

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=F("person")), name="stand_in_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_on} → {self.ends_on}"
