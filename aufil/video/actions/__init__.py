from aufil.video.actions.announcing import note_call, note_calls, see_calls, tell_again
from aufil.video.actions.calling import start_call
from aufil.video.actions.checking import give_opinion, propose_check, record_check
from aufil.video.actions.coming import come_in, leave, leave_devices
from aufil.video.actions.cutting import ask_to_call, call_after_cuts
from aufil.video.actions.doors import open_doors, try_door
from aufil.video.actions.following import follow_room, way_in
from aufil.video.actions.hosting import end_about, end_room, let_in, remove
from aufil.video.actions.interviewing import add_question, advise, cast, step
from aufil.video.actions.lists import bring_back_list, retire_list, save_list
from aufil.video.actions.lounging import (
    ask_for_help,
    enter_lounge,
    follow_group,
    follow_groups,
    refit_lounge,
    settle_lounge,
    tell_of_help,
)
from aufil.video.actions.merging import join_guests, part_guests
from aufil.video.actions.noting import (
    forget_notes,
    keep_draft,
    note_answer,
    note_for_team,
    retain,
    send_letter,
)
from aufil.video.actions.opening import Wanted, invite, open_room
from aufil.video.actions.parting import call_back, move_guest, part_room
from aufil.video.actions.rehearsals import (
    Played,
    end_left_open,
    end_rehearsal,
    end_rehearsals,
    note_rehearsal,
    start_rehearsal,
)
from aufil.video.actions.rules import settle_video
from aufil.video.actions.saying import say_line, send_ahead, send_signal
from aufil.video.actions.seeing import Seen, say_seen
from aufil.video.actions.tidying import purge_lines, purge_signals, tidy_rooms
from aufil.video.admission import Hours, hours_of_appointment, hours_of_call, hours_of_lounge

__all__ = [
    "Hours",
    "Played",
    "Seen",
    "Wanted",
    "add_question",
    "advise",
    "ask_for_help",
    "ask_to_call",
    "bring_back_list",
    "call_after_cuts",
    "call_back",
    "cast",
    "come_in",
    "end_about",
    "end_left_open",
    "end_rehearsal",
    "end_rehearsals",
    "end_room",
    "enter_lounge",
    "follow_group",
    "follow_groups",
    "follow_room",
    "forget_notes",
    "give_opinion",
    "hours_of_appointment",
    "hours_of_call",
    "hours_of_lounge",
    "invite",
    "join_guests",
    "keep_draft",
    "leave",
    "leave_devices",
    "let_in",
    "move_guest",
    "note_answer",
    "note_call",
    "note_calls",
    "note_for_team",
    "note_rehearsal",
    "open_doors",
    "open_room",
    "part_guests",
    "part_room",
    "propose_check",
    "purge_lines",
    "purge_signals",
    "record_check",
    "refit_lounge",
    "remove",
    "retain",
    "retire_list",
    "save_list",
    "say_line",
    "say_seen",
    "see_calls",
    "send_ahead",
    "send_letter",
    "send_signal",
    "settle_lounge",
    "settle_video",
    "start_call",
    "start_rehearsal",
    "step",
    "tell_again",
    "tell_of_help",
    "tidy_rooms",
    "try_door",
    "way_in",
]
