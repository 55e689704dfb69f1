"""The meeting a structure already has, by its link: Aufil only says when, and to whom."""

from collections.abc import Sequence
from typing import Any

from aufil.video.models import Room, Stay


class Link:
    """A tool of the structure's own."""

    name = "link"
    follows = False

    def is_set(self) -> bool:
        return True

    def way_in(self, stay: Stay) -> dict[str, Any]:
        return {"link": stay.room.link if stay.inside_at else ""}

    def known_as(self, stay: Stay) -> dict[str, Any]:
        return {}

    def follow(self, room: Room, present: Sequence[Stay]) -> None:
        """That tool has hosts of its own."""
