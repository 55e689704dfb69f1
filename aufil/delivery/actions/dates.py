"""What matters by an instant and is pointless after another: entries with a day, and what other modules tell."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from aufil.delivery.actions.calls import close_empty_lines, lines_for
from aufil.delivery.actions.notices import withdraw_all
from aufil.delivery.models import CallLine, Notice
from aufil.delivery.models.notice import NoticeQuerySet
from aufil.delivery.states import Reason
from aufil.people.models import Person

Place = tuple[int, int]  # a topic and a position


class Dated(NamedTuple):
    """A notice to be. `created_at`: since when it could be seen on a screen; `due_at`: when the ladder first looks."""

    structure: int
    person: int
    topic: int
    position: int
    created_at: datetime
    due_at: datetime
    reach: int
    matters_at: datetime
    pointless_at: datetime
    urgent: bool = False


def date_notice(
    *, person: int, topic: int, position: int, matters_at: datetime, pointless_at: datetime, reach: int
) -> None:
    """What is told of an entry matters by an instant, is pointless after another, and goes as far as `reach`."""
    rows = Notice.objects.open().filter(person=person, kind="thread", topic=topic, position=position)
    rows.update(matters_at=matters_at, pointless_at=pointless_at, reach=reach)


def tell_of(*, kind: str, told: Sequence[Dated]) -> None:
    """Notices of a kind that a module above words (`delivery.sources`); each once."""
    Notice.objects.bulk_create(
        (
            Notice(
                kind=kind,
                structure_id=one.structure,
                person_id=one.person,
                topic=one.topic,
                position=one.position,
                created_at=one.created_at,
                due_at=one.due_at,
                reach=one.reach,
                matters_at=one.matters_at,
                pointless_at=one.pointless_at,
                urgent=one.urgent,
            )
            for one in told
        ),
        ignore_conflicts=True,
    )


def withdraw_of(*, kind: str, places: Collection[Place], at: datetime) -> None:
    """What these were about does not hold any more: nobody need be told."""
    if places:
        withdraw_all(_at(kind, places), at)


def close_seen_of(*, kind: str, person: int, places: Collection[Place], at: datetime) -> None:
    """`person` has seen what these tell, on its own page."""
    if not places:
        return
    seen = _at(kind, places).pending().filter(person=person)
    if seen.update(seen_at=at, ended_at=at, due_at=None, state=Notice.State.SEEN, reason=""):
        close_empty_lines(CallLine.Ending.SEEN, at=at, person=person)


@transaction.atomic
def ask_for_call(
    *,
    structure: int,
    person: int,
    kind: str,
    place: Place,
    at: datetime,
    pointless_at: datetime,
    reason: str = Reason.ASKED,
) -> None:
    """Somebody asks to be called, or has to be (`reason`): a line on the call list, until it has lost its point. The
    same place is once."""
    topic, position = place
    list(Person.objects.select_for_update(no_key=True).filter(pk=person).values_list("pk"))
    line = lines_for([(structure, person)], at)[structure, person]
    Notice.objects.get_or_create(
        person_id=person,
        kind=kind,
        topic=topic,
        position=position,
        defaults={
            "structure_id": structure,
            "created_at": at,
            "due_at": pointless_at,
            "pointless_at": pointless_at,
            "state": Notice.State.TO_CALL,
            "reason": reason,
            "call_id": line,
        },
    )


def _at(kind: str, places: Collection[Place]) -> NoticeQuerySet:
    by_topic: dict[int, set[int]] = {}
    for topic, position in places:
        by_topic.setdefault(topic, set()).add(position)
    wanted = reduce(or_, (Q(topic=topic, position__in=some) for topic, some in by_topic.items()))
    return Notice.objects.filter(wanted, kind=kind)
