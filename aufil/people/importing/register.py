"""Who the structure knows: as the database has them, and as the rows read so far will have made them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from aufil.kernel.lists.rows import plain
from aufil.people.importing.values import name_key
from aufil.people.models import Membership, Person, Role, Structure, Support
from aufil.people.queries import find_staff, today_in

Identity = tuple[str, str, date | None]


@dataclass(eq=False)
class Known:
    """A person with a role in the structure; `membership` is the young person's, once saved."""

    person: Person
    membership: Membership | None = None
    is_young: bool = False
    file_number: str = ""
    referent: int | None = None
    referent_name: str = ""

    @property
    def identity(self) -> Identity:
        person = self.person
        return name_key(person.last_name), name_key(person.first_name), person.birth_date


@dataclass
class Register:
    """Look-ups for the planning of a list: everybody of the structure, read once in three statements."""

    structure: Structure
    by_number: dict[str, Known] = field(default_factory=dict)
    by_identity: dict[Identity, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_contact: dict[tuple[str, str], list[Known]] = field(default_factory=lambda: defaultdict(list))
    # Whose a refused line says a file number is: no later line gives it to somebody else.
    claims: dict[str, Known] = field(default_factory=dict)
    # Whose support here has ended: found by number or identity, never touched.
    left: dict[Any, Membership] = field(default_factory=dict)
    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    _by_pk: dict[int, Known] = field(default_factory=dict)
    _staff: dict[str, Person | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        today = today_in(self.structure)
        open_rows = Q(ends_on=None) | Q(ends_on__gt=today)
        rows = Membership.objects.filter(structure=self.structure).select_related("person")
        self._take(list(rows.filter(open_rows)))
        for known in self._by_pk.values():
            if known.is_young:
                self.names[known.identity[:2]] += 1
        for row in rows.filter(role=Role.YOUNG, ends_on__lte=today).order_by("ends_on"):
            self.left[Known(row.person).identity] = row
            if row.file_number:
                self.left[plain(row.file_number)] = row

    def staff(self, words: str) -> Person | None:
        """A member of staff, asked of the database once."""
        if words not in self._staff:
            self._staff[words] = find_staff(words, self.structure)
        return self._staff[words]

    def _take(self, rows: Sequence[Membership]) -> None:
        for row in rows:
            known = self._by_pk.get(row.person_id)
            if known is None:
                known = self._by_pk[row.person_id] = Known(row.person)
                self.enter(known)
            if row.role == Role.YOUNG and not known.is_young:
                self.leave(known)
                known.is_young, known.membership, known.file_number = True, row, plain(row.file_number)
                self.enter(known)
        self._take_referents()

    def _take_referents(self) -> None:
        referents = Support.objects.filter(structure=self.structure, part=Support.Part.REFERENT, ends_on=None)
        for row in referents.select_related("counsellor"):
            if known := self._by_pk.get(row.young_id):
                known.referent, known.referent_name = row.counsellor_id, row.counsellor.full_name

    def enter(self, known: Known) -> None:
        """`known` can be found by what it now is."""
        if known.file_number:
            self.by_number[known.file_number] = known
        if known.is_young:
            self.by_identity[known.identity].append(known)
        for contact in _contacts(known.person):
            self.by_contact[contact].append(known)

    def leave(self, known: Known) -> None:
        """`known` is about to change: it is no longer found by what it was."""
        self.by_number.pop(known.file_number, None)
        if known.is_young:
            self.by_identity[known.identity].remove(known)
        for contact in _contacts(known.person):
            self.by_contact[contact].remove(known)

    def others_at(self, contact: str, value: str, known: Known) -> list[Known]:
        """Who else has this phone or e-mail."""
        key = contact, value.casefold()
        return [other for other in self.by_contact[key] if other is not known]


def likeness(structure: Structure) -> int:
    """A number that differs, for all purposes, once anybody changed the people of a structure: what a list was
    compared with. Two statements."""
    young = Membership.objects.filter(structure=structure)
    person = ("last_name", "first_name", "birth_date", "phone", "email", "commune", "postal_code", "username")
    rows = young.order_by("pk").values_list(
        "pk", "person", "role", "file_number", "starts_on", "ends_on", *(f"person__{name}" for name in person)
    )
    supports = Support.objects.filter(structure=structure, part=Support.Part.REFERENT, ends_on=None)
    return hash((tuple(rows), tuple(supports.order_by("pk").values_list("pk", "young", "counsellor"))))


def _contacts(person: Person) -> list[tuple[str, str]]:
    pairs = (("phone", person.phone), ("email", person.email))
    return [(contact, value.casefold()) for contact, value in pairs if value]
