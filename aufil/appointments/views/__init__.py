"""Pages of appointments: door, form, action, answer."""

from aufil.appointments.views.booking import book, booked, from_thread
from aufil.appointments.views.linked import linked, linked_cancel, linked_move
from aufil.appointments.views.moving import cancel, cancel_kept, move, move_kept
from aufil.appointments.views.own import answer, one, own
from aufil.appointments.views.partners import partner, partners, revoke_partner
from aufil.appointments.views.proposing import propose, withdraw_proposal
from aufil.appointments.views.sessions import enrol, give_back, sessions
from aufil.appointments.views.taking import note_past, take
from aufil.appointments.views.visitors import first_meeting, visited, visited_cancel, visited_move, welcome
from aufil.appointments.views.waiting import unwatch, unwatch_for, watch, watch_for

__all__ = [
    "answer",
    "book",
    "booked",
    "cancel",
    "cancel_kept",
    "enrol",
    "first_meeting",
    "from_thread",
    "give_back",
    "linked",
    "linked_cancel",
    "linked_move",
    "move",
    "move_kept",
    "note_past",
    "one",
    "own",
    "partner",
    "partners",
    "propose",
    "revoke_partner",
    "sessions",
    "take",
    "unwatch",
    "unwatch_for",
    "visited",
    "visited_cancel",
    "visited_move",
    "watch",
    "watch_for",
    "welcome",
    "withdraw_proposal",
]
