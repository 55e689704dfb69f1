from aufil.appointments.queries.asking import asker, is_free
from aufil.appointments.queries.lists import coming_for, under_absence
from aufil.appointments.queries.rules import rules_of
from aufil.appointments.queries.slots import Asked, Asker, Slot, nearest, slots

__all__ = [
    "Asked",
    "Asker",
    "Slot",
    "asker",
    "coming_for",
    "is_free",
    "nearest",
    "rules_of",
    "slots",
    "under_absence",
]
