"""Two people hear each other through a real relay, and several through a real Janus: no browser, our own server."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from aufil.operate.checks import services
from aufil.video.relay import credentials
from tests import turn
from tests.peers import Peer, in_room
from tests.serving import ROOT, Served, installation

pytestmark = [pytest.mark.chaos]

ROOM = """
import json
from datetime import timedelta
from uuid import uuid4
from aufil.kernel import clock
from aufil.people.actions import start_device
from aufil.video.actions import Wanted, open_room
from aufil.video.admission import hours_of_call
from tests.support import make_cast
cast = make_cast()
people = [cast.camille, cast.lea, cast.yanis]
tokens = [start_device(person=one, label="essais", kind="token")[1] for one in people]
room = open_room(wanted=Wanted(
    structure=cast.structures["cholet"], kind="call", subject=uuid4(), hours=hours_of_call(clock.now()),
    hosts=people[:1], expected=people[1:], most={most}))
print(json.dumps({{"room": str(room.uid), "tokens": tokens}}))
"""


def opened(served: Served, most: int) -> tuple[str, list[str]]:
    """A room of so many in a small world; its identifier, and tokens of Camille, Léa and Yanis."""
    served.settings["PYTHONPATH"] = str(ROOT)
    made = orjson.loads(served.aufil("shell", "-v", "0", "-c", ROOM.format(most=most)).splitlines()[-1])
    return made["room"], made["tokens"]


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[turn.Coturn]:
    if not turn.installed():
        pytest.skip(turn.MISSING)
    (tmp_path / "turn").mkdir()
    with turn.coturn(tmp_path / "turn") as found:
        yield found


@pytest.mark.parametrize("how", [(), ("-t",), ("-t", "-S")], ids=["udp", "tcp", "tls"])
def test_our_credentials_open_the_relay_by_each_way(relay: turn.Coturn, settings: Any, how: tuple) -> None:
    settings.TURN_SECRET = turn.SECRET
    said = credentials("un-sejour", datetime.now(UTC) + timedelta(minutes=10))
    port = ("-p", str(relay.tls)) if "-S" in how else ()
    assert relay.relays(said.username, said.password, *how, *port)


def test_the_doctor_asks_for_a_place_by_each_way(relay: turn.Coturn, settings: Any) -> None:
    settings.TURN_URL, settings.TURN_SECRET = relay.url, turn.SECRET
    assert services.relay().state == "ok", services.relay()
    settings.TURN_URL = f"turn://127.0.0.1:{relay.port}"
    assert services.relay().state == "warning"
    settings.TURN_SECRET = "un autre secret"
    verdict = services.relay()
    assert (verdict.state, "error 401" in verdict.detail) == ("fault", True)
    assert "secret" not in verdict.detail


def test_wrong_and_expired_credentials_open_nothing(relay: turn.Coturn, settings: Any) -> None:
    settings.TURN_SECRET = "un autre secret"
    wrong = credentials("un-sejour", datetime.now(UTC) + timedelta(minutes=10))
    assert not relay.relays(wrong.username, wrong.password)
    settings.TURN_SECRET = turn.SECRET
    expired = credentials("un-sejour", datetime.now(UTC) - timedelta(seconds=2))
    assert not relay.relays(expired.username, expired.password)


def test_two_people_hear_each_other_through_the_relay_alone(relay: turn.Coturn, tmp_path: Path) -> None:
    with installation(tmp_path / "aufil") as served:
        served.settings |= {"AUFIL_TURN_URL": relay.url, "AUFIL_TURN_SECRET": turn.SECRET}
        room, tokens = opened(served, 2)
        served.start()
        try:
            asyncio.run(_two_hear_each_other(served.url, room, tokens))
        finally:
            served.stop()


async def _two_hear_each_other(url: str, room: str, tokens: list[str]) -> None:
    camille, lea = (Peer(url, room, token) for token in tokens[:2])
    async with in_room(camille, lea):
        began = time.monotonic()
        await asyncio.gather(camille.answers(), lea.calls(camille.id))
        assert await camille.hears()
        assert await lea.hears()
        assert time.monotonic() - began < 15
