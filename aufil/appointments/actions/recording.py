"""What is kept of each act: its change, and its line in the journal."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model

from aufil.appointments.models import Appointment, Change
from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.people.models import Person


def keep(appointment: Appointment, what: Change.What, by: Person | None, **before: Any) -> None:
    """Write a change, with the fields that changed as they were, and say so in the journal."""
    Change.objects.create(
        appointment=appointment,
        what=what,
        by=by,
        at=clock.now(),
        before={name: _plain(value) for name, value in before.items()},
    )
    note(appointment, f"appointment-{what}", by)


def note(appointment: Appointment, verb: str, by: Person | None) -> None:
    """A line of the journal about an appointment."""
    journal.record(
        verb=verb,
        subject="appointment",
        subject_uid=appointment.uid,
        actor=by.pk if by else None,
        structure=appointment.structure_id,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value
