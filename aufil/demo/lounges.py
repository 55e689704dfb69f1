"""Lounges of the demonstration: at noon and after the day for a group, around a workshop. They are offered where
something carries several (`AUFIL_SFU_URL`, or the structure’s own tool)."""

from datetime import time

from aufil.appointments.models import Appointment
from aufil.people.models import Structure
from aufil.thread.models import Thread
from aufil.video.models import LoungeHours

GROUP, WORKSHOP = "Promo apprentissage", "Mon CV en une page"
NOON, EVENING, SATURDAY = (time(12), time(13, 45)), (time(16, 45), time(19)), (time(10), time(12))
WEEK = [(day, *hours) for day in range(5) for hours in (NOON, EVENING)] + [(5, *SATURDAY)]


def open_lounges(structure: Structure) -> None:
    group = Thread.objects.get(structure=structure, title=GROUP)
    LoungeHours.objects.bulk_create(
        LoungeHours(thread=group, weekday=day, opens=opens, closes=closes) for day, opens, closes in WEEK
    )
    rows = Appointment.objects.filter(structure=structure, title=WORKSHOP)
    rows.update(lounge_before=15, lounge_after=30)
