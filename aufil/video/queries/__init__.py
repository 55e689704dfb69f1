from aufil.video.queries.afterwards import Presence, last_check, presences, rooms_about
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
    "Presence",
    "View",
    "last_check",
    "line_shape",
    "lines_for",
    "listener",
    "presences",
    "rooms_about",
    "signal_shape",
    "signals_after",
    "view_of",
]
