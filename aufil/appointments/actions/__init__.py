from aufil.appointments.actions.answering import answer, set_outcome
from aufil.appointments.actions.belonging import join_seats, leave_appointments, part_seats
from aufil.appointments.actions.booking import Booked, Taken, Visitor, Wanted, book, note_past
from aufil.appointments.actions.cancelling import cancel
from aufil.appointments.actions.exporting import as_csv_in_parts, as_workbook, note_export, note_sheet
from aufil.appointments.actions.moving import CHANGEABLE, Elsewhere, Moved, change, hand_over, move
from aufil.appointments.actions.noting import Noted, note_everybody, note_several
from aufil.appointments.actions.offering import (
    READY,
    Offer,
    add_ready_kinds,
    close_kind,
    reopen_kind,
    save_kind,
    save_rules,
)
from aufil.appointments.actions.opening import (
    Laid,
    Stretch,
    change_opening,
    copy_day,
    end_opening,
    lay_openings,
    stretch_of,
)
from aufil.appointments.actions.partnering import add_partner, book_by_partner, revoke_partner
from aufil.appointments.actions.places import (
    Somewhere,
    close_place,
    follow_sites,
    reopen_place,
    save_place,
    settle_places,
)
from aufil.appointments.actions.proposing import book_by_link, propose, withdraw_proposal
from aufil.appointments.actions.seats import enrol, give_back, pass_on_seats
from aufil.appointments.actions.settling import Left, Settlement, move_all, settle, settle_all
from aufil.appointments.actions.typed import TypedPlace, keep_typed_place
from aufil.appointments.actions.varying import OneOff, change_variation, drop_variation, vary
from aufil.appointments.actions.visiting import (
    FirstMeeting,
    book_first_meeting,
    forget_visitors,
    welcome_visitor,
)
from aufil.appointments.actions.watching import forget_watches, unwatch, watch

__all__ = [
    "CHANGEABLE",
    "READY",
    "Booked",
    "Elsewhere",
    "FirstMeeting",
    "Laid",
    "Left",
    "Moved",
    "Noted",
    "Offer",
    "OneOff",
    "Settlement",
    "Somewhere",
    "Stretch",
    "Taken",
    "TypedPlace",
    "Visitor",
    "Wanted",
    "add_partner",
    "add_ready_kinds",
    "answer",
    "as_csv_in_parts",
    "as_workbook",
    "book",
    "book_by_link",
    "book_by_partner",
    "book_first_meeting",
    "cancel",
    "change",
    "change_opening",
    "change_variation",
    "close_kind",
    "close_place",
    "copy_day",
    "drop_variation",
    "end_opening",
    "enrol",
    "follow_sites",
    "forget_visitors",
    "forget_watches",
    "give_back",
    "hand_over",
    "join_seats",
    "keep_typed_place",
    "lay_openings",
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
    "propose",
    "reopen_kind",
    "reopen_place",
    "revoke_partner",
    "save_kind",
    "save_place",
    "save_rules",
    "set_outcome",
    "settle",
    "settle_all",
    "settle_places",
    "stretch_of",
    "unwatch",
    "vary",
    "watch",
    "welcome_visitor",
    "withdraw_proposal",
]
