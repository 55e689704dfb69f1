"""The command line of `bin/bench`."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

import psutil

from bench import (
    delivery,
    history,
    lists,
    pages,
    races,
    search,
    slots,
    streams,
    thread,
    today,
    uploads,
    video,
)
from bench.figures import Figure
from bench.services import Unable

MEASUREMENTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "thread": thread.measure,
    "streams": streams.measure,
    "pages": pages.measure,
    "history": history.measure,
    "today": today.measure,
    "import": lists.measure,
    "search": search.measure,
    "uploads": uploads.measure,
    "delivery": delivery.measure,
    "slots": slots.measure,
    "races": races.measure,
    "video": video.measure,
}


def main() -> int:
    """0: every limit held; 1: one is missed, or a measurement cannot be made; 2: wrong usage."""
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure Aufil against its promises.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which measurements (all without a name)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--list", action="store_true", help="name the measurements")
    options = parser.parse_args()
    if options.list:
        print("\n".join(MEASUREMENTS))
        return 0
    if unknown := set(options.names) - set(MEASUREMENTS):
        parser.error(f"no measurement is called {', '.join(sorted(unknown))}; bin/bench --list names them")
    _tell_conditions()
    held = True
    for name in options.names or MEASUREMENTS:
        try:
            for figure in MEASUREMENTS[name]():
                print(figure.as_json() if options.json else figure.as_line(), flush=True)
                held = held and figure.met is not False
        except Unable as error:
            print(f"{name}: {error}", file=sys.stderr)
            held = False
    return 0 if held else 1


def _tell_conditions() -> None:
    """What else the machine is doing, and how fast its disk is: figures from a busy one mislead."""
    busy = psutil.cpu_percent(interval=1.0)
    said = (
        f"{psutil.cpu_count()} cores, {busy:.0f} % busy before, {_sync_ms():.2f} ms to make a write durable"
    )
    print(f"{time.strftime('%F %T')}, {said}", file=sys.stderr)


def _sync_ms() -> float:
    """Median milliseconds of `fdatasync` after a write of 8 KB, where the databases will be."""
    with tempfile.TemporaryFile(buffering=0) as file:
        times = []
        for _ in range(50):
            file.write(bytes(8192))
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
