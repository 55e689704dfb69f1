"""The relay (coturn) for networks that let nothing else through, and how pages prove to it that they may.

`AUFIL_TURN_URL` is `turn://host:3478?tls=5349`; `AUFIL_TURN_SECRET` its `static-auth-secret`. A page gets a name that
holds its end, and the HMAC of that name (the « TURN REST API » of coturn): nothing is stored there.
"""

import hmac
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings

from aufil.kernel import clock
from aufil.video.addresses import Relay, relay_at
from aufil.video.models import Room

TEST = timedelta(minutes=15)
BEYOND = timedelta(minutes=10)  # the room, or now when it runs over: a page asks again in time


class Credentials(NamedTuple):
    username: str
    password: str
    until: datetime


def relay() -> Relay | None:
    """The installation's relay, if it has one."""
    return relay_at(settings.TURN_URL) if settings.TURN_URL else None


def credentials(name: str, until: datetime) -> Credentials:
    """A name and password the relay takes until then."""
    username = f"{int(until.timestamp())}:{name}"
    digest = hmac.digest(settings.TURN_SECRET.encode(), username.encode(), "sha1")
    return Credentials(username, b64encode(digest).decode(), until)


def ice_for_a_test(whose: UUID) -> list[dict[str, Any]]:
    """As `ice_servers`, for the test of a network; a quarter of an hour."""
    found = relay()
    if found is None:
        return []
    said = credentials(f"check-{whose}", clock.now() + TEST)
    return [{"urls": found.addresses, "username": said.username, "credential": said.password}]


def ice_servers(room: Room, name: UUID) -> list[dict[str, Any]]:
    """What a page gives its browser, in the browser's own words, for a guest or a stay; empty without a relay."""
    found = relay()
    if found is None:
        return []
    said = credentials(str(name), max(room.admits_until, clock.now()) + BEYOND)
    known = {"username": said.username, "credential": said.password}
    return [
        {"urls": [found.mirror]},
        {"urls": found.addresses, **known},
    ]
