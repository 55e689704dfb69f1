from aufil.appointments.actions.answering import answer, set_outcome
from aufil.appointments.actions.belonging import join_seats, leave_appointments, part_seats
from aufil.appointments.actions.booking import Booked, Taken, Visitor, Wanted, book, note_past
from aufil.appointments.actions.cancelling import cancel
from aufil.appointments.actions.moving import CHANGEABLE, Elsewhere, Moved, change, hand_over, move
from aufil.appointments.actions.partnering import add_partner, book_by_partner, revoke_partner
from aufil.appointments.actions.proposing import book_by_link, propose, withdraw_proposal
from aufil.appointments.actions.seats import enrol, give_back, pass_on_seats
from aufil.appointments.actions.typed import TypedPlace, keep_typed_place
from aufil.appointments.actions.visiting import (
    FirstMeeting,
    book_first_meeting,
    forget_visitors,
    welcome_visitor,
)
from aufil.appointments.actions.watching import forget_watches, unwatch, watch

__all__ = [
    "CHANGEABLE",
    "Booked",
    "Elsewhere",
    "FirstMeeting",
    "Moved",
    "Taken",
    "TypedPlace",
    "Visitor",
    "Wanted",
    "add_partner",
    "answer",
    "book",
    "book_by_link",
    "book_by_partner",
    "book_first_meeting",
    "cancel",
    "change",
    "enrol",
    "forget_visitors",
    "forget_watches",
    "give_back",
    "hand_over",
    "join_seats",
    "keep_typed_place",
    "leave_appointments",
    "move",
    "note_past",
    "part_seats",
    "pass_on_seats",
    "propose",
    "revoke_partner",
    "set_outcome",
    "unwatch",
    "watch",
    "welcome_visitor",
    "withdraw_proposal",
]
