"""Page-level reads of appointments."""

from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.slots import Free, Slot, free_times, nearest, slots

__all__ = ["Asked", "Asker", "Free", "Slot", "free_times", "nearest", "slots"]
