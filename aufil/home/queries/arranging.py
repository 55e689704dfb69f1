"""A caseload searched, filtered and ordered as its reader asked."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from aufil.home.queries.cases import Case
from aufil.kernel.words import folded

LAST = date.max
LONG_AGO = datetime.min.replace(tzinfo=UTC)
KEPT: dict[str, Callable[[Case], bool]] = {
    "attend": lambda case: case.unanswered_since is not None,
    "silence": lambda case: case.is_silent,
    "injoignable": lambda case: not case.reached,
    "mineur": lambda case: case.minor,
    "etape": lambda case: case.next_step_on is not None,
}
ORDERS: dict[str, Callable[[Case], Any]] = {
    "nom": lambda case: case.sort_name,
    "echange": lambda case: (case.last_exchange_at or LONG_AGO, case.sort_name),
    "etape": lambda case: (case.next_step_on or LAST, case.sort_name),
    "canal": lambda case: (case.reached, case.channel, case.sort_name),
}


def arranged(cases: Sequence[Case], view: dict[str, str]) -> list[Case]:
    """The cases that `view` (see `CaseloadForm`) lets through, in its order."""
    words = folded(view["q"]).split()
    found = [case for case in cases if all(_holds(case, word) for word in words)]
    if keep := KEPT.get(view["montrer"]):
        found = [case for case in found if keep(case)]
    return sorted(found, key=ORDERS[view["tri"]])


def _holds(case: Case, word: str) -> bool:
    if word in folded(case.name) or word in folded(case.commune):
        return True
    return word.isdecimal() and (word.removeprefix("0") in case.phone or case.file_number.startswith(word))
