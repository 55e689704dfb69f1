"""The hub alone: order within a stream, clients that do not keep up, other processes through Redis."""

import asyncio
import sys
from typing import Any

import orjson
import pytest
import redis.asyncio
from asgiref.sync import async_to_sync
from django.conf import settings

from aufil.live.bus import CHANNEL
from aufil.live.hub import MOST_WAITING, Hub, Stream, frame
from tests.support import Listener, quiet


class Client:
    """The other end of a stream; `stuck` until released."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.ended = False
        self.free = asyncio.Event()
        self.free.set()

    async def send(self, message: dict[str, Any]) -> None:
        await self.free.wait()
        self.received.append(message["body"])
        self.ended = not message.get("more_body", False)


def on_a_loop(scenario):
    async_to_sync(scenario)()


def test_what_is_pushed_while_the_opening_is_made_comes_after_it():
    async def scenario():
        client = Client()
        stream = Stream(1, 1, client.send)
        stream.push(b"news ")
        await quiet()
        assert client.received == []
        stream.start(b"opening ")
        stream.push(b"later")
        await quiet()
        assert b"".join(client.received) == b"opening news later"

    on_a_loop(scenario)


def test_a_client_that_does_not_keep_up_is_cut_and_keeps_nothing():
    async def scenario():
        client = Client()
        stream = Stream(1, 1, client.send)
        stream.start(b"")
        await quiet()
        client.free.clear()
        for number in range(MOST_WAITING + 2):
            stream.push(b"%d " % number)
            await asyncio.sleep(0)
        assert stream.closed
        client.free.set()
        await quiet()
        assert client.ended
        stream.push(b"too late")
        await quiet()
        assert b"too late" not in b"".join(client.received)

    on_a_loop(scenario)


def test_a_hub_reaches_the_streams_of_the_persons_named_and_forgets_those_that_left():
    async def scenario():
        hub = Hub()
        clients = {person: Client() for person in (1, 2)}
        streams = {person: Stream(person, person * 10, c.send) for person, c in clients.items()}
        for stream in streams.values():
            hub.add(stream)
            stream.start(b"")
        hub.push([1, 3], frame("entry", b"{}"))
        hub.close_device(20)
        await quiet()
        assert b"".join(clients[1].received) == b"event: entry\ndata: {}\n\n"
        assert (clients[1].ended, clients[2].ended) == (False, True)
        for stream in streams.values():
            hub.remove(stream)
        assert not hub.by_person

    on_a_loop(scenario)


OTHER_PROCESS = """
import django
django.setup()
from aufil.live.actions import Telling, close_devices, tell
tell([Telling("entry", [([{person}], '{{"text": "d’un autre processus"}}'.encode())])])
close_devices([{device}])
"""


@pytest.mark.skipif(not settings.REDIS_URL, reason="only with Redis do several processes talk")
def test_what_another_process_tells_reaches_the_streams_of_this_one(api, cast, live, now):
    async def scenario():
        async with Listener(api.lea) as screen, Listener(api.camille) as revoked:
            await heard(screen, cast.lea.pk)
            code = OTHER_PROCESS.format(person=cast.lea.pk, device=api.camille.device.pk)
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
            assert await process.wait() == 0
            assert (await screen.next("entry"))["text"] == "d’un autre processus"
            await revoked.end()
            assert revoked.told("entry") == []
            assert not screen.ended

    live(scenario)


@pytest.mark.skipif(not settings.REDIS_URL, reason="only with Redis do several processes talk")
@pytest.mark.parametrize("word", [b"", b"\xff" * 40, b"x" * 16 + b"[1]", b"x" * 16 + b'[[["a"]], []]'])
def test_a_word_this_version_does_not_know_does_not_end_the_listening(api, cast, live, now, word):
    async def scenario():
        async with Listener(api.lea) as screen:
            await heard(screen, cast.lea.pk)
            async with redis.asyncio.Redis.from_url(settings.REDIS_URL) as client:
                await client.publish(CHANNEL, word)
                told = [[[cast.lea.pk], frame("entry", b"{}").decode()]], []
                await client.publish(CHANNEL, b"x" * 16 + orjson.dumps(told))
                await screen.next("entry")

    live(scenario)


async def heard(screen: Listener, person: int) -> None:
    """Until what is said on Redis arrives here: then this process has subscribed (not the last test's)."""
    hello = b"x" * 16 + orjson.dumps([[[[person], frame("hello", b"{}").decode()]], []])
    async with redis.asyncio.Redis.from_url(settings.REDIS_URL) as client, asyncio.timeout(10):
        while not screen.told("hello"):
            await client.publish(CHANNEL, hello)
            await asyncio.sleep(0.02)
