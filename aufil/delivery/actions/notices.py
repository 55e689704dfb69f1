"""Creating, closing and withdrawing notices; handing texts to the gateway."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from aufil.delivery.channels.choice import sms_gateway
from aufil.delivery.models import Notice
from aufil.delivery.models.notice import NoticeQuerySet
from aufil.kernel.ids import new_id
from aufil.kernel.statements import Columns, Insert

THREAD = "thread"
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


COLUMNS = Columns(
    "delivery_notice",
    {
        "structure_id": "bigint",
        "person_id": "bigint",
        "topic": "bigint",
        "position": "bigint",
        "created_at": "timestamptz",
        "due_at": "timestamptz",
    },
)


def insertion(notices: Sequence[NewNotice]) -> Insert:
    """Delivery's part of a write that sends its statements together (`kernel.statements`)."""
    return Insert(COLUMNS, notices)


def close_seen(*, person: int, topic: int, up_to: int, at: datetime) -> None:
    """`person` has seen everything of the thread `topic` up to and including `up_to`."""
    seen = Notice.objects.pending().filter(person=person, kind=THREAD, topic=topic, position__lte=up_to)
    seen.update(seen_at=at, ended_at=at, due_at=None, state=Notice.State.SEEN)


def withdraw(*, topic: int, position: int, at: datetime) -> None:
    """What the notices were about is gone: nobody need be told any more."""
    _withdraw(Notice.objects.filter(kind=THREAD, topic=topic, position=position), at)


def withdraw_for(*, person: int, topic: int, at: datetime) -> None:
    """What the notices were about is no longer for this person to see."""
    _withdraw(Notice.objects.filter(person=person, kind=THREAD, topic=topic), at)


def _withdraw(notices: NoticeQuerySet, at: datetime) -> None:
    notices.pending().update(withdrawn_at=at, ended_at=at, due_at=None, state=Notice.State.WITHDRAWN)


def send_sms(*, to: str, text: str) -> str:
    """Hand a text for a number (E.164) to the gateway; returns the gateway's name for it.

    Takes up to ten seconds: for jobs only. Raises `GatewayError`, and the job comes back later.
    """
    return sms_gateway().send(to=to, text=text, reference=new_id())


def hand_over_notices(*, person: int, to: int, topics: Sequence[int]) -> None:
    """What waits for one person about these topics waits for another: two files became one, or two again."""
    waiting = Notice.objects.pending().filter(person=person, kind=THREAD, topic__in=topics)
    known = Notice.objects.filter(
        person=to, kind=THREAD, topic=OuterRef("topic"), position=OuterRef("position")
    )
    waiting.exclude(Exists(known)).update(person=to)
