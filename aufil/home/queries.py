"""Page-level reads of the homes: each a fixed number of statements, whatever the number of people."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from aufil.kernel import clock
from aufil.people.models import Membership, Person, Role, Structure, Support
from aufil.people.queries import search_young
from aufil.thread.models import Entry, Member, Side, Thread
from aufil.thread.queries import last_entries, lines, titled


@dataclass(frozen=True)
class Row:
    """A conversation in a counsellor's list."""

    uid: UUID
    name: str
    initials: str
    excerpt: str
    excerpt_mine: bool
    at: datetime
    unread: int
    is_group: bool
    url: str


def conversations(person: Person) -> list[Row]:
    """The threads of a person: unread first, the oldest unread on top, then the last changed. Three statements."""
    found = titled(lines(person.pk), person.pk)
    last = last_entries([t.line.pk for t in found])
    rows = []
    for thread in found:
        entry = last.get(thread.line.pk)
        rows.append(
            Row(
                uid=thread.uid,
                name=thread.name,
                initials=thread.initials,
                excerpt=" ".join(entry.text.split())[:200] if entry else "",
                excerpt_mine=bool(entry and entry.author_id == person.pk),
                at=entry.created_at if entry else thread.line.updated_at,
                unread=thread.line.unread,
                is_group=thread.line.kind != Thread.Kind.SUPPORT,
                url=f"/fil/{thread.uid}/",
            )
        )
    unread = sorted((r for r in rows if r.unread), key=lambda r: r.at)
    return [*unread, *(r for r in rows if not r.unread)]


@dataclass(frozen=True)
class YoungRow:
    """A young person in the caseload."""

    uid: UUID
    name: str
    initials: str
    age: int | None
    minor: bool
    commune: str
    programme: str
    last_at: datetime | None
    last_mine: bool
    unread: int
    url: str | None
    is_referent: bool


def caseload(viewer: Person, structure: Structure, *, words: str, mine: bool, today: date) -> list[YoungRow]:
    """The young people of a counsellor, or of the whole structure, by name. Six statements at most."""
    people = search_young(structure, words)
    supports = {
        row.young_id: row.part
        for row in Support.objects.on(today).filter(counsellor=viewer, structure=structure)
    }
    if mine:
        people = people.filter(pk__in=supports)
    found = list(people.order_by("last_name", "first_name", "pk")[:500])
    programmes = dict(
        Membership.objects.on(today)
        .filter(structure=structure, role=Role.YOUNG, person__in=found)
        .values_list("person", "programme")
    )
    threads = {line.young: line for line in lines(viewer.pk) if line.young}
    last = last_entries([line.pk for line in threads.values()])
    return [
        _young_row(
            person, viewer, today, programmes.get(person.pk, ""), threads.get(person.pk), last, supports
        )
        for person in found
    ]


def _young_row(person, viewer, today, programme, line, last, supports) -> YoungRow:
    entry = last.get(line.pk) if line else None
    return YoungRow(
        uid=person.uid,
        name=person.full_name,
        initials=person.initials,
        age=person.age_on(today),
        minor=person.is_minor_on(today),
        commune=person.commune,
        programme=programme,
        last_at=entry.created_at if entry else None,
        last_mine=bool(entry and entry.author_id == viewer.pk),
        unread=line.unread if line else 0,
        url=f"/fil/{line.uid}/" if line else None,
        is_referent=supports.get(person.pk) == Support.Part.REFERENT,
    )


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
    now = clock.now()
    today = now.date()
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
    """Of each counsellor: threads whose last word is the young person's and unseen, and since when."""
    last = Entry.objects.filter(thread=OuterRef("pk"), deleted_at=None).order_by("-seq")
    threads = (
        Thread.objects.filter(structure=structure, kind=Thread.Kind.SUPPORT, closed_at=None)
        .annotate(
            last_author=Subquery(last.values("author")[:1]), last_at=Subquery(last.values("created_at")[:1])
        )
        .annotate(seen=Max("members__seen_seq", filter=Q(members__side=Side.STAFF, members__left_at=None)))
        .filter(last_author=F("young"), seen__lt=F("last_seq"))
    )
    found: dict[int, tuple[int, datetime | None]] = {}
    referents = dict(
        Support.objects.on(today)
        .filter(structure=structure, part=Support.Part.REFERENT)
        .values_list("young", "counsellor")
    )
    for young, at in threads.values_list("young", "last_at"):
        counsellor = referents.get(young)
        if counsellor:
            count, oldest = found.get(counsellor, (0, None))
            found[counsellor] = count + 1, min(oldest or at, at)
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


def week_of(structure: Structure) -> list[tuple[int, list[tuple[time, time]]]]:
    """The opening hours of a structure, day by day: `(weekday, [(opens, closes), …])`."""
    days: dict[int, list[tuple[time, time]]] = {day: [] for day in range(7)}
    for row in structure.opening_hours.all():
        if row.site_id is None:
            days[row.weekday].append((row.opens, row.closes))
    return list(days.items())
