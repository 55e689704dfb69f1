"""Times of day as people write them."""

import re
from datetime import time

A_TIME = re.compile(r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?")


def as_time(typed: str) -> time:
    """`9:00`, `09:00:00`, `9h30`, `9 h`, `9`. Raises ValueError."""
    found = A_TIME.fullmatch(typed.strip().removesuffix(":00") if typed.count(":") == 2 else typed.strip())
    if not found:
        raise ValueError(typed)
    return time(int(found[1]), int(found[2] or 0))
