"""`history`: the last 50 entries of a long and of a very long thread, over HTTP, on both databases."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import uvloop

from bench.figures import Figure, percentile
from bench.services import Stage, Unable, stage
from bench.wire import Client, ask

LENGTHS = (10_000, 1_000_000)
REQUESTS = 500
WARM = 50
SAID = "Le bus de 8 h 10 ne passe plus, je viens à pied. On se voit toujours jeudi pour le CV ? "

# One bulk statement a thread; the texts differ in length, the two sides take turns.
FILL = """
INSERT INTO thread_entry (uid, thread_id, seq, rev, author_id, kind, text, body_hash, via, written_at, created_at)
{with_numbers}
SELECT {uid}, t.id, n, n, CASE n % 2 WHEN 0 THEN a.person_id ELSE b.person_id END, 'message',
       substr('{said}', 1, 20 + n % 68) || n, {nothing}, 'app', t.created_at, t.created_at
FROM numbers, thread_thread t JOIN thread_member a ON a.thread_id = t.id AND a.side = 'young'
JOIN thread_member b ON b.thread_id = t.id AND b.side = 'staff'
WHERE t.uid = '{thread}'
"""
COUNT = "UPDATE thread_thread SET last_seq = {length}, rev = {length} WHERE uid = '{thread}'"
NUMBERS = {
    "postgresql": "WITH numbers AS (SELECT generate_series(1, {length}) AS n)",
    "sqlite": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {length})",
}


def measure() -> Iterator[Figure]:
    """PostgreSQL first: its figures are the promised ones."""
    yield from _measured("postgresql")
    yield from _measured("sqlite")


def _measured(database: str) -> Iterator[Figure]:
    with stage() as place:
        if database == "postgresql":
            place.postgresql()
            place.redis()
        place.aufil("migrate")
        pairs = json.loads(place.aufil("bench", "prepare", "--pairs", str(len(LENGTHS)), "--json"))
        for pair, length in zip(pairs, LENGTHS, strict=True):
            _fill(place, database, pair["thread"], length)
        _, port = place.serve()
        prefix = "history" if database == "postgresql" else f"history.{database}"
        for pair, length in zip(pairs, LENGTHS, strict=True):
            times, size = uvloop.run(_read(port, pair))
            yield Figure(f"{prefix}.{length}_p50", percentile(times, 0.5), "ms")
            yield Figure(f"{prefix}.{length}_p95", percentile(times, 0.95), "ms")
            yield Figure(f"{prefix}.{length}_bytes", size, "bytes")


def _fill(place: Stage, database: str, thread: str, length: int) -> None:
    on_postgresql = database == "postgresql"
    words = {
        "with_numbers": NUMBERS[database].format(length=length),
        "uid": "gen_random_uuid()" if on_postgresql else "lower(hex(randomblob(16)))",
        "nothing": "'\\x'::bytea" if on_postgresql else "x''",
        "thread": thread if on_postgresql else thread.replace("-", ""),
        "said": SAID,
        "length": length,
    }
    statements = [FILL.format(**words), COUNT.format(**words), "ANALYZE"]
    _connected(place, on_postgresql)(statements)


def _connected(place: Stage, on_postgresql: bool) -> Callable[[list[str]], None]:
    """What runs statements on the database of `place`, each committed."""
    connection: Any
    if on_postgresql:
        connection = psycopg.connect(place.environment["AUFIL_DATABASE_URL"], autocommit=True)
    else:
        connection = sqlite3.connect(place.folder / "home" / "aufil.sqlite3", isolation_level=None)

    def run(statements: list[str]) -> None:
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return run


async def _read(port: int, pair: dict[str, str]) -> tuple[list[float], int]:
    """Milliseconds of each request, one after another on one connection, compressed as for a phone; its size."""
    _, client = await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", port)
    request = (
        f"GET /api/v1/threads/{pair['thread']}/entries HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {pair['a_token']}\r\nAccept-Encoding: gzip\r\n\r\n"
    ).encode()
    times, size = [], 0
    for _ in range(WARM + REQUESTS):
        start = time.perf_counter()
        status, body = await ask(client, request)
        times.append((time.perf_counter() - start) * 1000)
        size = len(body)
        if status != 200:
            raise Unable(f"the history answered {status}: {body[:200]!r}")
    client.transport.close()
    return times[WARM:], size
