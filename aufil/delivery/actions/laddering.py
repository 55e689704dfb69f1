"""Moving notices along: what the ladder says is written, many at once.

One transaction looks at a batch: the rows are locked, nobody else takes them, and nothing is asked of anybody outside
the database. So there is no lease to lose: killed at any instant, it was not begun.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from aufil.delivery.actions.calls import close_empty_lines, lines_for
from aufil.delivery.actions.keeping import keep
from aufil.delivery.ladder import (
    GATHERED,
    MOMENT,
    Call,
    End,
    House,
    Send,
    Step,
    Wait,
    Way,
    Ways,
    matter_of,
    next_step,
)
from aufil.delivery.models import Attempt, CallLine, Carried, Channel, Notice, Outgoing, Receipt
from aufil.delivery.queries.tries import tries_of
from aufil.delivery.queries.ways import Place, houses_of, ways_of
from aufil.delivery.states import WITHDRAWN, Reason, Said, Standing, State, Try
from aufil.kernel import clock
from aufil.kernel.statements import Columns, Statements, Update
from aufil.people.models import Person

STRETCH = 200
LEAVING = Standing(State.WAITING, Reason.LEAVING)
STANDING = Columns(
    "delivery_notice",
    {
        "id": "bigint",
        "state": "text",
        "reason": "text",
        "due_at": "timestamptz",
        "ended_at": "timestamptz",
        "seen_at": "timestamptz",
        "call_id": "bigint",
    },
)


def climb() -> bool:
    """One stretch of the ladder: what was written for somebody before what was sent to many. Does more wait?"""
    taken = [_climb(weight) for weight in Notice.Weight.values]
    return STRETCH in taken


def _climb(weight: int) -> int:
    now = clock.now()
    due = Notice.objects.due(weight, now)
    # On SQLite whoever begins to write holds up all who do: not every two seconds for nothing.
    if not due.exists():
        return 0
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True).order_by("due_at")[:STRETCH])
        walk(rows, now, companions=True)
    return len(rows)


@dataclass
class Walk:
    """What is known of a batch of open notices, and what is to be written of them."""

    now: datetime
    tries: dict[int, list[Try]]
    houses: dict[int, House]
    ways: dict[Place, Ways]
    steps: dict[int, Step] = field(default_factory=dict)
    sends: dict[tuple[Place, tuple[Way, ...]], list[Notice]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def decide(self, notice: Notice, *, along: bool = False) -> Step:
        place = notice.structure_id, notice.person_id
        house, ways = self.houses[notice.structure_id], self.ways[place]
        early = (GATHERED if ways.wants_groups else house.together) if along else timedelta()
        tries = self.tries.get(notice.pk, ())
        return next_step(matter_of(notice), tries, ways, house, self.now, early=early)

    def take(self, notice: Notice) -> None:
        """Decide of a notice that is due."""
        step = self.steps[notice.pk] = self.decide(notice)
        if isinstance(step, Send):
            self.sends[(notice.structure_id, notice.person_id), step.ways].append(notice)

    def take_along(self, notice: Notice) -> bool:
        """Let a notice that is not due leave with those that do, if it would soon go the same way."""
        step = self.decide(notice, along=True)
        sent = self.sends.get(((notice.structure_id, notice.person_id), getattr(step, "ways", ())))
        if not sent or not isinstance(step, Send):
            return False
        self.steps[notice.pk] = step
        sent.append(notice)
        return True


def walk(notices: Sequence[Notice], now: datetime, *, companions: bool = False) -> None:
    """Take the next step of open notices that are locked; with `companions`, of what can leave with them too.

    About twenty statements, however many notices.
    """
    if not notices:
        return
    people = {notice.person_id for notice in notices}
    # One after another for the same person: what leaves at once is one, and a call line is opened once.
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    others = _companions(notices, people) if companions else []
    everything = [*notices, *others]
    batch = Walk(
        now,
        tries_of([notice.pk for notice in everything]),
        houses_of({notice.structure_id for notice in everything}),
        ways_of({(notice.structure_id, notice.person_id) for notice in everything}, now),
    )
    for notice in notices:
        batch.take(notice)
    moved = [*notices, *(notice for notice in others if batch.take_along(notice))]
    _withdraw_what_waits(batch, moved)
    _send(batch)
    _write(batch, moved)


def _companions(notices: Sequence[Notice], people: Collection[int]) -> list[Notice]:
    rows = Notice.objects.select_for_update(skip_locked=True).filter(person__in=people, due_at__isnull=False)
    return list(rows.exclude(pk__in=[notice.pk for notice in notices]).order_by("pk"))


def _withdraw_what_waits(batch: Walk, notices: Iterable[Notice]) -> None:
    """Who takes the next step takes back what has not left by the last one; what leaves just now is waited for."""
    climbing = [n for n in notices if isinstance(batch.steps[n.pk], Send | Call)]
    waiting = {t.attempt for n in climbing for t in batch.tries.get(n.pk, ()) if t.waits}
    if not waiting:
        return
    rows = Outgoing.objects.select_for_update(skip_locked=True).filter(attempt__in=waiting, started_at=None)
    free = set(rows.values_list("attempt", flat=True))
    keep([Receipt(attempt_id=pk, said=Said.REFUSED, at=batch.now, code=WITHDRAWN) for pk in free])
    Outgoing.objects.filter(attempt__in=free).delete()
    for notice in climbing:
        mine = {t.attempt for t in batch.tries.get(notice.pk, ()) if t.waits}
        step = batch.steps[notice.pk]
        if mine - free:
            batch.steps[notice.pk] = Wait(batch.now + MOMENT, Standing(notice.state, notice.reason))
            if isinstance(step, Send):
                batch.sends[(notice.structure_id, notice.person_id), step.ways].remove(notice)


def _send(batch: Walk) -> None:
    """An attempt for each address, whatever the number of notices it speaks of; then they wait for what comes of it."""
    made: list[tuple[Attempt, list[Notice]]] = []
    for ((structure, person), chosen), notices in batch.sends.items():
        if not notices:
            continue
        ways = batch.ways[structure, person]
        for way in chosen:
            full = says_all(way, ways) and not any(notice.private for notice in notices)
            attempt = Attempt(
                structure_id=structure,
                person_id=person,
                channel=way.channel,
                address=way.address,
                in_full=full,
                made_at=batch.now,
            )
            made.append((attempt, notices))
    if not made:
        return
    Attempt.objects.bulk_create([attempt for attempt, _notices in made])
    Carried.objects.bulk_create(
        Carried(attempt=a, notice=notice) for a, notices in made for notice in notices
    )
    Outgoing.objects.bulk_create(_outgoing(batch, attempt, notices) for attempt, notices in made)
    for attempt, notices in made:
        for notice in notices:
            tried = Try(attempt.pk, attempt.channel, attempt.address, batch.now, waits=True)
            batch.tries.setdefault(notice.pk, []).append(tried)
    for notice in {notice.pk: notice for _attempt, notices in made for notice in notices}.values():
        step = batch.decide(notice)
        waits = isinstance(step, Wait)  # a step whose time is over as it begins gets a moment even so
        batch.steps[notice.pk] = step if waits else Wait(batch.now + MOMENT, LEAVING)


def says_all(way: Way, ways: Ways) -> bool:
    """Is the text itself said on this way, to somebody who lives by it?"""
    if way.channel == Channel.SMS:
        return ways.lives_by_sms
    return way.channel == Channel.EMAIL and ways.lives_by_email


def _outgoing(batch: Walk, attempt: Attempt, notices: Sequence[Notice]) -> Outgoing:
    ends = [
        step.before for notice in notices if isinstance(step := batch.steps[notice.pk], Send) and step.before
    ]
    return Outgoing(
        attempt=attempt,
        channel=attempt.channel,
        weight=min(notice.weight for notice in notices),
        due_at=batch.now,
        leaves_before=min(ends, default=None),
    )


def _write(batch: Walk, notices: Sequence[Notice]) -> None:
    """The notices as they stand now; who is to be called has a line, and lines that hold nothing more close."""
    to_call = [notice for notice in notices if isinstance(batch.steps[notice.pk], Call)]
    lines = lines_for([(n.structure_id, n.person_id) for n in to_call if n.call_id is None], batch.now)
    left_lines = set()
    for notice in notices:
        step = batch.steps[notice.pk]
        if isinstance(step, Wait):
            _stands(notice, step.shown, step.until)
        elif isinstance(step, Call):
            notice.call_id = notice.call_id or lines[notice.structure_id, notice.person_id]
            _stands(notice, Standing(State.TO_CALL, step.reason), notice.pointless_at)
        elif isinstance(step, End):
            if notice.call_id:
                left_lines.add(notice.call_id)
            ended(notice, step.shown, batch.now)
    write_standing(notices)
    if left_lines:
        close_empty_lines(CallLine.Ending.NO_MORE, at=batch.now, lines=left_lines)


def write_standing(notices: Sequence[Notice]) -> None:
    """In one statement: how these notices stand."""
    rows = [(n.pk, str(n.state), str(n.reason), n.due_at, n.ended_at, n.seen_at, n.call_id) for n in notices]
    Statements().write(Update(STANDING, rows))


def _stands(notice: Notice, shown: Standing, due_at: datetime | None) -> None:
    notice.state, notice.reason, notice.due_at = shown.state, shown.reason, due_at


def ended(notice: Notice, shown: Standing, at: datetime) -> None:
    """A notice that has come to its end, or learns something more after it (to be saved)."""
    _stands(notice, shown, None)
    notice.ended_at = notice.ended_at or at
    if shown.state == State.SEEN:
        notice.seen_at = notice.seen_at or at
