"""What the morning digest lists, asked from whoever knows: delivery knows no thread.

A module above registers its source once, in `config/wiring.py`.
"""

from collections.abc import Callable
from typing import NamedTuple


class Unread(NamedTuple):
    """One place where something waits to be read."""

    name: str  # « Léa Baron », « Promo apprentissage »
    messages: int
    path: str


# Somebody (a person's id) in, all that is unread for them out, the oldest first.
Source = Callable[[int], list[Unread]]
_sources: list[Source] = []


def register_digest(source: Source) -> None:
    _sources[:] = [source]


def unread_of(person: int) -> list[Unread]:
    return [line for source in _sources for line in source(person)]
