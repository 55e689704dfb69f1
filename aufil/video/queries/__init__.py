from aufil.video.queries.afterwards import Presence, last_check, presences, rooms_about
from aufil.video.queries.doors import (
    can_carry,
    door_by_key,
    door_says,
    later_door,
    open_room_about,
    open_subjects,
    path_of,
    paths_to,
    tries_left,
    video_rules,
)
from aufil.video.queries.front import Front, front_of
from aufil.video.queries.services import RelayState, SfuState, relay_state, sfu_state
from aufil.video.queries.shown import (
    View,
    line_shape,
    lines_for,
    listener,
    signal_shape,
    signals_after,
    view_of,
)

__all__ = [
    "Front",
    "Presence",
    "RelayState",
    "SfuState",
    "View",
    "can_carry",
    "door_by_key",
    "door_says",
    "front_of",
    "last_check",
    "later_door",
    "line_shape",
    "lines_for",
    "listener",
    "open_room_about",
    "open_subjects",
    "path_of",
    "paths_to",
    "presences",
    "relay_state",
    "rooms_about",
    "sfu_state",
    "signal_shape",
    "signals_after",
    "tries_left",
    "video_rules",
    "view_of",
]
