from aufil.appointments.actions.answering import answer, set_outcome
from aufil.appointments.actions.belonging import join_seats, leave_appointments, part_seats
from aufil.appointments.actions.booking import Booked, Taken, Visitor, Wanted, book, note_past
from aufil.appointments.actions.cancelling import cancel
from aufil.appointments.actions.feeds import MOST_FEEDS, make_feed, read_feed, revoke_feed
from aufil.appointments.actions.inviting import ask_invitations, choose_invitations, send_invitation
from aufil.appointments.actions.moving import CHANGEABLE, Elsewhere, Moved, change, hand_over, move
from aufil.appointments.actions.outside import (
    MOST_CALENDARS,
    add_calendar,
    address_of,
    ask_calendars,
    forget_calendars,
    limits,
    read_again,
    read_calendar,
    remove_calendar,
    reseal_calendars,
)
from aufil.appointments.actions.seats import enrol, give_back, pass_on_seats
from aufil.appointments.actions.watching import forget_watches, unwatch, watch

__all__ = [
    "CHANGEABLE",
    "MOST_CALENDARS",
    "MOST_FEEDS",
    "Booked",
    "Elsewhere",
    "Moved",
    "Taken",
    "Visitor",
    "Wanted",
    "add_calendar",
    "address_of",
    "answer",
    "ask_calendars",
    "ask_invitations",
    "book",
    "cancel",
    "change",
    "choose_invitations",
    "enrol",
    "forget_calendars",
    "forget_watches",
    "give_back",
    "hand_over",
    "join_seats",
    "leave_appointments",
    "limits",
    "make_feed",
    "move",
    "note_past",
    "part_seats",
    "pass_on_seats",
    "read_again",
    "read_calendar",
    "read_feed",
    "remove_calendar",
    "reseal_calendars",
    "revoke_feed",
    "send_invitation",
    "set_outcome",
    "unwatch",
    "watch",
]
