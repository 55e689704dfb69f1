from aufil.appointments.actions.answering import answer, set_outcome
from aufil.appointments.actions.belonging import join_seats, leave_appointments, part_seats
from aufil.appointments.actions.booking import Booked, Taken, Visitor, Wanted, book, note_past
from aufil.appointments.actions.cancelling import cancel
from aufil.appointments.actions.exporting import as_csv_in_parts, as_workbook, note_export, note_sheet
from aufil.appointments.actions.moving import CHANGEABLE, Elsewhere, Moved, change, hand_over, move
from aufil.appointments.actions.noting import Noted, note_everybody, note_several
from aufil.appointments.actions.seats import enrol, give_back, pass_on_seats
from aufil.appointments.actions.settling import Left, Settlement, move_all, settle, settle_all
from aufil.appointments.actions.watching import forget_watches, unwatch, watch

__all__ = [
    "CHANGEABLE",
    "Booked",
    "Elsewhere",
    "Left",
    "Moved",
    "Noted",
    "Settlement",
    "Taken",
    "Visitor",
    "Wanted",
    "answer",
    "as_csv_in_parts",
    "as_workbook",
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
    "move_all",
    "note_everybody",
    "note_export",
    "note_past",
    "note_several",
    "note_sheet",
    "part_seats",
    "pass_on_seats",
    "set_outcome",
    "settle",
    "settle_all",
    "unwatch",
    "watch",
]
