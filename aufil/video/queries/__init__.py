from aufil.video.queries.afterwards import Presence, last_check, presences, rooms_about
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
    "front_of",
    "last_check",
    "line_shape",
    "lines_for",
    "listener",
    "presences",
    "relay_state",
    "rooms_about",
    "sfu_state",
    "signal_shape",
    "signals_after",
    "view_of",
]
