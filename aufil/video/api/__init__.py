"""Rooms through the API: what passes through Django, and the stream at the thin door."""

from ninja import Router

from aufil.video.api import checks, hosts, pages, rehearsals
from aufil.video.api.stream import doors

router = Router(tags=["Visio"])
for part in (pages, hosts, checks, rehearsals):
    router.add_router("", part.router)

__all__ = ["doors", "router"]
