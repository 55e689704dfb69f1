"""Page-level reads of appointments."""

from aufil.appointments.queries.agenda import (
    EVERYBODY,
    Choice,
    agenda,
    choice_of,
    counts_of,
    just_noted,
    lines_to_note,
    seats_to_note,
    whose,
)
from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.asking import asker, is_free
from aufil.appointments.queries.kept import (
    Meetings,
    free_colleagues,
    held,
    history_of,
    meetings_of,
    patterns_in,
)
from aufil.appointments.queries.lists import (
    absences_over_appointments,
    coming_for,
    times_after,
    to_settle,
    under_absence,
)
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
from aufil.appointments.saying import asked as asked_of

__all__ = [
    "EVERYBODY",
    "Asked",
    "Asker",
    "Choice",
    "Free",
    "Meetings",
    "Slot",
    "absences_over_appointments",
    "agenda",
    "asked_of",
    "asker",
    "between",
    "choice_of",
    "coming_for",
    "counts_of",
    "free_colleagues",
    "free_times",
    "held",
    "history_of",
    "is_free",
    "just_noted",
    "kinds_offered",
    "lines_to_note",
    "meetings_of",
    "names_of",
    "nearest",
    "page_after",
    "patterns_in",
    "rules_of",
    "seats_to_note",
    "sessions_for",
    "shown_to",
    "slots",
    "times_after",
    "to_settle",
    "under_absence",
    "whose",
]
