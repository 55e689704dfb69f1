"""What was tried for notices, with all that was learnt of it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from aufil.delivery.models import Carried, Outgoing, Receipt
from aufil.delivery.states import KEPT_BACK, Said, Try


def tries_of(notices: Collection[int]) -> dict[int, list[Try]]:
    """The tries for each of these notices (by primary key), in the order they were made. Three statements."""
    rows = Carried.objects.filter(notice__in=notices).order_by("attempt_id")
    carried = list(
        rows.values_list("notice", "attempt", "attempt__channel", "attempt__address", "attempt__made_at")
    )
    attempts = {row[1] for row in carried}
    if not attempts:
        return {}
    said: dict[int, set[str]] = defaultdict(set)
    kept_back = set()
    for attempt, what, code in Receipt.objects.filter(attempt__in=attempts).values_list(
        "attempt", "said", "code"
    ):
        said[attempt].add(what)
        if what == Said.REFUSED and code in KEPT_BACK:
            kept_back.add(attempt)
    leaving = dict(Outgoing.objects.filter(attempt__in=attempts).values_list("attempt", "started_at"))
    tries: dict[int, list[Try]] = defaultdict(list)
    for notice, attempt, channel, address, made_at in carried:
        tries[notice].append(
            Try(
                attempt,
                channel,
                address,
                made_at,
                frozenset(said[attempt]),
                attempt in kept_back,
                attempt in leaving,
                leaving.get(attempt) is not None,
            )
        )
    return tries


def last_told(notices: Collection[int]) -> dict[int, tuple[str, datetime]]:
    """By what channel somebody was last told of each of these, and when; none for what nothing was tried for."""
    tries = tries_of(notices)
    left = {notice: [one for one in some if not one.kept_back] for notice, some in tries.items()}
    return {notice: (some[-1].channel, some[-1].made_at) for notice, some in left.items() if some}
