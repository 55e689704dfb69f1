"""The event bus: a lower module says what has happened, `config.wiring` decides who cares.

A fact is a frozen dataclass in the past tense that holds ids only. Handlers take a list of facts, run in
the publisher's transaction and only write rows; what may fail or wait becomes a job.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

Handler = Callable[[Sequence[Any]], None]

_handlers: dict[type, list[Handler]] = defaultdict(list)


def subscribe(fact: type, handler: Handler) -> None:
    """Call `handler` with each list of `fact`. Subscribing twice is once."""
    if handler not in _handlers[fact]:
        _handlers[fact].append(handler)


def publish(facts: Sequence[Any]) -> None:
    """Hand facts of one kind to whoever subscribed, now, in the caller's transaction."""
    if facts:
        for handler in _handlers[type(facts[0])]:
            handler(facts)
