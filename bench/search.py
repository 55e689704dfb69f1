"""`search`: one counsellor's 150 threads among 20,000 with a million entries, on both databases."""

import http.client
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from bench.figures import Figure, percentile
from bench.services import PYTHON, Unable, stage

THREADS, EACH = 20_000, 50
ROUNDS = 10
PACE = 0.7  # seconds from one question to the next: nobody may ask 90 in a minute


def measure() -> Iterator[Figure]:
    """PostgreSQL first: its figures are the promised ones."""
    yield from _measured("postgresql")
    yield from _measured("sqlite")


def _measured(database: str) -> Iterator[Figure]:
    with stage() as place:
        if database == "postgresql":
            place.postgresql()
        place.aufil("migrate")
        told = json.loads(place.run(str(PYTHON), "-m", "bench.corpus", str(THREADS), str(EACH)))
        prefix = "search" if database == "postgresql" else f"search.{database}"
        yield Figure(f"{prefix}.entries", THREADS * EACH, "entries")
        yield Figure(f"{prefix}.words_known", told["words"], "words")
        yield Figure(f"{prefix}.read_ms_an_entry", told["index_s"] * 1000 / THREADS / EACH, "ms")
        for name, (statement, question) in told["asked"].items():
            yield Figure(f"{prefix}.{name}_statement_ms", statement, "ms")
            yield Figure(f"{prefix}.{name}_question_ms", question, "ms")
        yield Figure(f"{prefix}.statement_ms", max(one[0] for one in told["asked"].values()), "ms")
        _, port = place.serve()
        yield from _requests(prefix, port, told)


def _requests(prefix: str, port: int, told: dict[str, Any]) -> Iterator[Figure]:
    """Each question several times over HTTP, one after another: the whole request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times: dict[str, list[float]] = {name: [] for name in told["questions"]}
    for _ in range(ROUNDS):
        for name, text in told["questions"].items():
            time.sleep(PACE)
            times[name].append(_request(connection, text, told["token"]))
    medians = {name: percentile(some[1:], 0.5) for name, some in times.items()}
    for name, median in medians.items():
        yield Figure(f"{prefix}.{name}_p50", median, "ms")
    yield Figure(f"{prefix}.request_most_p50", max(medians.values()), "ms")
    yield Figure(
        f"{prefix}.request_p95", percentile([t for some in times.values() for t in some[1:]], 0.95), "ms"
    )


def _request(connection: http.client.HTTPConnection, text: str, token: str) -> float:
    start = time.perf_counter()
    address = f"/api/v1/search?{urlencode({'q': text})}"
    connection.request(
        "GET", address, headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
    )
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise Unable(f"the search answered {response.status}: {body[:200]!r}")
    return (time.perf_counter() - start) * 1000
