"""Creating, closing and withdrawing notices."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from aufil.delivery.actions.calls import close_empty_lines
from aufil.delivery.models import CallLine, Notice
from aufil.delivery.models.notice import NoticeQuerySet
from aufil.kernel import clock
from aufil.kernel.statements import Columns, Insert

THREAD = "thread"
# Kinds whose `topic` and `position` are a thread and an entry of it, and are seen with it.
IN_THREADS = (THREAD, "appointment", "visio-test")
# The shortest wait a structure may set before the first way out: nothing is looked at sooner.
FIRST_LOOK = timedelta(minutes=2)


class NewNotice(NamedTuple):
    """A notice to be, in the order of `COLUMNS`. `due_at`: when the ladder first looks at it (`FIRST_LOOK` later)."""

    structure: int
    person: int
    topic: int
    position: int
    created_at: datetime
    due_at: datetime
    reach: int = Notice.Reach.CALL
    weight: int = Notice.Weight.PERSON
    urgent: bool = False
    private: bool = False


COLUMNS = Columns(
    "delivery_notice",
    {
        "structure_id": "bigint",
        "person_id": "bigint",
        "topic": "bigint",
        "position": "bigint",
        "created_at": "timestamptz",
        "due_at": "timestamptz",
        "reach": "smallint",
        "weight": "smallint",
        "urgent": "boolean",
        "private": "boolean",
    },
)


def insertion(notices: Sequence[NewNotice]) -> Insert:
    """Delivery's part of a write that sends its statements together (`kernel.statements`)."""
    return Insert(COLUMNS, notices)


def tell_again(
    *,
    structure: int,
    person: int,
    kind: str,
    topic: int,
    position: int,
    reach: int = Notice.Reach.PUSH,
    pointless_at: datetime | None = None,
) -> bool:
    """A notice of a kind that a module above words (`delivery.sources`), each once: for staff, what they were told
    already; with more `reach`, what leaves as soon as it may. True when it is new."""
    now = clock.now()
    _notice, is_new = Notice.objects.get_or_create(
        person_id=person,
        kind=kind,
        topic=topic,
        position=position,
        defaults={
            "structure_id": structure,
            "created_at": now,
            "due_at": now,
            "reach": reach,
            "pointless_at": pointless_at,
        },
    )
    return is_new


def close_seen(*, person: int, topic: int, up_to: int, at: datetime) -> None:
    """`person` has seen everything of the thread `topic` up to and including `up_to`, whatever told them of it."""
    seen = Notice.objects.pending().filter(
        person=person, topic=topic, position__lte=up_to, kind__in=IN_THREADS
    )
    if seen.update(seen_at=at, ended_at=at, due_at=None, state=Notice.State.SEEN, reason=""):
        close_empty_lines(CallLine.Ending.SEEN, at=at, person=person)


def withdraw(*, topic: int, position: int, at: datetime) -> None:
    """What the notices were about is gone: nobody need be told any more."""
    withdraw_all(Notice.objects.filter(kind=THREAD, topic=topic, position=position), at)


def withdraw_for(*, person: int, topic: int, at: datetime) -> None:
    """What the notices were about is no longer for this person to see."""
    withdraw_all(Notice.objects.filter(person=person, kind=THREAD, topic=topic), at)


def withdraw_all(notices: NoticeQuerySet, at: datetime) -> None:
    waiting = notices.pending()
    lines = list(waiting.open().filter(call__isnull=False).values_list("call", flat=True).distinct())
    waiting.update(withdrawn_at=at, ended_at=at, due_at=None, state=Notice.State.WITHDRAWN, reason="")
    if lines:
        close_empty_lines(CallLine.Ending.NO_MORE, at=at, lines=lines)


def hand_over_notices(*, person: int, to: int, topics: Sequence[int]) -> None:
    """What waits for one person about these topics waits for another: two files became one, or two again."""
    waiting = Notice.objects.pending().filter(person=person, kind=THREAD, topic__in=topics)
    known = Notice.objects.filter(
        person=to, kind=THREAD, topic=OuterRef("topic"), position=OuterRef("position")
    )
    waiting.exclude(Exists(known)).update(person=to)
    # The line was the other's: the ladder opens theirs.
    now = clock.now()
    on_a_line = Notice.objects.open().filter(person=to, call__person=person)
    on_a_line.update(call=None, state=Notice.State.WAITING, reason="", due_at=now)
    close_empty_lines(CallLine.Ending.NO_MORE, at=now, person=person)
