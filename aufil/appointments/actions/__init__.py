from aufil.appointments.actions.booking import Booked, Taken, Visitor, Wanted, book, note_past
from aufil.appointments.actions.watching import forget_watches, unwatch, watch

__all__ = [
    "Booked",
    "Taken",
    "Visitor",
    "Wanted",
    "book",
    "forget_watches",
    "note_past",
    "unwatch",
    "watch",
]
