"""Page-level reads of appointments."""

from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.asking import asker, is_free
from aufil.appointments.queries.lists import coming_for, under_absence
from aufil.appointments.queries.openings import Agenda, agenda_of, outside
from aufil.appointments.queries.rules import rules_of
from aufil.appointments.queries.slots import Free, Slot, free_times, nearest, slots

__all__ = [
    "Agenda",
    "Asked",
    "Asker",
    "Free",
    "Slot",
    "agenda_of",
    "asker",
    "coming_for",
    "free_times",
    "is_free",
    "nearest",
    "outside",
    "rules_of",
    "slots",
    "under_absence",
]
