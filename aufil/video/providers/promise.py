"""What every provider keeps; a folder each beside this file."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.utils.functional import Promise

from aufil.video.models import Room, Stay


class ProviderAway(Exception):
    """What carries rooms does not answer, or refuses us. `said` is for who wanted to come in, the rest for logs."""

    def __init__(self, reason: str, said: str | Promise) -> None:
        super().__init__(reason)
        self.said = said


class Provider(Protocol):
    """What carries picture and sound between those in a room."""

    name: str
    follows: bool  # must hear of who left, and of the end (`follow`)

    def is_set(self) -> bool:
        """May rooms be opened with it?"""

    def way_in(self, stay: Stay) -> dict[str, Any]:
        """What the page of a stay needs, ready for JSON; nothing that lets a page in while its guest waits.

        Asked again, it answers afresh (credentials end). It may ask a service, some seconds at most. Raises
        ProviderAway.
        """

    def known_as(self, stay: Stay) -> dict[str, Any]:
        """What the other pages need to tell this stay's picture and sound from another's; no secret."""

    def follow(self, room: Room, present: Sequence[Stay]) -> None:
        """Put out whoever is not `present`; take a room down that has ended. Raises ProviderAway."""
