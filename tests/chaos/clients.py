"""Programs that post as the documentation asks: one entry after another, tried again until proven accepted."""

import http.client
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

PATIENCE = 3.0  # s for an answer
MEND = {400, 409, 413, 422}
END = {403, 404, 410}
PROBLEMS = "/api/v1/problems#"


class Refused(AssertionError):
    """The server refused what it should accept: the test must fail."""


@dataclass
class Client:
    """One person's program on one thread. `accepted` lists the ids the server took, in the order it said so."""

    port: int
    token: str
    thread: str
    name: str
    pause: Callable[[], float] = lambda: 0.0
    accepted: list[str] = field(default_factory=list)
    tries: int = 0
    _line: http.client.HTTPConnection | None = None

    def say_all(
        self, texts: Sequence[str], *, together: int = 1, until: float, noted: Callable[[], None]
    ) -> None:
        """Post every text in order, `together` in a request; `noted` is told of each acceptance."""
        waiting = [{"id": str(uuid4()), "text": text} for text in texts]
        chance = random.Random(self.name)
        wait = 0.05
        while waiting:
            assert time.monotonic() < until, f"{self.name} still keeps {len(waiting)} entries"
            taken, asked = self._post(waiting[:together])
            self.accepted += [one["id"] for one in waiting[:taken]]
            del waiting[:taken]
            for _ in range(taken):
                noted()
            if taken:
                wait = 0.05
                time.sleep(self.pause())
            else:
                time.sleep(asked or wait * chance.uniform(0.5, 1.5))
                wait = min(1.0, wait * 2)
        self.close()

    def _post(self, bodies: list[dict[str, str]]) -> tuple[int, float]:
        """How many of the first are proven accepted, and the delay (s) the server asked for."""
        self.tries += 1
        one = len(bodies) == 1
        answer = self._ask("" if one else "/batch", bodies[0] if one else bodies)
        if answer is None:
            return 0, 0.0
        status, media, document, after = answer
        if status in (200, 201) and media == "application/json":
            if one:
                return int(_is(document, bodies[0])), 0.0
            return _accepted_of(document, bodies), 0.0
        if media == "application/problem+json" and str(_get(document, "type")).startswith(PROBLEMS):
            if status in MEND | END | {401}:
                raise Refused(f"{self.name}: {status} {document}")
            return 0, after
        return 0, 0.0

    def _ask(self, path: str, body: Any) -> tuple[int, str, Any, float] | None:
        """One request; None when nobody answered it whole."""
        address = f"/api/v1/threads/{self.thread}/entries{path}"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            if self._line is None:
                self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            self._line.request("POST", address, json.dumps(body), headers)
            answer = self._line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return None
        if answer.will_close:
            self.close()
        media = (answer.getheader("Content-Type") or "").partition(";")[0].strip()
        try:
            document = json.loads(content)
        except ValueError:
            document = None
        return answer.status, media, document, float(answer.getheader("Retry-After") or 0)

    def read_all(self) -> list[dict[str, Any]]:
        """The whole thread as the API shows it, ascending."""
        found: list[dict[str, Any]] = []
        while True:
            address = (
                f"/api/v1/threads/{self.thread}/entries?limit=200&after={found[-1]['seq'] if found else 0}"
            )
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            line.request("GET", address, headers={"Authorization": f"Bearer {self.token}"})
            answer = line.getresponse()
            assert answer.status == 200
            page = json.loads(answer.read())
            line.close()
            found += page["results"]
            if page["next"] is None:
                return found

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _get(document: Any, key: str) -> Any:
    return document.get(key) if isinstance(document, dict) else None


def _is(entry: Any, body: dict[str, str]) -> bool:
    return _get(entry, "id") == body["id"]


def _accepted_of(document: Any, bodies: list[dict[str, str]]) -> int:
    """The leading items of a batch that are proven; a whole list of as many results proves anything at all."""
    results = _get(document, "results")
    if not isinstance(results, list) or len(results) != len(bodies):
        return 0
    taken = 0
    for item, body in zip(results, bodies, strict=True):
        status = _get(item, "status")
        if status in (200, 201) and _is(_get(item, "entry"), body):
            taken += 1
            continue
        if status in MEND | END:
            raise Refused(str(item))
        break
    return taken


def check_thread(entries: list[dict[str, Any]], clients: Sequence[tuple[Client, Sequence[str]]]) -> None:
    """Nothing lost, nothing twice, no hole in `seq`, and what each client said in the order it said it."""
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    assert len({entry["rev"] for entry in entries}) == len(entries)
    ids = [entry["id"] for entry in entries]
    assert len(set(ids)) == len(ids), "an entry came twice"
    total = 0
    for client, texts in clients:
        own = [entry for entry in entries if entry["id"] in set(client.accepted)]
        assert [entry["id"] for entry in own] == client.accepted, (
            f"{client.name} is out of order or lost some"
        )
        assert [entry["text"] for entry in own] == list(texts)
        total += len(texts)
    assert len(entries) == total, "more arrived than was said"
