"""`GET /api/v1/rooms/{room}/events/{ticket}`: what happens in a room, for one stay.

The ticket is in the address, for a browser's own `EventSource` cannot say it otherwise; it is good for that stay alone,
dies with it, and for who came signed in it is worth nothing without their device.
"""

from uuid import UUID

import orjson

from aufil.live.actions import Opening, event_of, hold
from aufil.people.queries import caller_by_key
from aufil.video.access import live_stay_with
from aufil.video.models import Stay
from aufil.video.queries import line_shape, lines_for, listener, signal_shape, signals_after, view_of
from aufil.web.asgi import Call, Door, door
from aufil.web.authentication import key_hash, secret_of
from aufil.web.threads import in_thread

EVENTS = "/api/v1/rooms/{room}/events/{ticket}"
NO_DEVICE = 0


async def room_events(call: Call) -> None:
    """`room` and the lines first, then the signals this stay has not had, by `Last-Event-ID`; then what comes."""
    secret, _by_token = secret_of(call.header(b"authorization"), call.cookies())
    stay = await in_thread(_stay, call.uuid(0), call.words[1], secret)
    had = call.header(b"last-event-id")
    after = int(had) if had.isdecimal() and len(had) < 10 else 0
    opening = Opening(_opening, (stay, after))
    await hold(call, listener(stay), stay.device_id or NO_DEVICE, opening)


def _stay(room: UUID, ticket: str, secret: str) -> Stay:
    caller = caller_by_key(key_hash(secret)) if secret else None
    person = caller.person_id if caller and caller.state == "live" else None
    return live_stay_with(room, ticket, person)


def _opening(stay: Stay, after: int) -> list[bytes]:
    shape = view_of(stay.room).shape_for(stay)
    lines = [event_of("line", orjson.dumps(line_shape(line))) for line in lines_for(stay)]
    signals = [
        event_of("signal", orjson.dumps(signal_shape(signal)), signal.number)
        for signal in signals_after(stay, after)
    ]
    return [event_of("room", orjson.dumps(shape)), *lines, *signals]


doors: list[Door] = [
    door(
        "GET",
        EVENTS,
        room_events,
        {"summary": "Ce qui se passe dans une visio", "answer": None, "status": 200, "tag": "Visio"},
        by_itself=True,
    )
]
