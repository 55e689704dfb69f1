"""Asking a Janus server, by its HTTP interface: a session, a handle of its video rooms, a few requests, no session."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any, Self

import requests
from django.utils.translation import gettext_lazy as _

from aufil.kernel import clock
from aufil.video.addresses import PLUGIN, Server
from aufil.video.providers.promise import ProviderAway

PATIENCE = (2, 4)  # s to connect, to be answered
OURS = timedelta(minutes=5)  # the life of the token our server comes with
NO_SUCH_ROOM, ROOM_EXISTS = 426, 427
AWAY = _("La visio à plusieurs ne répond pas. Réessayez dans un moment, ou appelez-vous par téléphone.")


class Janus:
    """One conversation with a Janus: `with Janus(server) as janus: …`. Everything raises ProviderAway."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.token = server.token(clock.now() + OURS)
        self.place = server.base
        self.session = requests.Session()
        self.session.trust_env = False  # never through the proxy that leads outside

    def __enter__(self) -> Self:
        try:
            session = self._ask("create")["data"]["id"]
            self.place = f"{self.server.base}/{session}"
            handle = self._ask("attach", plugin=PLUGIN)["data"]["id"]
        except BaseException:
            self.session.close()
            raise
        self.handle = f"{self.place}/{handle}"
        return self

    def __exit__(self, *_error: object) -> None:
        try:
            self._ask("destroy")
        except ProviderAway:
            pass  # it ends by itself after a minute
        finally:
            self.session.close()

    def make_room(self, facts: dict[str, Any], key: str) -> None:
        """The room is there, and whoever comes with `key` may join."""
        made = self._message(
            "create", **facts, allowed=[key], admin_key=self.server.admin_key, but=ROOM_EXISTS
        )
        if made is None:
            self._message("allowed", room=facts["room"], secret=facts["secret"], action="add", allowed=[key])

    def keep_only(self, room: int, secret: str, present: Collection[int], gone: list[str]) -> None:
        """Forget the keys of who is gone, and put out whoever is not among `present`."""
        about = {"room": room, "secret": secret}
        if (
            gone
            and self._message("allowed", **about, action="remove", allowed=gone, but=NO_SUCH_ROOM) is None
        ):
            return
        listed = self._message("listparticipants", **about, but=NO_SUCH_ROOM) or {}
        for one in listed.get("participants", []):
            if one["id"] not in present:
                # Code 428: they went by themselves.
                self._message("kick", **about, id=one["id"], but=428)

    def take_down(self, room: int, secret: str) -> None:
        """No room; none there already is as good."""
        self._message("destroy", room=room, secret=secret, but=NO_SUCH_ROOM)

    def try_out(self) -> None:
        """Make a room nobody may join, and take it down: it answers, and takes our token and our key."""
        room, secret = secrets.randbits(48) + 1, secrets.token_hex(8)
        facts: dict[str, Any] = {
            "room": room,
            "secret": secret,
            "is_private": True,
            "publishers": 1,
            "allowed": [],
        }
        self._message("create", **facts, pin=secrets.token_hex(8), admin_key=self.server.admin_key)
        self.take_down(room, secret)

    def _message(self, request: str, *, but: int | None = None, **more: Any) -> dict[str, Any] | None:
        """What the video rooms answer; None for the one error code that does not matter."""
        answer = self._ask("message", self.handle, body={"request": request, **more})
        data: dict[str, Any] = answer.get("plugindata", {}).get("data", {})
        code = data.get("error_code")
        if code is not None and code == but:
            return None
        if code is not None:
            raise ProviderAway(f"Janus {request}: {code} {data.get('error', '')}", AWAY)
        return data

    def _ask(self, what: str, place: str = "", **more: Any) -> dict[str, Any]:
        said = {"janus": what, "transaction": secrets.token_hex(6), "token": self.token, **more}
        try:
            answer = self.session.post(place or self.place, json=said, timeout=PATIENCE)
            found = answer.json()
            if found.get("janus") != "success":
                reason = found.get("error", {}).get("reason", found.get("janus"))
                raise ProviderAway(f"Janus {what}: {reason}", AWAY)
        except (requests.RequestException, ValueError, AttributeError) as error:
            # What it was asked holds secrets: the kind of the error is enough.
            raise ProviderAway(f"Janus {what}: {type(error).__name__}", AWAY) from None
        return dict(found)
