"""How far a file has come, told to open screens from time to time."""

import time

from aufil.files.events import FileMoved
from aufil.kernel import bus

EVERY = 2.0  # seconds between two hints about one file
KEEP = 2_000
_told: dict[int, float] = {}


def tell_moved(*, file: int, received: int, progress: int = 0) -> None:
    """Say that more of a file came or was prepared, if it was not said just now. Call it after the commit."""
    now = time.monotonic()
    if now - _told.get(file, -EVERY) < EVERY:
        return
    if len(_told) >= KEEP:
        _told.clear()
    _told[file] = now
    bus.publish([FileMoved(file, received, progress)])
