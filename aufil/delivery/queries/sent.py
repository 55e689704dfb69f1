"""What was sent to somebody, what will be, and what did not arrive."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Max, Min, Q, QuerySet

from aufil.delivery.ladder import Matter, Step, foresee, matter_of
from aufil.delivery.models import Attempt, Carried, Notice, Outgoing, Receipt
from aufil.delivery.queries.tries import tries_of
from aufil.delivery.queries.ways import houses_of, ways_of
from aufil.delivery.states import KEPT_BACK, UNARRIVED, Said, Standing, State, Try, ending, standing
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
    kept_back: str = ""  # the code of ours for which it never left
    again: bool = False  # what it spoke of may be sent again


def attempts_to(person: Person, structure: Structure) -> QuerySet[Attempt]:
    """All that was tried to reach somebody, the last first."""
    return Attempt.objects.filter(person=person, structure=structure).order_by("-made_at", "-pk")


def sent_to(person: Person, structure: Structure, most: int = SHOWN) -> list[Told]:
    """What was tried to reach somebody, the last first. Five statements."""
    return told_of(attempts_to(person, structure)[:most])


def told_of(attempts: QuerySet[Attempt]) -> list[Told]:
    """These attempts, with what became of them. Five statements, however many."""
    rows = list(attempts.prefetch_related("receipts"))
    carried: dict[int, list[Notice]] = {attempt.pk: [] for attempt in rows}
    for one in Carried.objects.filter(attempt__in=carried).select_related("notice").order_by("notice_id"):
        carried[one.attempt_id].append(one.notice)
    leaving = set(Outgoing.objects.filter(attempt__in=carried).values_list("attempt", flat=True))
    last = last_attempts({notice.pk for notices in carried.values() for notice in notices})
    return [_told(attempt, carried[attempt.pk], last, attempt.pk in leaving) for attempt in rows]


def last_attempts(notices: set[int]) -> dict[int, int]:
    """The last attempt for each of these notices."""
    rows = Carried.objects.filter(notice__in=notices).order_by().values_list("notice")
    return dict(rows.annotate(Max("attempt")))


def may_go_again(notice: Notice, at: datetime) -> bool:
    """Is it worth sending again: not seen, not settled, and nothing of it about to leave?"""
    over = notice.seen_at or notice.withdrawn_at or (notice.pointless_at and notice.pointless_at <= at)
    return not over and notice.state in GO_AGAIN


GO_AGAIN = (State.SENT, State.DELIVERED, State.FAILED, State.TO_CALL, State.DROPPED)


def _told(attempt: Attempt, notices: list[Notice], last: dict[int, int], is_leaving: bool) -> Told:
    receipts = sorted(attempt.receipts.all(), key=lambda one: (one.at, one.pk))
    said = frozenset(one.said for one in receipts)
    kept = next((one.code for one in receipts if one.said == Said.REFUSED and one.code in KEPT_BACK), "")
    one = Try(attempt.pk, attempt.channel, attempt.address, attempt.made_at, said, bool(kept), is_leaving)
    shown = standing([one]) if one.is_alive and not one.was_read else ending([one], "")
    now = clock.now()
    again = any(last.get(n.pk) == attempt.pk and may_go_again(n, now) for n in notices)
    parts = sum(r.parts for r in receipts)
    return Told(attempt, shown, receipts, notices, parts, is_leaving, kept, again and not is_leaving)


class Coming(NamedTuple):
    """What will be done for a notice, and when, unless something more is learnt before."""

    notice: Notice
    at: datetime
    step: Step


class Moment(NamedTuple):
    """Something that will be told: it was planned at `made_at`, and is said at `at`."""

    made_at: datetime
    at: datetime
    reach: int
    pointless_at: datetime


def coming_to(person: Person, structure: Structure) -> list[Coming]:
    """What the ladder will do next for all that is still to reach somebody. Fifteen statements, however many."""
    return coming_of(coming_for(person, structure)[:SHOWN], person, structure)[0]


def coming_of(
    notices: Sequence[Notice], person: Person, structure: Structure, planned: Sequence[Moment] = ()
) -> tuple[list[Coming], list[tuple[datetime, Step]]]:
    """The same, for some open notices of a person; and for what will be told later, when it will leave and how."""
    if not notices and not planned:
        return [], []
    now, place = clock.now(), (structure.pk, person.pk)
    tries, house = tries_of([one.pk for one in notices]), houses_of({structure.pk})[structure.pk]
    ways = ways_of({place}, now)[place]
    foreseen = [
        foresee(matter_of(one), tries.get(one.pk, ()), ways, house, max(now, one.due_at or now))
        for one in notices
    ]
    # What leaves by then holds up nothing that leaves weeks later.
    later = ways._replace(last={})
    moments = [
        foresee(Matter(one.made_at, one.reach, pointless_at=one.pointless_at), (), later, house, one.at)
        for one in planned
    ]
    return [Coming(one, *next_one) for one, next_one in zip(notices, foreseen, strict=True)], moments


def coming_for(person: Person, structure: Structure) -> list[Notice]:
    """What is still to reach somebody, with why it waits (`state`, `reason`) and when it is looked at next."""
    rows = Notice.objects.pending().open().filter(person=person, structure=structure)
    return list(rows.order_by("created_at", "pk"))


def not_arrived(structure: Structure | int) -> QuerySet[Notice]:
    """What did not reach a young person of a structure: its last try failed or nobody can tell, it is on the call
    list, or it was given up in the last month; unread all the same. Two index scans; count it as it is."""
    failed = Q(ended_at=None, state__in=(Notice.State.FAILED, Notice.State.TO_CALL))
    given_up = Q(ended_at__gt=clock.now() - SHOWN_FOR, seen_at=None, reason__in=UNARRIVED)
    young = Membership.objects.filter(structure=structure, role=Role.YOUNG).values("person")
    return Notice.objects.filter(failed | given_up, structure=structure, person__in=young)


def not_arrived_count(structure: int) -> int:
    """How many young people of a structure something did not reach. One statement."""
    rows = not_arrived(structure).order_by().values("person").distinct()
    return rows.count()


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
