from typing import Self

from django.db import models
from django.db.models import F, Q

from aufil.people.models import Person
from aufil.thread.models.entry import Entry
from aufil.thread.models.thread import Thread

REMINDER_LIMIT = 300


class ReminderQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not stopped."""
        return self.filter(stopped_at=None)


class Reminder(models.Model):
    """Something a person of a support thread asks to be reminded of, or of the young person: before a day, once or
    each month, said again on some days before it, until it is done or stopped.

    `first_on` is the day that was chosen (a month that is shorter has its last day instead), `due_on` the day that
    counts now; `say_at` is when it is said next, null when it is not any more.
    """

    uid = models.UUIDField(unique=True)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="reminders")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=REMINDER_LIMIT)
    first_on = models.DateField()
    monthly = models.BooleanField(default=False)
    days_before = models.JSONField()
    due_on = models.DateField()
    say_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ReminderQuerySet.as_manager()
    tenant_path = "thread__structure"

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reminder_says_something"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("first_on")), name="reminder_due_from_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(say_at=None), name="stopped_reminder_says_nothing"
            ),
        ]
        indexes = [
            # What is to be said now: no wider than what is still said, whatever lies behind.
            models.Index(fields=["say_at"], condition=Q(say_at__isnull=False), name="reminder_to_say"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.due_on}"


class ReminderSaid(models.Model):
    """An entry by which a reminder was asked, changed or said again: once a day for each day it is due."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="said")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="reminded")
    due_on = models.DateField()
    # The local day on which Aufil said it by itself; null where somebody asked or changed it.
    day = models.DateField(null=True, blank=True)
    # Said before the reminder was changed: it does not hold any more.
    replaced_at = models.DateTimeField(null=True, blank=True)

    tenant_path = "reminder__thread__structure"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "due_on", "day"], name="reminder_said_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.reminder_id} {self.due_on}"


class ReminderDone(models.Model):
    """What was due on a day is done: who said so, and when."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="done")
    due_on = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    tenant_path = "reminder__thread__structure"

    class Meta:
        ordering = ["-due_on"]
        constraints = [models.UniqueConstraint(fields=["reminder", "due_on"], name="reminder_done_once")]

    def __str__(self) -> str:
        return f"{self.reminder_id} {self.due_on}"
