"""What every page's frame needs."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

Frame = Callable[[HttpRequest], dict[str, Any]]
_frame: list[Frame] = []


def register_frame(source: Frame) -> None:
    """`source` gives the frame's links and counts for a request (registered by `config.wiring`)."""
    _frame[:] = [source]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame's links and counts, computed only if a template asks."""
    return {"frame": (lambda: _frame[0](request)) if _frame else {}}
