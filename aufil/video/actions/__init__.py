from aufil.video.actions.calling import note_call, note_calls, see_calls, start_call, tell_again
from aufil.video.actions.checking import give_opinion, record_check
from aufil.video.actions.coming import come_in, leave, leave_devices
from aufil.video.actions.cutting import ask_to_call, call_after_cuts
from aufil.video.actions.doors import open_doors, try_door
from aufil.video.actions.following import follow_room, way_in
from aufil.video.actions.hosting import end_about, end_room, let_in, remove
from aufil.video.actions.merging import join_guests, part_guests
from aufil.video.actions.opening import Wanted, invite, open_room
from aufil.video.actions.parting import call_back, move_guest, part_room
from aufil.video.actions.rules import settle_video
from aufil.video.actions.saying import say_line, send_ahead, send_signal
from aufil.video.actions.seeing import Seen, say_seen
from aufil.video.actions.tidying import purge_lines, purge_signals, tidy_rooms
from aufil.video.admission import Hours, hours_of_appointment, hours_of_call, hours_of_lounge

__all__ = [
    "Hours",
    "Seen",
    "Wanted",
    "ask_to_call",
    "call_after_cuts",
    "call_back",
    "come_in",
    "end_about",
    "end_room",
    "follow_room",
    "give_opinion",
    "hours_of_appointment",
    "hours_of_call",
    "hours_of_lounge",
    "invite",
    "join_guests",
    "leave",
    "leave_devices",
    "let_in",
    "move_guest",
    "note_call",
    "note_calls",
    "open_doors",
    "open_room",
    "part_guests",
    "part_room",
    "purge_lines",
    "purge_signals",
    "record_check",
    "remove",
    "say_line",
    "say_seen",
    "see_calls",
    "send_ahead",
    "send_signal",
    "settle_video",
    "start_call",
    "tell_again",
    "tidy_rooms",
    "try_door",
    "way_in",
]
