"""Page-level reads of appointments."""

from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.asking import asker, is_free
from aufil.appointments.queries.kinds import (
    is_first_meeting_offered,
    kinds_for,
    modes_for,
    places_open,
    seats_in,
    sessions_open,
    watch_of,
    watches_of,
)
from aufil.appointments.queries.lists import coming_for, under_absence
from aufil.appointments.queries.offered import Day, Offered, grouped, offered
from aufil.appointments.queries.partners import (
    PARTNER,
    address_of,
    kinds_of,
    partner_by_code,
    partner_code,
    partners_of,
    referred_today,
)
from aufil.appointments.queries.proposed import live_proposals, proposal_of, told_of_proposals
from aufil.appointments.queries.rules import change_until, rules_of
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
    "PARTNER",
    "Asked",
    "Asker",
    "Day",
    "Free",
    "Offered",
    "Slot",
    "address_of",
    "asker",
    "between",
    "change_until",
    "coming_for",
    "free_times",
    "grouped",
    "is_first_meeting_offered",
    "is_free",
    "kinds_for",
    "kinds_of",
    "kinds_offered",
    "live_proposals",
    "modes_for",
    "names_of",
    "nearest",
    "offered",
    "page_after",
    "partner_by_code",
    "partner_code",
    "partners_of",
    "places_open",
    "proposal_of",
    "referred_today",
    "rules_of",
    "seats_in",
    "sessions_for",
    "sessions_open",
    "shown_to",
    "slots",
    "told_of_proposals",
    "under_absence",
    "watch_of",
    "watches_of",
]
