"""Page-level reads of appointments."""

from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.asking import asker, is_free
from aufil.appointments.queries.lists import coming_for, under_absence
from aufil.appointments.queries.offers import kinds_of, kinds_used, places_missing, places_used
from aufil.appointments.queries.openings import OpenHours, open_hours_of, outside, usual_stretch
from aufil.appointments.queries.preview import Offered, offered
from aufil.appointments.queries.rules import rules_of
from aufil.appointments.queries.slots import Free, Slot, free_times, nearest, slots

__all__ = [
    "Asked",
    "Asker",
    "Free",
    "Offered",
    "OpenHours",
    "Slot",
    "asker",
    "coming_for",
    "free_times",
    "is_free",
    "kinds_of",
    "kinds_used",
    "nearest",
    "offered",
    "open_hours_of",
    "outside",
    "places_missing",
    "places_used",
    "rules_of",
    "slots",
    "under_absence",
    "usual_stretch",
]
