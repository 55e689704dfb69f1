"""`delivery`: 150 notices a second written, laddered and closed; the due-scan before ten million closed ones."""

import json
import statistics
import time
from collections.abc import Iterator

import psycopg

from bench.figures import Figure
from bench.services import PYTHON, Stage, stage
from bench.usage import busy_seconds, cpu_seconds

PEOPLE, A_SECOND, SECONDS = 5_000, 150, 60
CLOSED = 10_000_000
SCANS = 200
# What the ladder asks each time, for one weight; without the locks, which cost the same whatever lies behind.
SCAN = "SELECT id FROM delivery_notice WHERE weight = 0 AND due_at <= now() ORDER BY due_at LIMIT 200"


def measure() -> Iterator[Figure]:
    """On PostgreSQL, durable; writing, ladder and carriers are three processes' worth of work in one."""
    with stage() as place:
        url = place.postgresql()
        place.redis()
        place.aufil("migrate", "-v", "0")
        place.environment["DJANGO_SETTINGS_MODULE"] = "aufil.config.settings"
        place.run(str(PYTHON), "-m", "bench.delivering", "fill", str(PEOPLE))
        with psycopg.connect(url, autocommit=True) as database:
            yield from _flow(place)
            yield from _scans(database)


def _flow(place: Stage) -> Iterator[Figure]:
    postgresql = place.services[0]
    before = cpu_seconds([postgresql.pid])
    began, busy = time.monotonic(), busy_seconds()
    said = json.loads(place.run(str(PYTHON), "-m", "bench.delivering", "flow", str(A_SECOND), str(SECONDS)))
    lasted = time.monotonic() - began
    server = cpu_seconds([postgresql.pid]) - before
    yield Figure("delivery.written", said["written"], "notices")
    yield Figure("delivery.rate", said["closed"] / said["seconds"], "a second")
    yield Figure("delivery.unclosed", said["unclosed"], "notices")
    yield Figure("delivery.write_lag_p99", said["write_lag_p99"] * 1000, "ms")
    yield Figure("delivery.lag_p95", said["lag_p95"], "s")
    yield Figure("delivery.cpu_python", said["cpu"], "s")
    yield Figure("delivery.cpu_postgresql", server, "s")
    yield Figure("delivery.cpu_per_1000", (said["cpu"] + server) / said["written"] * 1000, "s")
    others = busy_seconds() - busy - said["cpu"] - server
    yield Figure("delivery.others_cpu_share", max(0.0, others / lasted) * 100, "% of a core")


def _scans(database: psycopg.Connection) -> Iterator[Figure]:
    """The same pending notices, first alone, then with ten million closed ones behind them."""
    database.execute("TRUNCATE delivery_notice CASCADE")
    database.execute(_filled(400, "now() - n * interval '1 second'", "NULL"))
    database.execute("VACUUM ANALYZE delivery_notice")
    database.execute("CHECKPOINT")
    alone = _scan_ms(database)
    # Ten million rows by hand: each foreign key is not looked up again.
    database.execute("SET session_replication_role = replica")
    database.execute(_filled(CLOSED, "NULL", "now() - n * interval '1 second'", topic="n + 1000"))
    database.execute("VACUUM ANALYZE delivery_notice")
    # What ten million rows leave to be written to disk is not what is measured.
    database.execute("CHECKPOINT")
    behind = _scan_ms(database)
    yield Figure("delivery.scan_ms", alone, "ms")
    yield Figure("delivery.scan_behind_10000000_ms", behind, "ms")
    yield Figure("delivery.scan_growth", behind / alone, "×")


def _filled(count: int, due: str, ended: str, topic: str = "n") -> str:
    people = f"(SELECT min(id) FROM people_person) + n % {PEOPLE}"
    return (
        "INSERT INTO delivery_notice (structure_id, person_id, kind, topic, position, created_at, weight, reach,"
        " urgent, private, state, reason, due_at, seen_at, ended_at)"
        f" SELECT (SELECT min(id) FROM people_structure), {people}, 'thread', {topic}, 1,"
        f" now() - n * interval '1 second', 0, 4, false, false, CASE WHEN {ended} IS NULL THEN 'waiting' ELSE 'seen'"
        f" END, '', {due}, {ended}, {ended} FROM generate_series(1, {count}) n"
    )


def _scan_ms(database: psycopg.Connection) -> float:
    times = []
    for _ in range(SCANS):
        start = time.perf_counter()
        with database.transaction():
            database.execute(SCAN, prepare=True).fetchall()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[SCANS // 4 :])
