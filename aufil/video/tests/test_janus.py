"""Rooms of several, through a real Janus: what our server makes there, what a page may do with what it was given."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aufil.jobs.registry import NotYet
from aufil.kernel import clock
from aufil.operate.checks import services
from aufil.video.actions import Wanted, end_room, follow_room, open_room, remove, way_in
from aufil.video.addresses import janus_at
from aufil.video.admission import hours_of_call
from aufil.video.models import Room, Stay
from aufil.video.providers.sfu import _facts, server
from aufil.video.providers.sfu.janus import Janus as Asking
from aufil.video.tests.conftest import Meeting
from aufil.web.problems import Problem
from tests import janus
from tests.peers import InJanus
from tests.support import Cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not janus.installed(), reason=janus.MISSING),
]
UNAUTHORIZED, NO_SUCH_ROOM, BAD_TOKEN = 433, 426, 403


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[janus.Janus]:
    with janus.janus(tmp_path_factory.mktemp("janus")) as found:
        yield found


@pytest.fixture
def several(cast: Cast, running: janus.Janus, settings: Any) -> Meeting:
    """A room of twelve; Camille hosts, Léa and Yanis are expected."""
    settings.SFU_URL = running.url
    hours = hours_of_call(clock.now())
    said: dict[str, Any] = {
        "structure": cast.structures["cholet"],
        "kind": "call",
        "hours": hours,
        "most": 12,
    }
    people = {"hosts": [cast.camille], "expected": [cast.lea, cast.yanis]}
    return Meeting(cast, open_room(wanted=Wanted(subject=cast.lea.uid, **said, **people)))


def as_pages(ways: list[dict[str, Any]], do: Callable[..., Awaitable[Any]]) -> Any:
    """Run `do` with a page for each way in, on a loop of its own."""
    found = server()
    assert found is not None
    base = found.base

    async def run() -> Any:
        pages = [InJanus(base, way) for way in ways]
        try:
            return await do(*pages)
        finally:
            for page in pages:
                await page.close()

    return asyncio.run(run())


async def joins(page: InJanus, **other: Any) -> dict[str, Any]:
    await page.begin()
    return await page.join(await page.handle(), **other)


def test_one_speaks_and_another_hears(several):
    ways = [way_in(stay=several.comes(person)) for person in (several.cast.camille, several.cast.lea)]

    async def talk(camille: InJanus, lea: InJanus) -> int:
        await camille.begin()
        speaking = await camille.handle()
        assert (await camille.join(speaking))["videoroom"] == "joined"
        await camille.publish(speaking)
        joined = await joins(lea)
        assert [one["id"] for one in joined["publishers"]] == [camille.way["number"]]
        return await lea.hears(camille.way["number"], joined["private_id"])

    assert as_pages(ways, talk) > 0


def test_a_page_gets_nothing_while_it_waits_in_the_lobby(several):
    assert way_in(stay=several.comes(several.cast.lea)) == {"kind": "sfu"}


@pytest.mark.parametrize(
    ("other", "code"),
    [({"pin": "faux"}, UNAUTHORIZED), ({"token": "faux"}, UNAUTHORIZED), ({"room": 4}, NO_SUCH_ROOM)],
)
def test_without_the_pin_and_a_key_nobody_joins(several, other, code):
    way = way_in(stay=several.comes(several.cast.camille))
    assert as_pages([way], lambda page: joins(page, **other))["error_code"] == code


@pytest.mark.parametrize("ends", [timedelta(minutes=-1), None])
def test_an_expired_or_forged_token_opens_no_session(several, ends):
    way = way_in(stay=several.comes(several.cast.camille))
    found = server()
    token = found.token(datetime.now(UTC) + ends) if ends else way["token"][:-4] + "AAA="
    said = as_pages([{**way, "token": token}], lambda page: page.begin())
    assert said["error"]["code"] == BAD_TOKEN


def test_somebody_sent_away_is_put_out_and_their_key_opens_nothing(several):
    camille, lea = several.comes(several.cast.camille), several.comes(several.cast.lea)
    ways = [way_in(stay=stay) for stay in (camille, lea)]

    async def sent_away(page: InJanus) -> tuple[Any, Any]:
        await page.begin()
        handle = await page.handle()
        assert (await page.join(handle))["videoroom"] == "joined"
        await asyncio.get_running_loop().run_in_executor(None, _put_out, ways, several.room)
        event = await page.next(handle)
        return event["plugindata"]["data"], await page.join(await page.handle())

    remove(host=camille, guest=lea.guest)
    told, again = as_pages(ways[1:], sent_away)
    assert told["leaving"] == "ok"
    assert told["reason"] == "kicked"
    assert again["error_code"] == UNAUTHORIZED


def _put_out(ways: list[dict[str, Any]], room: Room) -> None:
    """As the job does, without the database (another thread)."""
    with Asking(server()) as asking:
        asking.keep_only(ways[0]["room"], _facts(room)["secret"], {ways[0]["number"]}, [ways[1]["key"]])


def test_a_room_that_ended_is_taken_down(several):
    camille = several.comes(several.cast.camille)
    way = way_in(stay=camille)
    end_room(host=camille)
    follow_room(room=several.room.pk)
    follow_room(room=several.room.pk)
    assert as_pages([way], joins)["error_code"] == NO_SUCH_ROOM


def test_a_janus_that_died_is_said_to_be_away_and_comes_back_with_its_rooms(several, running):
    camille = several.comes(several.cast.camille)
    way = way_in(stay=camille)
    running.stop()
    try:
        with pytest.raises(Problem) as caught:
            way_in(stay=camille)
        assert (caught.value.kind, caught.value.more) == ("unavailable", {"why": "provider-away"})
        with pytest.raises(NotYet):
            follow_room(room=several.room.pk)
    finally:
        running.start()
    again = way_in(stay=camille)
    assert {k: v for k, v in again.items() if k not in ("token", "until")} == {
        k: v for k, v in way.items() if k not in ("token", "until")
    }
    assert as_pages([again], joins)["videoroom"] == "joined"


def test_what_leaves_after_that_is_heard_by_janus_from_the_stays(several):
    """The job reads who is inside: keys of stays that ended are forgotten."""
    several.comes(several.cast.camille)
    lea = several.comes(several.cast.lea)
    way = way_in(stay=lea)
    Stay.objects.filter(pk=lea.pk).update(left_at=clock.now(), left_why="left")
    follow_room(room=several.room.pk)
    assert as_pages([way], joins)["error_code"] == UNAUTHORIZED


def test_an_admin_key_that_is_wrong_makes_no_room(several, settings, running):
    settings.SFU_URL = running.url.replace(janus.ADMIN_KEY, "fausse")
    assert janus_at(settings.SFU_URL)
    with pytest.raises(Problem) as caught:
        way_in(stay=several.comes(several.cast.camille))
    assert caught.value.kind == "unavailable"


def test_the_doctor_makes_a_room_and_takes_it_down(several):
    assert services.sfu().state == "warning", "reached in clear, here"
    assert "ne prend rien" not in services.sfu().detail
