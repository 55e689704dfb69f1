"""Page-level reads of appointments."""

from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.asking import asker, is_free
from aufil.appointments.queries.coming import Told, reminders_of
from aufil.appointments.queries.lists import coming_for, under_absence
from aufil.appointments.queries.own import next_of, own_past, own_to_come, today_of, whole
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
from aufil.appointments.queries.told import ASKED, alerts_behind, told

__all__ = [
    "ASKED",
    "Asked",
    "Asker",
    "Free",
    "Slot",
    "Told",
    "alerts_behind",
    "asker",
    "between",
    "coming_for",
    "free_times",
    "is_free",
    "kinds_offered",
    "names_of",
    "nearest",
    "next_of",
    "own_past",
    "own_to_come",
    "page_after",
    "reminders_of",
    "rules_of",
    "sessions_for",
    "shown_to",
    "slots",
    "today_of",
    "told",
    "under_absence",
    "whole",
]
