"""Page-level reads of appointments."""

from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.asking import asker, is_free
from aufil.appointments.queries.lists import coming_for, under_absence
from aufil.appointments.queries.rules import rules_of
from aufil.appointments.queries.shown import (
    between,
    kinds_offered,
    names_of,
    page_after,
    sessions_for,
    shown_to,
)
from aufil.appointments.queries.slots import Free, Slot, free_times, nearest, slots

__all__ = [
    "Asked",
    "Asker",
    "Free",
    "Slot",
    "asker",
    "between",
    "coming_for",
    "free_times",
    "is_free",
    "kinds_offered",
    "names_of",
    "nearest",
    "page_after",
    "rules_of",
    "sessions_for",
    "shown_to",
    "slots",
    "under_absence",
]
