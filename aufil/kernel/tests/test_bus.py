"""The event bus."""

from dataclasses import dataclass

import pytest

from aufil.kernel import bus


@dataclass(frozen=True)
class DoorOpened:
    door: int


@pytest.fixture
def heard(monkeypatch):
    """What a subscriber was handed; subscriptions end with the test."""
    lists = []
    monkeypatch.setattr(bus, "_handlers", bus.defaultdict(list))
    bus.subscribe(DoorOpened, lists.append)
    return lists


def test_facts_arrive_as_one_list(heard):
    bus.publish([DoorOpened(1), DoorOpened(2)])
    assert heard == [[DoorOpened(1), DoorOpened(2)]]


def test_nothing_happened_is_told_to_nobody(heard):
    bus.publish([])
    assert heard == []


def test_subscribing_twice_is_once(monkeypatch):
    lists = []
    handler = lists.append
    monkeypatch.setattr(bus, "_handlers", bus.defaultdict(list))
    for _ in range(2):
        bus.subscribe(DoorOpened, handler)
    bus.publish([DoorOpened(1)])
    assert len(lists) == 1


def test_what_a_subscriber_cannot_do_the_publisher_learns(heard):
    def fails(facts):
        raise ValueError

    bus.subscribe(DoorOpened, fails)
    with pytest.raises(ValueError):  # noqa: PT011 - so that the publisher's transaction is undone
        bus.publish([DoorOpened(1)])
