"""Appointments by whose they are."""

from datetime import datetime

from django.db.models import QuerySet

from aufil.appointments.models import Appointment
from aufil.appointments.queries.asked import Asker
from aufil.appointments.queries.asking import asked_again, young_alone_in
from aufil.appointments.queries.days import bounds
from aufil.appointments.queries.searching import Slot, nearest
from aufil.kernel import clock
from aufil.people.models import Absence, Person, Structure
from aufil.people.queries import today_in


def days_away(absence: Absence) -> tuple[datetime, datetime]:
    """The instants at which an absence begins and is over."""
    return bounds(absence.structure, absence.starts_on, absence.ends_on)


def under_absence(absence: Absence) -> QuerySet[Appointment]:
    """What is still to come with somebody who will be away then: to be moved, handed over or cancelled."""
    first, last = days_away(absence)
    rows = Appointment.objects.standing().filter(structure=absence.structure, counsellor=absence.person)
    rows = rows.filter(ends_at__gt=first, starts_at__lt=last, starts_at__gt=clock.now())
    return rows.select_related("kind", "place", "structure")


def absences_over_appointments(
    structure: Structure, viewer: Person, of_all: bool
) -> list[tuple[Absence, int]]:
    """The absences, one's own or all of a structure, over appointments still to come: how many. Two statements."""
    rows = Absence.objects.filter(structure=structure, cancelled_at=None, ends_on__gte=today_in(structure))
    rows = rows.select_related("person").order_by("starts_on", "pk")
    absences = list(rows if of_all else rows.filter(person=viewer))
    if not absences:
        return []
    booked = Appointment.objects.standing().filter(structure=structure, starts_at__gt=clock.now())
    booked = booked.filter(counsellor__in={absence.person_id for absence in absences}).order_by()
    times = list(booked.values_list("counsellor", "starts_at", "ends_at"))
    counted = []
    for absence in absences:
        first, last = days_away(absence)
        count = sum(
            who == absence.person_id and ends > first and starts < last for who, starts, ends in times
        )
        if count:
            counted.append((absence, count))
    return counted


def to_settle(absence: Absence) -> str:
    """The page where what is booked under an absence is settled; empty when nothing is."""
    return f"/agenda/absences/{absence.uid}/" if under_absence(absence).exists() else ""


def times_after(absence: Absence, appointment: Appointment, count: int = 3) -> list[Slot]:
    """The first free times of its counsellor once they are back, for an appointment that is to leave its own."""
    back = days_away(absence)[1]
    asked = asked_again(appointment, Asker.STAFF, young_alone_in(appointment), since=back)
    return nearest(asked, back, count)
