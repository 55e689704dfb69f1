"""The staff of a structure as its head sees it. Each read is a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, Max, Q, QuerySet, Value, When

from aufil.people.models import Absence, Device, HandOver, Membership, Person, Role, Site, Structure, Support
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries.days import today_in
from aufil.people.queries.hours import working_hours_of


@dataclass(frozen=True)
class Colleague:
    """One of the staff: their roles that hold or are to come, how many young people, when last seen."""

    person: Person
    roles: list[Membership]
    young: int
    seen_at: datetime | None
    away: Absence | None


def team_of(structure: Structure) -> list[Colleague]:
    """The staff of today and of later, by name. Four statements."""
    today = today_in(structure)
    roles: dict[int, list[Membership]] = {}
    rows = Membership.objects.filter(structure=structure, role__in=STAFF_ROLES)
    for row in rows.filter(Q(ends_on=None) | Q(ends_on__gt=today)).select_related("person", "site"):
        roles.setdefault(row.person_id, []).append(row)
    people = sorted(
        (rows[0].person for rows in roles.values()), key=lambda p: (p.last_name, p.first_name, p.pk)
    )
    young = young_counts(structure)
    seen = dict(
        Device.objects.filter(person__in=roles, kind=Device.Kind.BROWSER)
        .values_list("person")
        .annotate(Max("last_seen_at"))
    )
    away = {a.person_id: a for a in Absence.objects.on(today).filter(structure=structure)}
    return [Colleague(p, roles[p.pk], young.get(p.pk, 0), seen.get(p.pk), away.get(p.pk)) for p in people]


def former_staff(structure: Structure) -> list[Person]:
    """Who was on the staff and is no more, by name."""
    today = today_in(structure)
    rows = Membership.objects.filter(structure=structure, role__in=STAFF_ROLES)
    current = rows.filter(Q(ends_on=None) | Q(ends_on__gt=today)).values("person")
    ended = rows.filter(ends_on__lte=today).exclude(person__in=current).values("person")
    return list(Person.objects.filter(pk__in=ended))


def roles_of(person: Person, structure: Structure) -> list[Membership]:
    """All the roles somebody has, had or will have on the staff of a structure, the open ones first."""
    rows = Membership.objects.filter(person=person, structure=structure, role__in=STAFF_ROLES)
    return sorted(
        rows.select_related("site", "structure", "person"), key=lambda r: (r.ends_on is not None, r.starts_on)
    )


def young_counts(structure: Structure) -> dict[int, int]:
    """How many young people each referent answers for today, by their ids."""
    rows = Support.objects.on(today_in(structure)).filter(structure=structure, part=Support.Part.REFERENT)
    return dict(rows.values_list("counsellor").annotate(Count("pk")))


def young_count_of(person: Person, structure: Structure) -> int:
    """How many young people somebody answers for today."""
    rows = Support.objects.on(today_in(structure)).filter(structure=structure, counsellor=person)
    return rows.filter(part=Support.Part.REFERENT).count()


def heads_of(structure: Structure) -> QuerySet[Person]:
    """Who heads the structure."""
    rows = Membership.objects.filter(structure=structure, role=Role.HEAD, ends_on=None)
    return Person.objects.filter(pk__in=rows.values("person"))


def sites_of(structure: Structure) -> QuerySet[Site]:
    """Where a structure receives people today, the main place first."""
    return structure.sites.filter(Q(closed_on=None) | Q(closed_on__gt=today_in(structure)))


def hand_overs_under_way(structure: Structure) -> QuerySet[HandOver]:
    """Young people who are with a colleague until a day that is to come."""
    rows = HandOver.objects.filter(structure=structure, returns_on__gt=today_in(structure))
    return rows.select_related("young", "giver", "taker").order_by("returns_on", "pk")


def absences_of(person: Person, structure: Structure) -> QuerySet[Absence]:
    """Somebody's absences that hold or are to come."""
    rows = Absence.objects.filter(structure=structure, person=person, cancelled_at=None)
    return rows.filter(ends_on__gte=today_in(structure)).select_related("stand_in", "person", "structure")


def absences_between(structure: Structure, first: date, last: date) -> QuerySet[Absence]:
    """The absences of a structure that touch some days, both included."""
    rows = Absence.objects.filter(structure=structure, cancelled_at=None)
    return rows.filter(starts_on__lte=last, ends_on__gte=first).select_related("person", "stand_in")


@dataclass
class MonthRow:
    """One colleague's month: for each day `away`, `off` (not a working day of theirs) or empty."""

    person: Person
    days: list[tuple[date, str]]
    absences: list[Absence] = field(default_factory=list)


def month_of(structure: Structure, first: date, last: date) -> list[MonthRow]:
    """Who is away from `first` to `last`, a row for each of the staff. Six statements."""
    people = [one.person for one in team_of(structure)]
    hours = working_hours_of([person.pk for person in people], structure)
    absences: dict[int, list[Absence]] = {}
    for absence in absences_between(structure, first, last):
        absences.setdefault(absence.person_id, []).append(absence)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def state(person: Person, day: date) -> str:
        own = hours[person.pk]
        return "away" if own.back_from(day) else "" if own.spans(day) else "off"

    return [
        MonthRow(person, [(day, state(person, day)) for day in days], absences.get(person.pk, []))
        for person in people
    ]


def absent_throughout(people: Sequence[Person], structure: Structure, first: date, last: date) -> set[int]:
    """Those of `people` who are away every day from `first` to `last` (ids)."""
    hours = working_hours_of([person.pk for person in people], structure)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {pk for pk, one in hours.items() if all(one.back_from(day) for day in days)}


def colleague_by(structure: Structure, uid: UUID) -> Person | None:
    """One of today's staff by public identifier; None for anybody else."""
    rows = Membership.objects.on(today_in(structure)).filter(structure=structure, role__in=STAFF_ROLES)
    return Person.objects.filter(uid=uid, pk__in=rows.values("person")).first()


def site_counts(structure: Structure) -> dict[int, int]:
    """How many of the staff belong to each site today, by the sites' ids."""
    rows = Membership.objects.on(today_in(structure)).filter(structure=structure, role__in=STAFF_ROLES)
    return dict(rows.exclude(site=None).values_list("site").annotate(Count("person", distinct=True)))


@dataclass(frozen=True)
class FirstSteps:
    """How far a new structure has come: counts alone."""

    heads: int
    heads_came: int
    staff: int
    young: int
    sites: int


def first_steps(structure: Structure) -> FirstSteps:
    """What a structure has of what it needs to begin. Four statements."""
    today = today_in(structure)
    heads = heads_of(structure).values("pk")
    roles = dict(
        Membership.objects.on(today)
        .filter(structure=structure)
        .annotate(side=Case(When(role=Role.YOUNG, then=Value("young")), default=Value("staff")))
        .values_list("side")
        .annotate(Count("person", distinct=True))
    )
    return FirstSteps(
        heads=heads.count(),
        heads_came=Device.objects.filter(person__in=heads).values("person").distinct().count(),
        staff=roles.get("staff", 0),
        young=roles.get("young", 0),
        sites=sites_of(structure).count(),
    )
