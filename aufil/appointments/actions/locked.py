"""Locks, always in this order: the appointment, then whose hours change (`kernel.turns`). And who is taken when."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from aufil.appointments.models import Appointment, Busy, Seat
from aufil.web.problems import Problem


def locked_appointment(appointment: int) -> Appointment:
    """The row, locked until the transaction ends; 404 when there is none."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("kind", "structure")
    found = rows.filter(pk=appointment).first()
    if found is None:
        raise Problem("not-found")
    return found


def standing_appointment(appointment: int) -> Appointment:
    """… that nobody cancelled: else 410."""
    found = locked_appointment(appointment)
    if found.cancelled_at:
        raise Problem("gone", _("Ce rendez-vous est annulé. Prenez-en un autre."))
    return found


def clashing(
    persons: Collection[int], starts_at: datetime, ends_at: datetime, but: int | None = None
) -> set[int]:
    """Those of `persons` who are taken by another appointment than `but` in that time."""
    rows = Busy.objects.filter(Q(person__in=persons, starts_at__lt=ends_at, ends_at__gt=starts_at))
    return set(rows.exclude(appointment=but).values_list("person_id", flat=True))


def persons_of(appointment: Appointment) -> set[int]:
    """Whose time it takes: its counsellor's, unless they overlap on purpose, and that of the young people in it."""
    taken = appointment.taken.filter(state=Seat.State.TAKEN, young__isnull=False)
    found = set(taken.values_list("young_id", flat=True))
    return found if appointment.overlap_reason else found | {appointment.counsellor_id}


def take_time(appointment: Appointment, persons: Collection[int]) -> None:
    """Their time is taken. The database refuses who is taken already (`IntegrityError`)."""
    Busy.objects.bulk_create(
        Busy(
            person_id=person,
            appointment=appointment,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
        )
        for person in sorted(persons)
    )


def free_time(appointment: Appointment, persons: Collection[int] | None = None) -> None:
    """Their time is free again; without `persons`, everybody's."""
    rows = appointment.busy.all()
    (rows if persons is None else rows.filter(person__in=persons)).delete()
