"""What a structure has settled, and who asks."""

from datetime import datetime, timedelta

from aufil.appointments.models import Appointment, Rules
from aufil.kernel import clock
from aufil.people.models import Structure


def rules_of(structure: Structure) -> Rules:
    """The structure's rules; without a row, the usual ones (not saved)."""
    return Rules.objects.filter(structure=structure).first() or Rules(structure=structure)


def change_until(appointment: Appointment) -> datetime | None:
    """Until when whoever comes may move or cancel it themselves; None when that is over."""
    last = appointment.starts_at - timedelta(minutes=rules_of(appointment.structure).change_minutes)
    return last if last > clock.now() else None
