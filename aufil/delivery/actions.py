"""Creating, closing and withdrawing notices."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from aufil.delivery.models import Notice


class NewNotice(NamedTuple):
    """A notice to be, in the order of the columns of `INSERT`."""

    structure: int
    person: int
    topic: int
    position: int
    created_at: datetime


INSERT = (
    "INSERT INTO delivery_notice (structure_id, person_id, topic, position, created_at)"
    " VALUES (%s, %s, %s, %s, %s)"
)


def insertion(notices: Sequence[NewNotice]) -> tuple[str, Sequence[NewNotice]]:
    """Delivery's part of a write that sends its statements together (`kernel.statements`)."""
    return INSERT, notices


def close_seen(*, person: int, topic: int, up_to: int, at: datetime) -> None:
    """`person` has seen everything of `topic` up to and including `up_to`."""
    Notice.objects.pending().filter(person=person, topic=topic, position__lte=up_to).update(seen_at=at)


def withdraw(*, topic: int, position: int, at: datetime) -> None:
    """What the notices were about is gone: nobody need be told any more."""
    Notice.objects.pending().filter(topic=topic, position=position).update(withdrawn_at=at)
