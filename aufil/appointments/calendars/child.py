"""The child process that fetches and reads a calendar kept elsewhere: nothing of ours is in it, and it is killed when
it takes too long. What it is asked comes as JSON on its standard input, what it found goes out the same way."""

import contextlib
import json
import os
import resource
import signal
import sys
from datetime import datetime
from typing import Any

from aufil.appointments.calendars.fetching import SECONDS, Known, Limits, Trouble, fetch
from aufil.appointments.calendars.reading import taken_in

MEMORY = 768 * 2**20
PROCESSOR = 10  # seconds


def main() -> None:
    asked = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints is no answer
    _confine()
    try:
        said = _answer(asked)
    except Trouble as trouble:
        said = {"trouble": str(trouble)}
    except (MemoryError, RecursionError):
        said = {"trouble": "too-much"}
    json.dump(said, answers)
    answers.flush()


def _confine() -> None:
    os.nice(10)
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most if limit != resource.RLIMIT_CPU else most + 2))


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(asked["ours"], asked["authority"])
    # Looking a name up heeds no time limit: the alarm does.
    signal.setitimer(signal.ITIMER_REAL, SECONDS + 1)
    came = fetch(asked["address"], Known(asked["etag"], asked["modified"]), limits)
    signal.setitimer(signal.ITIMER_REAL, 0)
    if came.data is None:
        return {"unchanged": True}
    first, last = (datetime.fromisoformat(asked[name]) for name in ("first", "last"))
    found = taken_in(came.data, asked["zone"], first, last)
    return {
        "taken": [[one.starts_at.timestamp(), one.ends_at.timestamp(), one.ours] for one in found.taken],
        "cut_short": found.is_cut_short,
        "etag": came.known.etag,
        "modified": came.known.modified,
    }


if __name__ == "__main__":
    main()
