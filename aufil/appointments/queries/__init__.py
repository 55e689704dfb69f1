"""Page-level reads of appointments."""

from aufil.appointments.queries.agenda import EVERYBODY, agenda, choice_of, counts_of, seats_to_note, whose
from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.asking import asker, is_free
from aufil.appointments.queries.kept import free_colleagues, held, history_of, meetings_of
from aufil.appointments.queries.lists import absences_over_appointments, coming_for, under_absence
from aufil.appointments.queries.rules import rules_of
from aufil.appointments.queries.slots import Free, Slot, free_times, nearest, slots

__all__ = [
    "EVERYBODY",
    "Asked",
    "Asker",
    "Free",
    "Slot",
    "absences_over_appointments",
    "agenda",
    "asker",
    "choice_of",
    "coming_for",
    "counts_of",
    "free_colleagues",
    "free_times",
    "held",
    "history_of",
    "is_free",
    "meetings_of",
    "nearest",
    "rules_of",
    "seats_to_note",
    "slots",
    "under_absence",
    "whose",
]
