"""Appointments by whose they are."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from aufil.appointments.models import Appointment, Seat
from aufil.kernel import clock
from aufil.people.models import Absence, Person


def under_absence(absence: Absence) -> QuerySet[Appointment]:
    """What is still to come with somebody who will be away then: to be moved, handed over or cancelled."""
    zone = ZoneInfo(absence.structure.timezone)
    first = datetime.combine(absence.starts_on, time(), tzinfo=zone)
    last = datetime.combine(absence.ends_on + timedelta(days=1), time(), tzinfo=zone)
    rows = Appointment.objects.standing().filter(structure=absence.structure, counsellor=absence.person)
    rows = rows.filter(ends_at__gt=first, starts_at__lt=last, starts_at__gt=clock.now())
    return rows.select_related("kind", "place", "structure")


def coming_for(young: Person) -> QuerySet[Appointment]:
    """What a young person has a seat in, from now on."""
    seats = Seat.objects.filter(young=young, state=Seat.State.TAKEN).values("appointment")
    rows = Appointment.objects.standing().filter(pk__in=seats, ends_at__gt=clock.now())
    return rows.select_related("kind", "place", "counsellor", "structure")
