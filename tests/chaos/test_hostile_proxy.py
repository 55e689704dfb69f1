"""Thousands of entries through the worst of networks: none lost, none doubled, in order."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.chaos.clients import Client, check_thread
from tests.chaos.proxy import FATES, hostile_network
from tests.serving import Served

pytestmark = pytest.mark.chaos

SEED = 11
PAIRS = 16
EACH = 145  # 32 clients × 145 = 4,640 entries; real browsers bring the rest to 5,000
TOGETHER = (1, 1, 3, 8)  # how many a client puts in a request: most go one by one


def clients_of(served: Served, port: int) -> list[Client]:
    """Two clients a thread, on each side, speaking through `port`."""
    pairs = json.loads(served.aufil("bench", "prepare", "--pairs", str(PAIRS), "--json"))
    return [
        Client(port, pair[f"{side}_token"], pair["thread"], f"{side}{number}")
        for number, pair in enumerate(pairs)
        for side in "ab"
    ]


def test_plain_clients_lose_and_double_nothing_in_a_hostile_network(mortal):
    mortal.start()
    with hostile_network(mortal.port, SEED) as proxy:
        clients = clients_of(mortal, proxy.port)
        texts = {client.name: [f"{client.name} dit {n}" for n in range(EACH)] for client in clients}
        until = time.monotonic() + 150
        chance = random.Random(SEED)
        with ThreadPoolExecutor(len(clients)) as pool:
            done = [
                pool.submit(
                    c.say_all,
                    texts[c.name],
                    together=chance.choice(TOGETHER),
                    until=until,
                    noted=lambda: None,
                )
                for c in clients
            ]
            for one in done:
                one.result()
        assert set(proxy.counts) == set(FATES), "the network was not hostile in every way"

    for client in clients:
        client.port = mortal.port  # the network is good again: what is there?
    for thread in {client.thread for client in clients}:
        here = [client for client in clients if client.thread == thread]
        seen = [client.read_all() for client in here]
        assert [(e["id"], e["seq"], e["text"]) for e in seen[0]] == [
            (e["id"], e["seq"], e["text"]) for e in seen[1]
        ]
        check_thread(seen[0], [(client, texts[client.name]) for client in here])
