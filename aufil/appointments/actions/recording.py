"""What is kept of each act: its change, and its line in the journal."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from aufil.appointments.models import Appointment, Change, Seat
from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.thread.actions import Told, record_events


def keep(
    appointment: Appointment, what: Change.What, by: Person | None, word: str = "", **before: Any
) -> None:
    """Write a change, with the fields that changed as they were, and say so in the journal."""
    Change.objects.create(
        appointment=appointment,
        what=what,
        by=by,
        at=clock.now(),
        word=word,
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


def say_with_it(appointment: Appointment, by: Person | None, word: str) -> None:
    """Have what was said with a change read in the thread of everybody who is in it, with its author's name."""
    if not word or by is None:
        return
    seats = appointment.taken.filter(state=Seat.State.TAKEN, young__isnull=False)
    text = _("%(name)s : « %(word)s »") % {"name": by.full_name, "word": word}
    said = [Told(young, by.pk, text) for young in seats.values_list("young", flat=True)]
    record_events(structure=appointment.structure_id, told=said)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value
