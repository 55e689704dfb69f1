"""The parent's side: have a child read a calendar kept elsewhere, and believe it no more than need be."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

import aufil
from aufil.appointments.calendars.fetching import Known, Limits, Trouble
from aufil.appointments.calendars.reading import MOST, Taken

PATIENCE = 60  # seconds, on a machine that has other things to do
_FROM = str(Path(aufil.__file__).resolve().parent.parent)


@dataclass(frozen=True)
class Read:
    """What a calendar said; `taken` is None when it has not changed."""

    taken: list[Taken] | None
    is_cut_short: bool = False
    known: Known = Known()  # noqa: RUF009 - frozen


def read_outside(
    address: str, known: Known, limits: Limits, *, zone: str, first: datetime, last: datetime
) -> Read:
    """Fetch and read a calendar in a child process; raises `Trouble`."""
    asked = {
        "address": address,
        "etag": known.etag,
        "modified": known.modified,
        "ours": limits.ours,
        "authority": limits.authority,
        "zone": zone,
        "first": first.isoformat(),
        "last": last.isoformat(),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "aufil.appointments.calendars.child"],
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Not a word of ours: settings hold keys.
            env={"PATH": os.defpath, "PYTHONPATH": _FROM, "LANG": "C.UTF-8", **settings.CERTIFICATES},
            cwd="/",
            timeout=PATIENCE,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Trouble("too-much") from None
    if done.returncode == -signal.SIGALRM:
        raise Trouble("slow")
    if done.returncode:
        raise Trouble("too-much")
    return _believed(done.stdout, first, last)


def _believed(said: bytes, first: datetime, last: datetime) -> Read:
    """What a child says, looked at again: it has read anybody's bytes."""
    try:
        word: dict[str, Any] = json.loads(said)
        if "trouble" in word:
            raise Trouble(str(word["trouble"])[:40])
        if word.get("unchanged"):
            return Read(None)
        taken = [
            Taken(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC), str(ours)[:36])
            for start, end, ours in word["taken"]
        ]
        known = Known(str(word["etag"])[:200], str(word["modified"])[:60])
    except (ValueError, KeyError, TypeError, OverflowError):
        raise Trouble("garbage") from None
    slack = timedelta(seconds=1)
    if len(taken) > MOST or not all(
        first - slack <= one.starts_at < one.ends_at <= last + slack for one in taken
    ):
        raise Trouble("garbage")
    return Read(taken, bool(word["cut_short"]), known)
