"""`thread`: messages between 200 pairs, both sides connected; the product, then two baselines beside it."""

import contextlib
import json
import secrets
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.driver import Driver, load
from bench.figures import Figure
from bench.services import PYTHON, Service, Stage, free_port, stage, wait_for_port
from bench.usage import busy_seconds, cpu_seconds

PAIRS = 200
PEAK = 120.0  # messages a second: the national peak
WARM_SECONDS, PEAK_SECONDS, STEP_SECONDS = 5.0, 30.0, 8.0
GROWTH, RESOLUTION = 1.25, 1.06
SUSTAINED_MS = 500.0
PAUSE = 1.0


@dataclass
class System:
    """A running server, how it is spoken to, and where its ramp begins (messages a second)."""

    name: str
    place: Stage
    port: int
    kind: str
    pairs: list[dict[str, str]]
    first_rate: float

    def cpu(self) -> dict[str, float]:
        """Processor seconds so far, by service."""
        return {service.name: cpu_seconds([service.pid]) for service in self.place.services}


def measure() -> Iterator[Figure]:
    """All figures of the product, then those of the baselines, then the ratios."""
    told: dict[str, dict[str, float]] = {}
    for name, system in (("product", _product), ("bare", _bare), ("naive", _naive)):
        told[name] = {}
        with system() as running:
            for figure in _measured(running):
                told[name][figure.name.rpartition(".")[2]] = figure.value
                yield figure
    for baseline in ("bare", "naive"):
        for what in ("max_rate", "delivery_p99", "cpu_per_1000"):
            if told[baseline][what]:
                ratio = told["product"][what] / told[baseline][what]
                yield Figure(f"thread.{what}_of_{baseline}", ratio, "×")


@contextlib.contextmanager
def _product() -> Iterator[System]:
    with stage() as place:
        place.postgresql()
        place.redis()
        place.aufil("migrate")
        pairs = json.loads(place.aufil("bench", "prepare", "--pairs", str(PAIRS), "--json"))
        _, port = place.serve()
        yield System("product", place, port, "http", pairs, 400)


@contextlib.contextmanager
def _bare() -> Iterator[System]:
    with stage() as place:
        place.postgresql()
        pairs = _invented(place.folder / "pairs.json")
        place.environment["BARE_PAIRS"] = str(place.folder / "pairs.json")
        port = free_port()
        options = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--timeout-keep-alive", "75"]
        server = ["uvicorn", "bench.baselines.bare:application", "--port", str(port), *options]
        wait_for_port(_module(place, server), port)
        yield System("bare", place, port, "http", pairs, 2000)


@contextlib.contextmanager
def _naive() -> Iterator[System]:
    with stage() as place:
        place.postgresql()
        place.redis()
        pairs = _invented(place.folder / "pairs.json")
        place.run(str(PYTHON), "-m", "bench.baselines.channels_chat", str(place.folder / "pairs.json"))
        port = free_port()
        server = ["daphne", "-b", "127.0.0.1", "-p", str(port), "--access-log", "/dev/null"]
        wait_for_port(_module(place, [*server, "bench.baselines.channels_chat:application"]), port)
        yield System("naive", place, port, "socket", pairs, 100)


def _module(place: Stage, words: list[str]) -> Service:
    return place.start("server", [str(PYTHON), "-m", *words])


def _invented(file: Path) -> list[dict[str, str]]:
    """Pairs of nobody, in the shape of `aufil bench prepare`."""
    token = secrets.token_urlsafe
    pairs = [{"thread": str(uuid.uuid4()), "a_token": token(32), "b_token": token(32)} for _ in range(PAIRS)]
    file.write_text(json.dumps(pairs))
    return pairs


