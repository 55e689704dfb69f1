"""`GET /api/v1/live`: server-sent events for all a person may see."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from aufil.kernel import clock
from aufil.live import bus
from aufil.live.hub import Listener, Stream, frame, hub
from aufil.web.asgi import Call
from aufil.web.problems import Problem
from aufil.web.threads import in_thread

BEAT = 25.0
OVERLAP = timedelta(seconds=10)  # a commit may show a little after the time it carries
QUIET_BEAT = frame("beat", b"{}")
log = logging.getLogger("aufil.live")


class Changed(NamedTuple):
    """A thread that changed, and who may know."""

    thread: UUID
    rev: int
    last_seq: int
    persons: list[int]


class Sources(NamedTuple):
    """What the stream says without knowing threads; registered by `config.wiring`.

    `state` gives the opening events of a person (`?thread=`, `?since=` replay that thread), `changed` the
    threads changed since an instant, `revoked` the devices revoked since an instant. All block.
    """

    state: Callable[[int, UUID | None, int], list[bytes]]
    changed: Callable[[datetime], list[Changed]]
    revoked: Callable[[datetime], list[int]]


class Opening(NamedTuple):
    """What a stream says first: events, read by `read(*arguments)` on a thread beside."""

    read: Callable[..., list[bytes]]
    arguments: tuple[Any, ...]


_sources: list[Sources] = []


def register_sources(sources: Sources) -> None:
    _sources[:] = [sources]


async def serve(call: Call) -> None:
    """Hold one stream open until the client goes or its device is revoked."""
    caller = call.caller
    if caller is None:
        raise Problem("sign-in")
    query = call.query()
    try:
        thread = UUID(query["thread"]) if "thread" in query else None
        since = int(query.get("since", 0))
    except ValueError:
        raise Problem("malformed") from None
    opening = Opening(_sources[0].state, (caller.person_id, thread, since))
    await hold(call, caller.person_id, caller.device_id, opening)


async def hold(call: Call, listener: Listener, device: int, opening: Opening) -> None:
    """Answer with a stream of what is told to `listener`, until the client goes or the device (0: none) is closed.

    It listens before `opening` is read, so that nothing falls between the two.
    """
    stream = Stream(listener, device, call.send)
    hub.add(stream)
    try:
        events = await in_thread(opening.read, *opening.arguments)
        await call.send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/event-stream; charset=utf-8"),
                    (b"cache-control", b"no-store"),
                    (b"x-accel-buffering", b"no"),
                ],
            }
        )
        stream.start(b"retry: 3000\n\n" + b"".join(events))
        while (await call.receive())["type"] != "http.disconnect":
            pass
    finally:
        hub.remove(stream)


async def beat(every: float = BEAT) -> None:
    """Every 25 s tell each stream which of its threads changed since the last time, for ever."""
    last = clock.now()
    while True:
        await asyncio.sleep(every)
        now = clock.now()
        with contextlib.suppress(Exception):
            await beat_once(last - OVERLAP)
            last = now


async def beat_once(since: datetime) -> None:
    """One heartbeat to every stream; the truth is read from the database, hints may have been lost."""
    if not hub.by_person:
        return
    try:
        changed = await in_thread(_sources[0].changed, since)
        for device in await in_thread(_sources[0].revoked, since):
            hub.close_device(device)
    except Exception:
        log.exception("heartbeat")
        raise
    news: dict[Listener, list[dict[str, object]]] = {}
    for thread, rev, last_seq, persons in changed:
        for person in persons:
            news.setdefault(person, []).append({"id": thread, "rev": rev, "last_seq": last_seq})
    for number, stream in enumerate(hub.streams()):
        threads = news.get(stream.person)
        stream.push(frame("beat", orjson.dumps({"threads": threads})) if threads else QUIET_BEAT)
        if number % 200 == 199:
            await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[None]:
    """While the server runs: hints reach this loop, other processes are heard, hearts beat."""
    bus.bind(asyncio.get_running_loop())
    tasks = [asyncio.create_task(bus.listen()), asyncio.create_task(beat())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for stream in hub.streams():
            stream.close()
        bus.unbind()
