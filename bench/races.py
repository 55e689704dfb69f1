"""`races`: 200 young people at once, for 20 times of one counsellor, through the API of a served product."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from bench.figures import Figure, percentile
from bench.services import PYTHON, stage

PATIENCE = 120.0  # s, for one answer


class Client(threading.Thread):
    """One young person: asks what is free, takes a time, or another of those offered, until there is none."""

    def __init__(
        self, port: int, token: str, world: dict[str, Any], number: int, gate: threading.Barrier
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.token, self.world, self.number, self.gate = port, token, world, number, gate
        self.answers: list[tuple[int, float]] = []
        self.has_one = False

    def run(self) -> None:
        self.gate.wait()
        address = f"/api/v1/slots?kind={self.world['kind']}&mode=site"
        wanted = self._ask("GET", address).get("results", [])
        wanted = wanted[self.number % self.world["times"] :] or wanted
        while wanted and not self.has_one:
            said = self._ask("POST", "/api/v1/appointments", self._body(wanted[0]))
            self.has_one = "starts_at" in said
            wanted = said.get("nearest", [])

    def _body(self, slot: dict[str, Any]) -> bytes:
        named = {name: self.world[name] for name in ("kind", "counsellor", "place")}
        said = {**named, "id": str(uuid4()), "mode": "site", "starts_at": slot["starts_at"]}
        return json.dumps(said).encode()

    def _ask(self, method: str, path: str, body: bytes | None = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        start = time.perf_counter()
        connection.request(method, quote(path, safe="/?&="), body, headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        self.answers.append((answer.status, (time.perf_counter() - start) * 1000))
        connection.close()
        return said


def measure() -> Iterator[Figure]:
    """PostgreSQL with Redis first, then SQLite."""
    for database in ("postgresql", "sqlite"):
        with stage() as place:
            if database == "postgresql":
                place.postgresql()
                place.redis()
            place.aufil("migrate", "-v", "0")
            world = json.loads(place.run(str(PYTHON), "-m", "bench.contended", "fill"))
            _service, port = place.serve()
            told = _fight(port, world)
            told |= _kept(
                world["times"], json.loads(place.run(str(PYTHON), "-m", "bench.contended", "count"))
            )
        for name, (value, unit) in told.items():
            yield Figure(f"races.{name}" if database == "postgresql" else f"races.sqlite.{name}", value, unit)


def _fight(port: int, world: dict[str, Any]) -> dict[str, tuple[float, str]]:
    gate = threading.Barrier(len(world["tokens"]))
    clients = [Client(port, token, world, number, gate) for number, token in enumerate(world["tokens"])]
    start = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    lasted = time.perf_counter() - start
    answers = [answer for client in clients for answer in client.answers]
    return {
        "clients": (len(clients), "people"),
        "told_they_have_one": (sum(client.has_one for client in clients), "people"),
        "requests": (len(answers), "requests"),
        "faults": (sum(status not in (200, 201, 409) for status, _ms in answers), "answers"),
        "settled_s": (lasted, "s"),
        "answer_p95": (percentile([ms for _status, ms in answers], 0.95), "ms"),
    }


def _kept(times: int, found: dict[str, int]) -> dict[str, tuple[float, str]]:
    return {
        "booked": (found["booked"], "times"),
        "not_booked": (times - found["people"], "times"),
        "overlapping": (found["overlapping"], "pairs"),
    }
