"""The load, a process of its own: `python -m bench.load`, spoken to in lines of JSON.

The first line says what to load, `{"port", "kind", "pairs": [{"thread", "a_token", "b_token"}]}`; both sides
of every pair are connected, then `{"ready": how many}` comes back. Kinds: `http` posts and listens to an event
stream, `socket` does both on a WebSocket, `listen` listens only. Each further line is
`{"rate": per second, "seconds": n}`, answered with latencies and counts, or `{"verify": "live"|"history"}`,
answered with what is lost or doubled of all that was sent (`live`: as far as the streams tell).

Open loop: messages are due at random instants (Poisson), whoever is slow; latency counts from then.
"""

import asyncio
import gc
import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Coroutine
from typing import Any

import uvloop

from bench.figures import percentile
from bench.services import allow_files
from bench.sides import KINDS, Side
from bench.wire import NUMBER

GRACE = 15.0  # how long what is under way may take once nothing more is sent
AHEAD = 0.0002
ACCEPTED = (200, 201)  # 200: the answer of a first try was cut, the second found the entry


class Load:
    """All that was sent, by number."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.port: int = said["port"]
        sort = KINDS[said["kind"]]
        self.sides: list[Side] = []
        for pair in said["pairs"]:
            a, b = (sort(self, pair["thread"], pair[token]) for token in ("a_token", "b_token"))
            a.other, b.other = b, a
            self.sides += [a, b]
        self.sender: list[Side] = []
        self.due: list[float] = []
        self.written: list[float] = []
        self.accepted: list[float] = []
        self.delivered: list[float] = []
        self.deliveries: list[int] = []
        self.statuses: list[int] = []
        self.outstanding = 0  # answers and deliveries still to come
        self._tasks: set[asyncio.Task[None]] = set()

    async def connect(self) -> int:
        """Connect the sides that are not, some at a time; how many were cut since the last time."""
        apart = [side for side in self.sides if side.stream is None or side.stream.cut]
        cut = sum(side.stream is not None for side in apart)
        for start in range(0, len(apart), 20):
            await asyncio.gather(*(side.connect() for side in apart[start : start + 20]))
        return cut

    def heard(self, number: int, by: Side) -> None:
        """`by` heard the message; that its own sender hears it too is nothing new."""
        if self.sender[number].other is by:
            self.deliveries[number] += 1
            if not self.delivered[number]:
                self.delivered[number] = time.perf_counter()
                self.outstanding -= 1

    def came_back(self, number: int, by: Side) -> None:
        """`by` heard the message; if it is their own, that is how they know it was accepted."""
        if self.sender[number] is by:
            self.answered(number, 201)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this beside what is being done."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def answered(self, number: int, status: int) -> None:
        if self.accepted[number]:
            return
        self.accepted[number] = time.perf_counter()
        self.statuses[number] = status
        self.outstanding -= 1 if status in ACCEPTED else 2  # what is refused is not delivered

    def _send(self, due: float) -> None:
        number = len(self.due)
        side = random.choice(self.sides)
        self.sender.append(side)
        self.due.append(due)
        self.accepted.append(0.0)
        self.delivered.append(0.0)
        self.deliveries.append(0)
        self.statuses.append(0)
        self.outstanding += 2
        self.written.append(time.perf_counter())
        side.send(number)

    async def run(self, rate: float, seconds: float) -> dict[str, Any]:
        """Send `rate` messages a second for `seconds`, wait for what is under way, tell what came of it."""
        first, spent = len(self.due), time.process_time()
        start = time.perf_counter() + 0.05
        due, end = start + random.expovariate(rate), start + seconds
        tick = asyncio.Event()
        loop = asyncio.get_running_loop()
        # A timer of the system: the loop's own would round every instant to a millisecond.
        loop.add_signal_handler(signal.SIGALRM, tick.set)
        while due < end:
            now = time.perf_counter()
            while due <= now and due < end:
                self._send(due)
                due += random.expovariate(rate)
            tick.clear()
            signal.setitimer(signal.ITIMER_REAL, max(AHEAD, due - time.perf_counter()))
            await tick.wait()
        sending = time.process_time() - spent
        finished = time.perf_counter()
        while self.outstanding > 0 and time.perf_counter() < finished + GRACE:
            await asyncio.sleep(0.02)
        self.outstanding = 0
        return self._told(first) | {"load_cpu_share": sending / seconds, "cut": await self.connect()}

    def _told(self, first: int) -> dict[str, Any]:
        """Counts and latencies (ms) of the messages numbered from `first`."""
        numbers = range(first, len(self.due))
        accepts = [self.accepted[n] - self.due[n] for n in numbers if self.statuses[n] in ACCEPTED]
        deliveries = [self.delivered[n] - self.due[n] for n in numbers if self.delivered[n]]
        refused = Counter(
            str(self.statuses[n] or "unanswered") for n in numbers if self.statuses[n] not in ACCEPTED
        )
        return {
            "sent": len(numbers),
            "accepted": len(accepts),
            "delivered": len(deliveries),
            "refused": refused,
            "accept_ms": _spread(accepts),
            "delivery_ms": _spread(deliveries),
            "lag_ms": _spread([self.written[n] - self.due[n] for n in numbers]),
        }

    async def verify(self, *, in_history: bool) -> dict[str, int]:
        """Of all that was accepted: what the other's stream missed or told twice, and so the history."""
        accepted = [n for n, status in enumerate(self.statuses) if status in ACCEPTED]
        live = {
            "accepted": len(accepted),
            "missed_live": sum(not self.deliveries[n] for n in accepted),
            "doubled_live": sum(self.deliveries[n] > 1 for n in accepted),
        }
        if not in_history:
            return live
        kept: Counter[int] = Counter()
        holes = 0
        for side in self.sides[::2]:
            entries = [entry async for entry in side.history()]  # type: ignore[attr-defined]
            kept.update(int(NUMBER.search(entry["text"].encode())[1]) for entry in entries)  # type: ignore[index]
            holes += (entries[-1]["seq"] if entries else 0) - len(entries)
        missing, doubled = sum(not kept[n] for n in accepted), sum(kept[n] > 1 for n in accepted)
        return live | {"missing": missing, "doubled": doubled, "holes": holes}


def _spread(seconds: list[float]) -> dict[str, float]:
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {name: percentile(seconds, share) * 1000 for name, share in shares.items()}


async def main() -> None:
    """Obey the lines on standard input."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=64 * 1024 * 1024)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    load = Load(json.loads(await reader.readline()))
    await load.connect()
    gc.freeze()
    gc.disable()  # a pause of ours is not the server's
    print(json.dumps({"ready": len(load.sides)}), flush=True)
    while line := await reader.readline():
        said = json.loads(line)
        if "verify" in said:
            answer = await load.verify(in_history=said["verify"] == "history")
        else:
            answer = await load.run(said["rate"], said["seconds"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    allow_files(20_000)
    uvloop.run(main())
