"""Two browsers that talk to one another, with the relay between them where their networks let nothing else through.

Pages find each other by signals (`actions.send_signal`); the relay sees sealed packets.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings

from aufil.video.models import Guest, Room, Stay
from aufil.video.relay import ice_servers


def way_for(guest: Guest, name: UUID) -> dict[str, Any]:
    """How a guest's browser finds the other. Who is awaited looks for its way through the relay at once, before it has
    come in: that saves a second."""
    ice = ice_servers(guest.room, name) if guest.admitted_at else []
    return {"ice": ice, "policy": "relay" if settings.TURN_ONLY else "all"}


class Direct:
    """Browser to browser."""

    name = "direct"
    follows = False

    def is_set(self) -> bool:
        return True

    def way_in(self, stay: Stay) -> dict[str, Any]:
        return way_for(stay.guest, stay.uid)

    def known_as(self, stay: Stay) -> dict[str, Any]:
        return {}

    def follow(self, room: Room, present: Sequence[Stay]) -> None:
        """Nothing stands between them: the others hang up when the room tells them."""
