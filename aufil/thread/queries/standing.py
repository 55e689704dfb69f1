"""What stands over a group's conversation, asked from whoever knows: thread knows no room.

A module above registers its source once, in `config/wiring.py`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from aufil.thread.queries.reading import Opened


class Standing(NamedTuple):
    """One line, and where it leads."""

    title: str
    now: str  # true at this moment alone; may be empty
    says: str  # true until `closes_at`
    path: str
    label: str
    closes_at: datetime
    said_at: datetime


Source = Callable[[Opened], Standing | None]
_sources: list[Source] = []


def register_standing(source: Source) -> None:
    _sources[:] = [source]


def standing_over(opened: Opened) -> Standing | None:
    """For a group that is open; None where there is nothing to say."""
    if opened.closed_at:
        return None
    return next((said for source in _sources if (said := source(opened))), None)
