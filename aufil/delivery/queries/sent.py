"""What was sent to somebody, what will be, and what did not arrive."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Min, Q, QuerySet

from aufil.delivery.models import Attempt, Carried, Notice, Outgoing, Receipt
from aufil.delivery.states import UNARRIVED, Standing, Try, ending, standing
from aufil.kernel import clock
from aufil.people.models import Membership, Person, Role, Structure

SHOWN = 50
# What was given up is shown for so long: afterwards it is history, read on the person's own page.
SHOWN_FOR = timedelta(days=30)


class Told(NamedTuple):
    """An attempt as a page shows it: when, by what, to where, and what became of it."""

    attempt: Attempt
    shown: Standing
    receipts: list[Receipt]  # in the order they came
    notices: list[Notice]
    parts: int
    is_leaving: bool


def sent_to(person: Person, structure: Structure, most: int = SHOWN) -> list[Told]:
    """What was tried to reach somebody, the last first. Four statements."""
    rows = Attempt.objects.filter(person=person, structure=structure).order_by("-made_at", "-pk")
    attempts = list(rows.prefetch_related("receipts")[:most])
    carried: dict[int, list[Notice]] = {attempt.pk: [] for attempt in attempts}
    for one in Carried.objects.filter(attempt__in=attempts).select_related("notice").order_by("notice_id"):
        carried[one.attempt_id].append(one.notice)
    leaving = set(Outgoing.objects.filter(attempt__in=attempts).values_list("attempt", flat=True))
    return [_told(attempt, carried[attempt.pk], attempt.pk in leaving) for attempt in attempts]


def _told(attempt: Attempt, notices: list[Notice], is_leaving: bool) -> Told:
    receipts = sorted(attempt.receipts.all(), key=lambda one: (one.at, one.pk))
    said = frozenset(one.said for one in receipts)
    one = Try(attempt.pk, attempt.channel, attempt.address, attempt.made_at, said, waits=is_leaving)
    shown = standing([one]) if one.is_alive and not one.was_read else ending([one], "")
    return Told(attempt, shown, receipts, notices, sum(r.parts for r in receipts), is_leaving)


def coming_for(person: Person, structure: Structure) -> list[Notice]:
    """What is still to reach somebody, with why it waits (`state`, `reason`) and when it is looked at next."""
    rows = Notice.objects.open().filter(person=person, structure=structure)
    return list(rows.order_by("created_at", "pk"))


def not_arrived(structure: Structure) -> QuerySet[Notice]:
    """What did not reach a young person of a structure: its last try failed or nobody can tell, it is on the call
    list, or it was given up in the last month; unread all the same. Two index scans; count it as it is."""
    failed = Q(ended_at=None, state__in=(Notice.State.FAILED, Notice.State.TO_CALL))
    given_up = Q(ended_at__gt=clock.now() - SHOWN_FOR, seen_at=None, reason__in=UNARRIVED)
    young = Membership.objects.filter(structure=structure, role=Role.YOUNG).values("person")
    return Notice.objects.filter(failed | given_up, structure=structure, person__in=young)


class Lateness(NamedTuple):
    """How late delivery is: the oldest that is due, for the ladder and for what leaves, and how many are."""

    late: timedelta
    waiting: int


def lateness() -> Lateness:
    """Of all structures together."""
    now = clock.now()
    due = Notice.objects.filter(due_at__lte=now)
    leaving = Outgoing.objects.filter(due_at__lte=now)
    oldest = [rows.aggregate(oldest=Min("due_at"))["oldest"] for rows in (due, leaving)]
    late = max((now - at for at in oldest if at), default=timedelta())
    return Lateness(late, due.count() + leaving.count())
