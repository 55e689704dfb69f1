"""Telling open screens that something is new, and holding a stream open for one."""

from collections.abc import Sequence
from typing import NamedTuple

from aufil.live import bus
from aufil.live.hub import Listener, frame
from aufil.live.stream import Opening, hold

__all__ = ["Opening", "Telling", "close_devices", "event_of", "hold", "tell"]

event_of = frame


class Telling(NamedTuple):
    """An event and, for each sort of reader, which of them get which data (JSON of one line).

    Readers are persons by number, or whoever a stream is held for (`hold`). `number`: see `event_of`.
    """

    event: str
    audiences: Sequence[tuple[Sequence[Listener], bytes]]
    number: int = 0


def tell(tellings: Sequence[Telling]) -> None:
    """Reach the open screens of these readers; may be lost. Call it after the commit."""
    frames = [
        (list(readers), frame(telling.event, data, telling.number))
        for telling in tellings
        for readers, data in telling.audiences
    ]
    if frames:
        bus.spread(frames, [])


def close_devices(devices: Sequence[int]) -> None:
    """End the streams of these devices: they may no longer listen."""
    bus.spread([], list(devices))
