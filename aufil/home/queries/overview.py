"""States and figures of structures: counts and times, never a text."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from aufil.kernel import clock
from aufil.people.models import Membership, Person, Role, Structure, Support
from aufil.people.queries import today_in
from aufil.thread.models import Member, Side, Thread


@dataclass(frozen=True)
class CounsellorRow:
    """How one counsellor's conversations stand: counts and times, never a text."""

    name: str
    young: int
    waiting: int
    oldest: datetime | None
    week: int


def overview(structure: Structure) -> list[CounsellorRow]:
    """A line for each counsellor of a structure. Four statements."""
    now, today = clock.now(), today_in(structure)
    counsellors = Person.objects.filter(
        pk__in=Membership.objects.on(today).filter(structure=structure, role=Role.COUNSELLOR).values("person")
    )
    young = dict(
        Support.objects.on(today)
        .filter(structure=structure, part=Support.Part.REFERENT)
        .values_list("counsellor")
        .annotate(Count("pk"))
    )
    waiting = _waiting(structure, today)
    week = dict(
        Member.objects.filter(thread__structure=structure, side=Side.STAFF, left_at=None)
        .filter(thread__entries__created_at__gt=now - timedelta(days=7), thread__kind=Thread.Kind.SUPPORT)
        .values_list("person")
        .annotate(Count("thread__entries"))
    )
    return [
        CounsellorRow(
            name=person.full_name,
            young=young.get(person.pk, 0),
            waiting=waiting.get(person.pk, (0, None))[0],
            oldest=waiting.get(person.pk, (0, None))[1],
            week=week.get(person.pk, 0),
        )
        for person in counsellors.order_by("last_name", "first_name")
    ]


def _waiting(structure: Structure, today: date) -> dict[int, tuple[int, datetime | None]]:
    """Of each referent: how many young people wait for an answer, and since when the first does."""
    waiting = Thread.objects.filter(structure=structure, closed_at=None).exclude(unanswered_since=None)
    rows = (
        Support.objects.on(today)
        .filter(structure=structure, part=Support.Part.REFERENT, young__in=waiting.values("young"))
        .values_list("counsellor", "young")
    )
    since = {young: at for young, at in waiting.values_list("young", "unanswered_since") if at}
    found: dict[int, tuple[int, datetime | None]] = {}
    for counsellor, young in rows:
        count, oldest = found.get(counsellor, (0, None))
        found[counsellor] = count + 1, min(oldest or since[young], since[young])
    return found


def installation() -> list[Any]:
    """The structures of this installation with how many people each has. One statement."""
    today = clock.now().date()
    open_now = Q(memberships__starts_on__lte=today) & (
        Q(memberships__ends_on=None) | Q(memberships__ends_on__gt=today)
    )
    young = Q(memberships__role=Role.YOUNG)
    return list(
        Structure.objects.annotate(
            young=Count("memberships__person", filter=open_now & young, distinct=True),
            staff=Count("memberships__person", filter=open_now & ~young, distinct=True),
        )
        .order_by("name")
        .values("name", "slug", "young", "staff")
    )
