from aufil.appointments.actions.alerting import purge_alerts, say_reminders, see_alerts
from aufil.appointments.actions.answering import answer, set_outcome
from aufil.appointments.actions.belonging import join_seats, leave_appointments, part_seats
from aufil.appointments.actions.booking import Booked, Taken, Visitor, Wanted, book, note_past
from aufil.appointments.actions.cancelling import cancel
from aufil.appointments.actions.moving import CHANGEABLE, Elsewhere, Moved, change, hand_over, move
from aufil.appointments.actions.reacting import (
    on_answer,
    on_booked,
    on_cancelled,
    on_changed,
    on_earlier_freed,
    on_handed_over,
    on_moved,
    on_seat_freed,
    on_seat_lapsed,
    on_seat_offered,
    on_seat_taken,
)
from aufil.appointments.actions.replying import read_replies
from aufil.appointments.actions.seats import enrol, give_back, pass_on_seats
from aufil.appointments.actions.watching import forget_watches, unwatch, watch
from aufil.appointments.actions.writing import write_about

__all__ = [
    "CHANGEABLE",
    "Booked",
    "Elsewhere",
    "Moved",
    "Taken",
    "Visitor",
    "Wanted",
    "answer",
    "book",
    "cancel",
    "change",
    "enrol",
    "forget_watches",
    "give_back",
    "hand_over",
    "join_seats",
    "leave_appointments",
    "move",
    "note_past",
    "on_answer",
    "on_booked",
    "on_cancelled",
    "on_changed",
    "on_earlier_freed",
    "on_handed_over",
    "on_moved",
    "on_seat_freed",
    "on_seat_lapsed",
    "on_seat_offered",
    "on_seat_taken",
    "part_seats",
    "pass_on_seats",
    "purge_alerts",
    "read_replies",
    "say_reminders",
    "see_alerts",
    "set_outcome",
    "unwatch",
    "watch",
    "write_about",
]
