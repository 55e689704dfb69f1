"""What a structure knows of one young person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from aufil.kernel.words import folded
from aufil.people.models import (
    Membership,
    ObservedTask,
    Person,
    Profile,
    Representative,
    Role,
    Situation,
    Structure,
    Support,
    SupportTheme,
)
from aufil.people.models.person import findable
from aufil.people.queries.days import today_in
from aufil.people.queries.roles import with_role
from aufil.people.queries.supports import schedule_of

DOUBLES = 6
# The stay that lasts is the last, whatever began after it: two files made one leave a second, which has ended.
PRESENT_LAST = (F("ends_on").asc(nulls_last=True), "starts_on", "pk")


@dataclass(frozen=True)
class PersonFile:
    """One young person in one structure, as its staff know them. Eight statements."""

    young: Person
    structure: Structure
    stays: list[Membership]
    profile: Profile
    themes: list[SupportTheme]
    tasks: list[ObservedTask]
    situations: list[Situation]
    representatives: list[Representative]
    schedule: list[Support]
    today: date

    @property
    def membership(self) -> Membership:
        return self.stays[-1]

    @property
    def closed(self) -> bool:
        return not self.membership.holds_on(self.today)

    @property
    def referent(self) -> Support | None:
        return next((row for row in self.now if row.part == Support.Part.REFERENT), None)

    @property
    def colleagues(self) -> list[Support]:
        return [row for row in self.now if row.part != Support.Part.REFERENT]

    @property
    def now(self) -> list[Support]:
        return [row for row in self.schedule if row.starts_on <= self.today]

    @property
    def to_come(self) -> list[Support]:
        """The referents of the days to come, when it changes by itself."""
        later = [row for row in self.schedule if row.starts_on > self.today]
        return [row for row in later if row.part == Support.Part.REFERENT]

    @property
    def rhythm(self) -> int:
        return self.profile.rhythm_days or self.structure.rhythm_days

    @property
    def situation(self) -> Situation | None:
        return current_situation(self.situations)


def file_of(young: Person, structure: Structure) -> PersonFile:
    stays = Membership.objects.filter(person=young, structure=structure, role=Role.YOUNG)
    profile = profile_of(young, structure)
    saved = profile.pk is not None
    return PersonFile(
        young=young,
        structure=structure,
        stays=list(stays.select_related("site").order_by(*PRESENT_LAST)),
        profile=profile,
        themes=list(profile.themes.order_by("pk")) if saved else [],
        tasks=list(profile.tasks.select_related("observed_by").order_by("pk")) if saved else [],
        situations=situations_of(young, structure),
        representatives=list(Representative.objects.filter(person=young, structure=structure).order_by("pk")),
        schedule=schedule_of(young, structure),
        today=today_in(structure),
    )


def profile_of(young: Person, structure: Structure) -> Profile:
    """The profile, or an empty one not saved yet."""
    found = Profile.objects.filter(person=young, structure=structure).first()
    return found or Profile(person=young, structure=structure)


def situations_of(young: Person, structure: Structure) -> list[Situation]:
    """In force first, then planned, then ended; the last begun first."""
    rank = {Situation.State.CURRENT: 0, Situation.State.PLANNED: 1, Situation.State.ENDED: 2}
    rows = Situation.objects.filter(person=young, structure=structure).select_related("recorded_by")
    by_time = sorted(rows, key=lambda row: (row.starts_on or row.recorded_at.date(), row.pk), reverse=True)
    return sorted(by_time, key=lambda row: rank[Situation.State(row.state)])


def current_situation(situations: Sequence[Situation]) -> Situation | None:
    """The first in force in the order of the vocabulary, as the field's own software reads it; else None."""
    order = Situation.Category.values
    in_force = [row for row in situations if row.state == Situation.State.CURRENT]
    return min(in_force, key=lambda row: order.index(row.category), default=None)


def ever_young_of(structure: Structure) -> QuerySet[Person]:
    """The young people a structure supports or has supported."""
    rows = Membership.objects.filter(structure=structure, role=Role.YOUNG)
    return Person.objects.filter(pk__in=rows.values("person"))


def left_people(structure: Structure) -> QuerySet[Person]:
    """The young people who have left a structure, by name: found by a search, in no caseload."""
    here = with_role(structure, Role.YOUNG)
    return ever_young_of(structure).exclude(pk__in=here.values("pk"))


def last_membership(young: Person, structure: Structure) -> Membership | None:
    """The present stay of a young person in a structure, or the last."""
    stays = Membership.objects.filter(person=young, structure=structure, role=Role.YOUNG)
    return stays.order_by(*PRESENT_LAST).last()


def possible_doubles(
    structure: Structure,
    *,
    first_name: str,
    last_name: str,
    birth_date: date | None = None,
    phone: str = "",
    email: str = "",
    file_number: str = "",
) -> list[Person]:
    """Young people of this structure, gone ones too, who may be the same person: name, number or address."""
    same = Q(findable_name=findable(first_name, last_name)) | Q(
        findable_name=folded(f"{last_name} {first_name}")
    )
    if birth_date:
        same |= Q(birth_date=birth_date, last_name__iexact=last_name)
        same |= Q(birth_date=birth_date, first_name__iexact=first_name)
    if phone:
        same |= Q(phone=phone)
    if email:
        same |= Q(email__iexact=email)
    if file_number:
        stays = Membership.objects.filter(structure=structure, role=Role.YOUNG, file_number=file_number)
        same |= Q(pk__in=stays.values("person"))
    return list(ever_young_of(structure).filter(same).order_by("last_name", "first_name", "pk")[:DOUBLES])
