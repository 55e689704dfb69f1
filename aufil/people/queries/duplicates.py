"""Who in a structure may be one person twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.kernel import clock
from aufil.kernel.phones import spoken
from aufil.people.importing.values import name_key
from aufil.people.models import Distinct, Membership, Merge, Person, Role, Structure, Support
from aufil.people.queries.days import today_in

MOST = 50
MOST_ALIKE = 6  # a phone that more share is an institution's


@dataclass(frozen=True, slots=True)
class Likely:
    """A young person, as far as telling people apart needs."""

    pk: int
    uid: UUID
    first_name: str
    last_name: str
    birth_date: date | None
    phone: str
    email: str

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that may be one person's, and why."""

    one: Likely
    other: Likely
    why: str
    weight: int


def pairs(young: Iterable[Likely], said_distinct: set[tuple[int, int]]) -> list[Pair]:
    """The likeliest first: names and birth date, names in the other order, phone or address with a first name."""
    found: dict[tuple[int, int], Pair] = {}
    groups: dict[tuple[Any, ...], list[Likely]] = defaultdict(list)
    for person in young:
        for key in _keys(person):
            groups[key].append(person)
    for alike in groups.values():
        if len(alike) > MOST_ALIKE:
            continue
        for one, other in combinations(sorted(alike, key=lambda p: p.pk), 2):
            pair = _compared(one, other)
            if pair and (one.pk, other.pk) not in said_distinct:
                found[one.pk, other.pk] = pair
    return sorted(found.values(), key=lambda p: (-p.weight, p.one.last_name, p.one.pk, p.other.pk))[:MOST]


def _keys(person: Likely) -> list[tuple[Any, ...]]:
    keys: list[tuple[Any, ...]] = [("names", frozenset(_names(person)))]
    if person.phone:
        keys.append(("phone", person.phone))
    if person.email:
        keys.append(("email", person.email.casefold()))
    if person.birth_date:
        keys.append(("born", person.birth_date, name_key(person.first_name)))
        keys.append(("born", person.birth_date, name_key(person.last_name)))
    return keys


def _names(person: Likely) -> tuple[str, str]:
    return name_key(person.last_name), name_key(person.first_name)


def _compared(one: Likely, other: Likely) -> Pair | None:
    """What two files have in common, if that is enough; siblings share a phone, twins a birth date."""
    names = set(_names(one)) == set(_names(other))
    first = name_key(one.first_name) == name_key(other.first_name)
    born = one.birth_date is not None and one.birth_date == other.birth_date
    unlike = None not in (one.birth_date, other.birth_date) and not born
    phone = bool(one.phone) and one.phone == other.phone
    email = bool(one.email) and one.email.casefold() == other.email.casefold()
    if names and born:
        return Pair(one, other, _("Mêmes nom, prénom et date de naissance"), 4)
    if names and not unlike:
        return Pair(one, other, _("Mêmes nom et prénom"), 3)
    if names and (phone or email):
        return Pair(one, other, _("Mêmes nom, prénom et coordonnées, dates de naissance différentes"), 2)
    if first and born and (phone or email):
        return Pair(one, other, _("Mêmes prénom, date de naissance et coordonnées"), 3)
    if first and (phone or email) and not unlike:
        return Pair(one, other, _("Mêmes prénom et coordonnées"), 2)
    return None


def mergeable(structure: Structure, only: Person | None = None) -> QuerySet[Person]:
    """The young people of a structure today; `only`: those one counsellor supports."""
    today = today_in(structure)
    young = Membership.objects.on(today).filter(structure=structure, role=Role.YOUNG)
    if only:
        supported = Support.objects.on(today).filter(structure=structure, counsellor=only)
        young = young.filter(person__in=supported.values("young"))
    return Person.objects.filter(pk__in=young.values("person"))


def duplicates_of(structure: Structure, *, only: Person | None = None) -> list[Pair]:
    """Who in a structure may be one person twice; `only`: among those one counsellor supports. Two statements."""
    columns = ("pk", "uid", "first_name", "last_name", "birth_date", "phone", "email")
    rows = mergeable(structure, only).values_list(*columns)
    distinct = set(Distinct.objects.filter(structure=structure).values_list("one", "other"))
    return pairs([Likely(*row) for row in rows], distinct)


def merges_of(structure: Structure, *, made_by: Person | None = None) -> list[Merge]:
    """The merges of a structure that can still be undone, the last first; `made_by` one person."""
    found = Merge.objects.undoable(clock.now()).filter(structure=structure)
    if made_by:
        found = found.filter(made_by=made_by)
    return list(found.select_related("kept", "absorbed", "made_by").defer("memo")[:MOST])


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing two files may say differently, as each says it."""

    field: str
    label: str
    kept: str
    absorbed: str

    @property
    def differs(self) -> bool:
        return bool(self.kept and self.absorbed and self.kept != self.absorbed)

    @property
    def value(self) -> str:
        return self.kept or self.absorbed


@dataclass(frozen=True, slots=True)
class File:
    """What a structure keeps of a young person, as far as a merge must show it."""

    person: Person
    said: dict[str, str]
    supports: list[str]
    devices: int
    situations: int


LABELS = {
    "last_name": gettext_lazy("Nom"),
    "first_name": gettext_lazy("Prénom"),
    "birth_date": gettext_lazy("Date de naissance"),
    "phone": gettext_lazy("Téléphone"),
    "email": gettext_lazy("E-mail"),
    "commune": gettext_lazy("Commune"),
    "postal_code": gettext_lazy("Code postal"),
    "file_number": gettext_lazy("Numéro de dossier"),
    "programme": gettext_lazy("Dispositif"),
    "referent": gettext_lazy("Conseiller référent"),
}


def half_of(person: Person, structure: Structure) -> File:
    """All a merge shows of one of the two. Four statements."""
    today = today_in(structure)
    role = Membership.objects.on(today).filter(person=person, structure=structure, role=Role.YOUNG).last()
    supports = (
        Support.objects.on(today).filter(young=person, structure=structure).select_related("counsellor")
    )
    rows = list(supports)
    referent = next((row.counsellor.full_name for row in rows if row.part == Support.Part.REFERENT), "")
    said = {name: getattr(person, name) for name in LABELS if hasattr(person, name)}
    said |= {
        "birth_date": f"{person.birth_date:%d/%m/%Y}" if person.birth_date else "",
        "phone": spoken(person.phone) if person.phone else "",
        "file_number": role.file_number if role else "",
        "programme": role.programme if role else "",
        "referent": referent,
    }
    return File(
        person,
        said,
        [row.counsellor.full_name for row in rows],
        person.devices.live(clock.now()).count(),
        person.situations.filter(structure=structure).count(),
    )


def choices_between(kept: File, absorbed: File) -> list[Choice]:
    """What the two say, one thing after another."""
    return [
        Choice(field, str(label), kept.said[field], absorbed.said[field])
        for field, label in LABELS.items()
        if kept.said[field] or absorbed.said[field]
    ]
