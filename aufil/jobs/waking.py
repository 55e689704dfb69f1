"""A bell for each lane: who asks for work rings it, who waits for work in the same process hears it.

Only a hint: a worker that hears nothing (another process asked) looks each second.
"""

import threading

from aufil.jobs.registry import LANES, Lane

_bells = {lane: threading.Event() for lane in LANES}


def wake(lane: Lane) -> None:
    """Work may be due in this lane."""
    _bells[lane].set()


def listen(lane: Lane) -> None:
    """From here on a ring is remembered; call it before looking for work."""
    _bells[lane].clear()


def wait(lane: Lane, seconds: float) -> None:
    """Until somebody rings, or has rung since `listen`; at most so long."""
    _bells[lane].wait(seconds)
