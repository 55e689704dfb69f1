"""Workers die at any moment while a thousand notices go out: none leaves twice, none is lost, doubts are shown."""

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.serving import ROOT, Served

pytestmark = pytest.mark.chaos

COUNT = 1_000
WORKERS = 2
KILLS = 10
SEED = 20261123
PATIENCE = 150.0  # s


class Provider(ThreadingHTTPServer):
    """Takes texts, slowly and sometimes not at all; remembers each it took, and which it could say so of."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.chance = random.Random(SEED)
        self.taken: Counter[str] = Counter()  # by text
        self.acknowledged: Counter[str] = Counter()
        self.lock = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with self.server.lock:
            wait, away = self.server.chance.uniform(0, 0.01), self.server.chance.random() < 0.02
        if away:
            self.send_error(503)
            return
        with self.server.lock:
            self.server.taken[text] += 1
        time.sleep(wait)
        try:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.path.encode())
        except OSError:
            return  # its worker is dead: taken, but nobody knows
        with self.server.lock:
            self.server.acknowledged[text] += 1

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def provider() -> Iterator[Provider]:
    server = Provider()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def started(mortal: Served, port: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "tests.chaos.delivering", "work", str(port)]
    settings = {**mortal.settings, "DJANGO_SETTINGS_MODULE": "aufil.config.settings"}
    with (mortal.home / "workers.log").open("ab") as log:
        return subprocess.Popen(words, env=settings, cwd=ROOT, stdout=log, stderr=log)


STANDING = """
import json
from django.db.models import Count
from aufil.delivery.models import Attempt, Notice, Outgoing, Receipt
rows = Notice.objects.annotate(tries=Count("attempts")).values_list("topic", "state", "reason", "tries")
said = list(Receipt.objects.values_list("attempt__notices__topic", "said"))
print(json.dumps({"notices": list(rows), "receipts": said, "leaving": Outgoing.objects.count()}))
"""


def standing(mortal: Served) -> dict:
    return json.loads(mortal.aufil("shell", "-v", "0", "-c", STANDING).strip().splitlines()[-1])


def test_no_kill_sends_twice_or_loses_a_notice(mortal):
    settings = {**mortal.settings, "DJANGO_SETTINGS_MODULE": "aufil.config.settings"}
    fill = [sys.executable, "-m", "tests.chaos.delivering", "fill", str(COUNT)]
    subprocess.run(fill, env=settings, cwd=ROOT, check=True)
    chance = random.Random(SEED)
    moments = sorted(chance.sample(range(20, COUNT - 100), KILLS))
    with provider() as post:
        workers = [started(mortal, post.server_port) for _ in range(WORKERS)]
        try:
            until = time.monotonic() + PATIENCE
            for moment in moments:
                while len(post.taken) < moment:
                    assert time.monotonic() < until, (mortal.home / "workers.log").read_text()[-2000:]
                    time.sleep(0.001)
                time.sleep(chance.uniform(0, 0.01))
                dying = chance.randrange(WORKERS)
                workers[dying].kill()
                workers[dying].wait()
                workers[dying] = started(mortal, post.server_port)
            while (now := standing(mortal))["leaving"] or len(now["receipts"]) < COUNT:
                assert time.monotonic() < until, (now["leaving"], len(now["receipts"]))
                time.sleep(0.5)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()

    assert max(post.taken.values()) == 1, "a text left twice"
    states = {topic: (state, reason) for topic, state, reason, _tries in now["notices"]}
    assert {tries for *_rest, tries in now["notices"]} == {1}
    assert len(states) == COUNT
    doubtful = {topic for topic, stands in states.items() if stands == ("failed", "unknown")}
    sure = {topic for topic, stands in states.items() if stands == ("sent", "")}
    assert doubtful | sure == set(states), "each is known to have left, or is shown as a doubt"
    assert {f"notice {topic}" for topic in sure} <= set(post.acknowledged)
    assert set(post.taken) - {f"notice {topic}" for topic in sure} <= {
        f"notice {topic}" for topic in doubtful
    }
    assert 1 <= len(doubtful) <= KILLS * 20
