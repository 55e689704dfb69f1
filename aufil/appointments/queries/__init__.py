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
from aufil.appointments.queries.asking import asked_again, asker, is_free, young_alone_in
from aufil.appointments.queries.coming import Told, reminders_of
from aufil.appointments.queries.kept import (
    Meetings,
    free_colleagues,
    held,
    history_of,
    meetings_of,
    patterns_in,
)
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
from aufil.appointments.queries.lists import (
    absences_over_appointments,
    times_after,
    to_settle,
    under_absence,
)
from aufil.appointments.queries.lounges import lounge_line, lounge_minutes, lounge_of
from aufil.appointments.queries.offered import Day, Offered, grouped, offered
from aufil.appointments.queries.offers import kinds_used, places_missing, places_used
from aufil.appointments.queries.openings import OpenHours, open_hours_of, outside, usual_stretch
from aufil.appointments.queries.own import next_of, own_past, own_to_come, today_of, whole
from aufil.appointments.queries.partners import (
    PARTNER,
    address_of,
    kinds_of_partner,
    partner_by_code,
    partner_code,
    partners_of,
    referred_today,
)
from aufil.appointments.queries.preview import Preview, previewed
from aufil.appointments.queries.proposed import live_proposals, proposal_of, told_of_proposals
from aufil.appointments.queries.rooms import check_before, doors_to, proposed, room_link, room_places, went
from aufil.appointments.queries.rules import change_until, rules_of
from aufil.appointments.queries.searching import Free, Slot, free_times, nearest, slots
from aufil.appointments.queries.shown import (
    between,
    names_of,
    page_after,
    sessions_for,
    shown_to,
)
from aufil.appointments.queries.told import ASKED, alerts_behind, told
from aufil.appointments.saying import asked as asked_of

__all__ = [
    "ASKED",
    "EVERYBODY",
    "PARTNER",
    "Asked",
    "Asker",
    "Choice",
    "Day",
    "Free",
    "Meetings",
    "Offered",
    "OpenHours",
    "Preview",
    "Slot",
    "Told",
    "absences_over_appointments",
    "address_of",
    "agenda",
    "alerts_behind",
    "asked_again",
    "asked_of",
    "asker",
    "between",
    "change_until",
    "check_before",
    "choice_of",
    "counts_of",
    "doors_to",
    "free_colleagues",
    "free_times",
    "grouped",
    "held",
    "history_of",
    "is_first_meeting_offered",
    "is_free",
    "just_noted",
    "kinds_for",
    "kinds_of_partner",
    "kinds_used",
    "lines_to_note",
    "live_proposals",
    "lounge_line",
    "lounge_minutes",
    "lounge_of",
    "meetings_of",
    "modes_for",
    "names_of",
    "nearest",
    "next_of",
    "offered",
    "open_hours_of",
    "outside",
    "own_past",
    "own_to_come",
    "page_after",
    "partner_by_code",
    "partner_code",
    "partners_of",
    "patterns_in",
    "places_missing",
    "places_open",
    "places_used",
    "previewed",
    "proposal_of",
    "proposed",
    "referred_today",
    "reminders_of",
    "room_link",
    "room_places",
    "rules_of",
    "seats_in",
    "seats_to_note",
    "sessions_for",
    "sessions_open",
    "shown_to",
    "slots",
    "times_after",
    "to_settle",
    "today_of",
    "told",
    "told_of_proposals",
    "under_absence",
    "usual_stretch",
    "watch_of",
    "watches_of",
    "went",
    "whole",
    "whose",
    "young_alone_in",
]
