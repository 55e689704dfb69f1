"""The server dies at any moment, without a word; nobody loses anything."""

import json
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.chaos.clients import Client, check_thread
from tests.serving import Served

pytestmark = pytest.mark.chaos

PAIRS = 5
EACH = 20  # 2 × 5 clients × 20 = 200 entries
KILLS = 6
SEED = 20200511


class Count:
    """How many entries were acknowledged, for the one who waits to strike."""

    def __init__(self) -> None:
        self.value = 0
        self._changed = threading.Condition()

    def add(self) -> None:
        with self._changed:
            self.value += 1
            self._changed.notify_all()

    def wait_for(self, value: int, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.value >= value, seconds)


def clients_of(served: Served) -> Iterator[Client]:
    """Ten clients, two to a thread, each with its own token; they pause a little as people do."""
    for number, pair in enumerate(
        json.loads(served.aufil("bench", "prepare", "--pairs", str(PAIRS), "--json"))
    ):
        for side in "ab":
            name = f"{side}{number}"
            chance = random.Random(name)
            yield Client(
                served.port, pair[f"{side}_token"], pair["thread"], name, lambda c=chance: c.uniform(0, 0.03)
            )


def test_no_kill_loses_doubles_or_reorders_an_entry(mortal):
    mortal.start()
    clients = list(clients_of(mortal))
    texts = {client.name: [f"{client.name} dit {n}" for n in range(EACH)] for client in clients}
    until = time.monotonic() + 120
    acknowledged = Count()
    chance = random.Random(SEED)
    total = len(clients) * EACH
    moments = sorted(chance.sample(range(3, total - 10), KILLS))

    with ThreadPoolExecutor(len(clients)) as pool:
        done = [
            pool.submit(
                c.say_all, texts[c.name], together=1 + 3 * (i % 2), until=until, noted=acknowledged.add
            )
            for i, c in enumerate(clients)
        ]
        struck_in_mid_talk = 0
        for moment in moments:
            assert acknowledged.wait_for(moment, 60), f"stuck at {acknowledged.value}"
            time.sleep(chance.uniform(0, 0.01))
            mortal.kill()
            struck_in_mid_talk += not all(one.done() for one in done)
            mortal.start()
        for one in done:
            one.result()

    assert struck_in_mid_talk >= 5
    for thread in {client.thread for client in clients}:
        here = [client for client in clients if client.thread == thread]
        seen = [client.read_all() for client in here]
        assert [e["id"] for e in seen[0]] == [e["id"] for e in seen[1]]
        check_thread(seen[0], [(client, texts[client.name]) for client in here])
