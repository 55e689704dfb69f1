"""Telling open screens that something is new."""

from collections.abc import Sequence
from typing import NamedTuple

from aufil.live import bus
from aufil.live.hub import frame


class Telling(NamedTuple):
    """An event and, for each sort of reader, which persons get which data (JSON of one line)."""

    event: str
    audiences: list[tuple[list[int], bytes]]


def tell(tellings: Sequence[Telling]) -> None:
    """Reach the open screens of these persons; may be lost. Call it after the commit."""
    frames = [
        (persons, frame(telling.event, data)) for telling in tellings for persons, data in telling.audiences
    ]
    if frames:
        bus.spread(frames, [])


def close_devices(devices: Sequence[int]) -> None:
    """End the streams of these devices: they may no longer listen."""
    bus.spread([], list(devices))
