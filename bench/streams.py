"""`streams`: what open event streams cost while nothing is said."""

import json
import time
from collections.abc import Iterator

from bench.driver import load
from bench.figures import Figure
from bench.services import stage
from bench.usage import cpu_seconds, memory_bytes

FEW, MANY = 1_000, 5_000
IDLE_SECONDS = 60.0
SETTLE_SECONDS = 5.0


def measure() -> Iterator[Figure]:
    """Memory at 1,000 and 5,000 streams over all server processes, and their processor share when idle."""
    with stage() as place:
        place.postgresql()
        place.redis()
        place.aufil("migrate")
        pairs = json.loads(place.aufil("bench", "prepare", "--pairs", str(MANY // 2), "--json"))
        _, port = place.serve()
        pids = [service.pid for service in place.services]
        with load(port, "http", pairs[:1]) as driver:
            driver.ask(rate=20.0, seconds=5.0)  # what is loaded at the first message is not the streams'
        time.sleep(SETTLE_SECONDS)
        empty = memory_bytes(pids)
        idle = _cpu_share(pids)
        yield Figure("streams.empty_mib", empty / 2**20, "MiB")
        yield Figure("streams.idle_cpu_0", idle, "%")
        few = FEW // 2
        started = time.monotonic()
        with load(port, "listen", pairs[:few]):
            yield _each(pids, empty, FEW)
            with load(port, "listen", pairs[few:]):
                took = time.monotonic() - started - SETTLE_SECONDS
                yield Figure("streams.opened_per_second", MANY / took, "/s")
                yield _each(pids, empty, MANY)
                yield Figure("streams.idle_cpu_5000", _cpu_share(pids), "%")


def _each(pids: list[int], empty: int, count: int) -> Figure:
    time.sleep(SETTLE_SECONDS)
    return Figure(f"streams.kib_each_{count}", (memory_bytes(pids) - empty) / count / 1024, "KiB")


def _cpu_share(pids: list[int]) -> float:
    """Per cent of one core, all processes together, over a minute."""
    before = cpu_seconds(pids)
    time.sleep(IDLE_SECONDS)
    return (cpu_seconds(pids) - before) / IDLE_SECONDS * 100
