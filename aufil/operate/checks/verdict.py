"""What one check says."""

from typing import Literal, NamedTuple

State = Literal["ok", "warning", "fault"]


class Verdict(NamedTuple):
    """`warning`: it works, but is not fit for production, or may not last. `fault`: something does not work.

    `detail` is a French sentence; `mend` the setting or command that changes it, empty when all is well.
    """

    state: State
    detail: str
    mend: str = ""


def ok(detail: str) -> Verdict:
    return Verdict("ok", detail)


def warning(detail: str, mend: str) -> Verdict:
    return Verdict("warning", detail, mend)


def fault(detail: str, mend: str) -> Verdict:
    return Verdict("fault", detail, mend)


def first_line(error: Exception) -> str:
    """The reason an error gives, short enough for a line."""
    lines = str(error).strip().splitlines()
    return lines[0][:200].rstrip(".") if lines else type(error).__name__
