"""Telling the pages in a room."""

from typing import Any

import orjson
from django.db import transaction

from aufil.live.actions import Telling, tell
from aufil.video.models import Line, Room, Signal, Stay
from aufil.video.queries import line_shape, listener, signal_shape, view_of


def tell_room(room: Room) -> None:
    """What a locked room looks like has changed: all its pages are shown it, after the commit."""
    room.rev += 1
    room.save(update_fields=["rev"])
    shapes = [(who, orjson.dumps(shape)) for who, shape in view_of(room).audiences()]
    _after_commit(Telling("room", shapes))


def tell_over(stays: list[Stay], why: str) -> None:
    """These stays have ended, and their pages should know why."""
    if stays:
        _after_commit(Telling("over", [([listener(stay) for stay in stays], orjson.dumps({"why": why}))]))


def tell_signal(signal: Signal) -> None:
    data = orjson.dumps(signal_shape(signal))
    _after_commit(Telling("signal", [([listener(signal.to)], data)], number=signal.number))


def tell_line(room: Room, line: Line) -> None:
    """To whoever is inside; beside the others, to the hosts and the guest it is between."""
    live = Stay.objects.live().filter(room=room).select_related("guest")
    if line.aside_id:
        readers = [s for s in live if s.guest_id == line.aside_id or (s.guest.is_host and s.inside_at)]
    else:
        readers = [s for s in live if s.inside_at and line.part in (None, s.guest.part)]
    _after_commit(Telling("line", [([listener(s) for s in readers], orjson.dumps(line_shape(line)))]))


def _after_commit(telling: Any) -> None:
    transaction.on_commit(lambda: tell([telling]))