def _measured(system: System) -> Iterator[Figure]:
    prefix = "thread" if system.name == "product" else f"thread.{system.name}"
    with load(system.port, system.kind, system.pairs) as driver:
        driver.ask(rate=PEAK, seconds=WARM_SECONDS)
        for name, value, unit in _at_peak(system, driver):
            yield Figure(f"{prefix}.{name}", value, unit)
        yield Figure(f"{prefix}.max_rate", _highest_rate(driver, system.first_rate), "/s")
        checked = driver.ask(verify="history" if system.name == "product" else "live")
    yield Figure(f"{prefix}.missed_live", checked["missed_live"], "messages")
    if system.name == "product":
        doubled = checked["doubled_live"] + checked["doubled"]
        yield Figure("thread.lost", checked["missing"] + checked["holes"], "messages")
        yield Figure("thread.doubled", doubled, "messages")
        yield Figure("thread.checked", checked["accepted"], "messages")


def _at_peak(system: System, driver: Driver) -> Iterator[tuple[str, float, str]]:
    """The figures at the national peak."""
    written, worked, used = _written(system.place), busy_seconds(), system.cpu()
    told = driver.ask(rate=PEAK, seconds=PEAK_SECONDS)
    worked = busy_seconds() - worked
    used = {name: value - used[name] for name, value in system.cpu().items()}
    time.sleep(PAUSE)  # PostgreSQL counts a little late
    commits, log_bytes = (after - written[place] for place, after in enumerate(_written(system.place)))
    count = max(1, told["accepted"])
    for what in ("accept", "delivery"):
        for share in ("p50", "p95", "p99"):
            yield f"{what}_{share}", told[f"{what}_ms"][share], "ms"
    yield "cpu_per_1000", sum(used.values()) / count * 1000, "s"
    for name, value in used.items():
        yield f"cpu_per_1000_{name}", value / count * 1000, "s"
    yield "commits_each", commits / count, ""
    yield "log_bytes_each", log_bytes / count, "bytes"
    yield "refused", sum(told["refused"].values()), "messages"
    yield "load_lag_p99", told["lag_ms"]["p99"], "ms"
    yield "load_cpu_share", told["load_cpu_share"] * 100, "%"
    others = worked / PEAK_SECONDS - told["load_cpu_share"] - sum(used.values()) / PEAK_SECONDS
    yield "others_cpu_share", max(0.0, others) * 100, "%"


def _written(place: Stage) -> tuple[int, int]:
    """Commits and bytes of write-ahead log of PostgreSQL so far."""
    with psycopg.connect(place.environment["AUFIL_DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT (SELECT sum(xact_commit) FROM pg_stat_database)::bigint,"
            " (SELECT wal_bytes FROM pg_stat_wal)::bigint"
        ).fetchone()
    return row or (0, 0)


def _highest_rate(driver: Driver, first: float) -> float:
    """Messages a second that are all delivered with a p99 under 500 ms: rising steps, then halving the gap.

    A step that fails is tried once more: one stall of a shared machine is not the server's limit.
    """
    best, held, rate, failed = 0.0, 0.0, first, 0.0
    while not failed or failed / held > RESOLUTION:
        reached = _step(driver, rate) or _step(driver, rate)
        if reached:
            held, best = rate, reached
        else:
            failed = rate
            if not held:
                return best
        rate = (held + failed) / 2 if failed else rate * GROWTH
    return best


def _step(driver: Driver, rate: float) -> float:
    """The rate really sent, if all was delivered in time; else 0."""
    told = driver.ask(rate=rate, seconds=STEP_SECONDS)
    _tell_step(rate, told)
    time.sleep(PAUSE)
    return told["sent"] / STEP_SECONDS if _sustained(told) else 0.0


def _tell_step(rate: float, told: dict[str, Any]) -> None:
    said = f"{told['delivered']} of {told['sent']} delivered, p99 {told['delivery_ms']['p99']:.0f} ms"
    print(f"  {rate:.0f}/s: {said}, {told['cut']} cut, refused {told['refused']}", file=sys.stderr)


def _sustained(told: dict[str, Any]) -> bool:
    return told["delivered"] == told["sent"] and told["delivery_ms"]["p99"] < SUSTAINED_MS
