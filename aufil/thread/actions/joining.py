"""When two files turn out to be one person's: their conversations side by side, none lost."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from aufil.delivery import actions as delivery
from aufil.kernel import clock
from aufil.kernel.memo import Memo, undo
from aufil.thread.models import Joining, Member, Reminder, Side, Thread
from aufil.thread.queries import support_thread_of

UNDO_DAYS = 30


@transaction.atomic
def join_threads(*, structure: int, kept: int, absorbed: int, merge: UUID) -> None:
    """The conversation of `absorbed` closes and is read from that of `kept`, by all who read either."""
    now, memo = clock.now(), Memo()
    _groups(memo, kept, absorbed, structure, now)
    closed = support_thread_of(absorbed, structure)
    if closed is None:
        return
    closed = Thread.objects.select_for_update().get(pk=closed.pk)
    thread = support_thread_of(kept, structure)
    if thread is None:
        thread = Thread(
            structure_id=structure, kind=Thread.Kind.SUPPORT, young_id=kept, created_at=now, updated_at=now
        )
        memo.make(thread)
        _let_in(memo, thread, kept, Side.YOUNG, 0, now)
    waiting = [at for at in (thread.unanswered_since, closed.unanswered_since) if at]
    spoken = [at for at in (thread.last_exchange_at, closed.last_exchange_at) if at]
    memo.change(
        thread, unanswered_since=min(waiting, default=None), last_exchange_at=max(spoken, default=None)
    )
    memo.change(closed, closed_at=now, continued_in_id=thread.pk, unanswered_since=None)
    for earlier in Thread.objects.filter(continued_in=closed):
        memo.change(earlier, continued_in_id=thread.pk)
    _share(memo, thread, closed, kept, absorbed, now)
    for reminder in Reminder.objects.filter(thread=closed):
        memo.change(reminder, thread_id=thread.pk)
    delivery.hand_over_notices(person=absorbed, to=kept, topics=[closed.pk])
    Joining.objects.create(
        merge=merge, kept=thread, closed=closed, memo=memo.lines, undo_until=now + timedelta(days=UNDO_DAYS)
    )


@transaction.atomic
def part_threads(*, kept: int, absorbed: int, merge: UUID) -> None:
    """Undo `join_threads`: each has their own conversation again; what was said since stays where it was said."""
    joining = Joining.objects.select_for_update().filter(merge=merge).first()
    if joining is None:
        return
    now = clock.now()
    came = [line["pk"] for line in joining.memo if _is_new_member(line)]
    Member.objects.filter(pk__in=came, left_at=None).update(left_at=now)
    undo([line for line in joining.memo if not _is_new_member(line)])
    delivery.hand_over_notices(person=kept, to=absorbed, topics=[joining.closed_id])
    joining.delete()


def purge_joinings() -> None:
    """What would undo a joining is forgotten when nobody may undo it any more; the conversations stay."""
    Joining.objects.filter(undo_until__lte=clock.now()).delete()


def _is_new_member(line: dict[str, object]) -> bool:
    return line["what"] == "made" and line["table"] == Member._meta.label_lower


def _share(memo: Memo, thread: Thread, closed: Thread, kept: int, absorbed: int, now: datetime) -> None:
    """The team of each reads the other, with the notes beside them; the young person reads both."""
    young = Member.objects.filter(thread=closed, person=absorbed).first()
    _let_in(memo, closed, kept, Side.YOUNG, young.seen_seq if young else closed.last_seq, now)
    teams = [_team(one) for one in (thread, closed)]
    for one, team in zip((thread, closed), reversed(teams), strict=True):
        beside = [one, *Thread.objects.filter(paired_with=one), *Thread.objects.filter(continued_in=one)]
        for place in beside:
            for person in team:
                _let_in(memo, place, person, Side.STAFF, place.last_seq, now)


def _team(thread: Thread) -> Iterable[int]:
    rows = Member.objects.filter(thread=thread, side=Side.STAFF, left_at=None).order_by("pk")
    return list(rows.values_list("person", flat=True))


def _groups(memo: Memo, kept: int, absorbed: int, structure: int, now: datetime) -> None:
    """In groups, one young person instead of two."""
    rows = Member.objects.filter(person=absorbed, left_at=None, thread__structure=structure)
    for row in rows.filter(thread__kind=Thread.Kind.GROUP).select_related("thread"):
        _let_in(memo, row.thread, kept, Side.YOUNG, row.seen_seq, now)
        memo.change(row, left_at=now)


def _let_in(memo: Memo, thread: Thread, person: int, side: str, seen: int, now: datetime) -> None:
    member = Member.objects.filter(thread=thread, person=person).first()
    if member:
        memo.change(member, left_at=None)
        return
    memo.make(Member(thread=thread, person_id=person, side=side, seen_seq=seen, joined_at=now))
