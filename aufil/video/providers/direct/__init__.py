"""Two browsers that talk to one another, with the relay between them where their networks let nothing else through.

Pages find each other by signals (`actions.send_signal`); the relay sees sealed packets.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from aufil.video.models import Room, Stay
from aufil.video.relay import ice_servers


class Direct:
    """Browser to browser."""

    name = "direct"
    follows = False

    def is_set(self) -> bool:
        return True

    def way_in(self, stay: Stay) -> dict[str, Any]:
        # Who is awaited may find its way through the relay while it waits for a host: that saves a second.
        ice = ice_servers(stay) if stay.guest.admitted_at else []
        return {"ice": ice, "policy": "relay" if settings.TURN_ONLY else "all"}

    def known_as(self, stay: Stay) -> dict[str, Any]:
        return {}

    def follow(self, room: Room, present: Sequence[Stay]) -> None:
        """Nothing stands between them: the others hang up when the room tells them."""
