"""Between processes: Redis when set, else nothing. Hints only; what is lost is caught up by `rev`."""

import asyncio
import logging
import secrets

import orjson
import redis
import redis.asyncio
from django.conf import settings

from aufil.live.hub import Listener, hub

CHANNEL = "aufil:live"
log = logging.getLogger("aufil.live")

# Tells a process its own words from the others'.
_ourselves = secrets.token_hex(8).encode()
_loop: list[asyncio.AbstractEventLoop] = []
_client: list[redis.Redis] = []


def bind(loop: asyncio.AbstractEventLoop) -> None:
    """From now on hints reach the streams served on `loop`."""
    _loop[:] = [loop]


def unbind() -> None:
    _loop.clear()


def spread(frames: list[tuple[list[Listener], bytes]], closed_devices: list[int]) -> None:
    """Hand frames to the open streams of those named, here and in the other processes."""
    if _loop:
        _loop[0].call_soon_threadsafe(_deliver, frames, closed_devices)
    if settings.REDIS_URL:
        if not _client:
            _client.append(redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2))
        message = [[[persons, data.decode()] for persons, data in frames], closed_devices]
        try:
            _client[0].publish(CHANNEL, _ourselves + orjson.dumps(message))
        except redis.RedisError:
            log.warning("Redis does not answer: screens of other processes will catch up")


def _deliver(frames: list[tuple[list[Listener], bytes]], closed_devices: list[int]) -> None:
    for persons, data in frames:
        hub.push(persons, data)
    for device in closed_devices:
        hub.close_device(device)


def _heed(message: bytes) -> None:
    """What another process says; our own words come back too, and are known by their beginning."""
    if message.startswith(_ourselves):
        return
    try:
        frames, closed_devices = orjson.loads(message[len(_ourselves) :])
        heard = [(persons, data.encode()) for persons, data in frames]
    except (ValueError, TypeError, AttributeError):  # another version, or not ours: still listen to the next
        log.warning("an unknown word came through Redis: screens will catch up")
        return
    _deliver(heard, closed_devices)


async def listen() -> None:
    """Pass on what other processes say, for ever; wait and come back when Redis goes away."""
    while settings.REDIS_URL:
        try:
            async with redis.asyncio.Redis.from_url(settings.REDIS_URL) as client, client.pubsub() as pubsub:
                await pubsub.subscribe(CHANNEL)
                async for message in pubsub.listen():
                    if message["type"] == "message":
                        _heed(message["data"])
        except (redis.RedisError, OSError):
            await asyncio.sleep(2)
