from aufil.appointments.actions.alerting import (
    purge_alerts,
    say_reminders,
    see_alerts,
)
from aufil.appointments.actions.answering import (
    answer,
    set_outcome,
)
from aufil.appointments.actions.belonging import (
    join_seats,
    leave_appointments,
    part_seats,
)
from aufil.appointments.actions.booking import (
    Booked,
    Taken,
    Visitor,
    Wanted,
    book,
    note_past,
)
from aufil.appointments.actions.cancelling import (
    cancel,
)
from aufil.appointments.actions.exporting import (
    as_csv_in_parts,
    as_workbook,
    note_export,
    note_sheet,
)
from aufil.appointments.actions.feeds import (
    MOST_FEEDS,
    make_feed,
    read_feed,
    revoke_feed,
)
from aufil.appointments.actions.inviting import (
    ask_invitations,
    choose_invitations,
    send_invitation,
)
from aufil.appointments.actions.moving import (
    CHANGEABLE,
    Elsewhere,
    Moved,
    change,
    hand_over,
    move,
)
from aufil.appointments.actions.noting import (
    Noted,
    note_everybody,
    note_several,
)
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
from aufil.appointments.actions.partnering import (
    add_partner,
    book_by_partner,
    revoke_partner,
)
from aufil.appointments.actions.places import (
    Somewhere,
    close_place,
    follow_sites,
    reopen_place,
    save_place,
    settle_places,
)
from aufil.appointments.actions.proposing import (
    book_by_link,
    propose,
    withdraw_proposal,
)
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
from aufil.appointments.actions.replying import (
    read_replies,
)
from aufil.appointments.actions.seats import (
    enrol,
    give_back,
    pass_on_seats,
)
from aufil.appointments.actions.settling import (
    Left,
    Settlement,
    move_all,
    settle,
    settle_all,
)
from aufil.appointments.actions.typed import (
    TypedPlace,
    keep_typed_place,
)
from aufil.appointments.actions.varying import (
    OneOff,
    change_variation,
    drop_variation,
    vary,
)
from aufil.appointments.actions.visiting import (
    FirstMeeting,
    book_first_meeting,
    forget_visitors,
    welcome_visitor,
)
from aufil.appointments.actions.watching import (
    forget_watches,
    unwatch,
    watch,
)
from aufil.appointments.actions.writing import (
    write_about,
)

__all__ = [
    "CHANGEABLE",
    "MOST_CALENDARS",
    "MOST_FEEDS",
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
    "add_calendar",
    "add_partner",
    "add_ready_kinds",
    "address_of",
    "answer",
    "as_csv_in_parts",
    "as_workbook",
    "ask_calendars",
    "ask_invitations",
    "book",
    "book_by_link",
    "book_by_partner",
    "book_first_meeting",
    "cancel",
    "change",
    "change_opening",
    "change_variation",
    "choose_invitations",
    "close_kind",
    "close_place",
    "copy_day",
    "drop_variation",
    "end_opening",
    "enrol",
    "follow_sites",
    "forget_calendars",
    "forget_visitors",
    "forget_watches",
    "give_back",
    "hand_over",
    "join_seats",
    "keep_typed_place",
    "lay_openings",
    "leave_appointments",
    "limits",
    "make_feed",
    "move",
    "move_all",
    "note_everybody",
    "note_export",
    "note_past",
    "note_several",
    "note_sheet",
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
    "propose",
    "purge_alerts",
    "read_again",
    "read_calendar",
    "read_feed",
    "read_replies",
    "remove_calendar",
    "reopen_kind",
    "reopen_place",
    "reseal_calendars",
    "revoke_feed",
    "revoke_partner",
    "save_kind",
    "save_place",
    "save_rules",
    "say_reminders",
    "see_alerts",
    "send_invitation",
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
    "write_about",
]
