"""The lounge beside a workshop follows it: its hours, who is enrolled, who holds it."""

from collections.abc import Sequence

from aufil.appointments.actions.rooms import Fact
from aufil.appointments.models import Appointment
from aufil.appointments.queries import lounge_of
from aufil.video import actions as video
from aufil.video.models import Room
from aufil.video.queries import open_subjects

KIND = Room.Kind.LOUNGE.value


def keep_lounges(facts: Sequence[Fact]) -> None:
    """Of those that are open; the others open with whoever comes first."""
    rows = Appointment.objects.select_related("kind", "structure", "counsellor")
    rows = rows.filter(pk__in={fact.appointment for fact in facts}, uid__in=open_subjects(KIND))
    for row in rows.order_by("pk"):
        lounge = lounge_of(row)
        if lounge:
            video.refit_lounge(lounge=lounge)
        else:
            video.end_about(kind=KIND, subject=row.uid)
