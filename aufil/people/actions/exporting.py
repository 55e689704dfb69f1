"""Taking out the list of young people, in the columns by which a list comes in."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import transaction

from aufil.audit import actions as journal
from aufil.kernel.lists.rows import guarded, plain
from aufil.kernel.phones import readings, spoken
from aufil.kernel.words import folded
from aufil.people.importing.contacts import as_town, phone_doubt
from aufil.people.importing.headers import HEADERS
from aufil.people.models import Membership, Person, Role, Structure, Support
from aufil.people.queries import staff_of, today_in


@transaction.atomic
def export_people(*, structure: Structure, actor: Person | None, only: Person | None = None) -> bytes:
    """The young people of a structure today, or those one counsellor answers for, as a list that can come back.

    Brought in again it changes nothing. The journal says who took it out.
    """
    today = today_in(structure)
    young = Membership.objects.on(today).filter(structure=structure, role=Role.YOUNG)
    referents = Support.objects.filter(structure=structure, part=Support.Part.REFERENT, ends_on=None)
    if only:
        young = young.filter(person__in=referents.filter(counsellor=only).values("young"))
    names = _names_of_staff(structure)
    answers = {
        pk: names.get(counsellor, "") for pk, counsellor in referents.values_list("young", "counsellor")
    }
    rows = young.select_related("person").order_by("person__last_name", "person__first_name", "person")
    journal.record(
        verb="people-exported",
        subject="structure",
        subject_uid=structure.uid,
        actor=actor.pk if actor else None,
        structure=structure.pk,
    )
    lines = [_cells(row, structure.region, answers.get(row.person_id, "")) for row in rows]
    return as_csv([[titles[0] for titles in HEADERS.values()], *lines])


@transaction.atomic
def take_out_list(*, structure: Structure, actor: Person, rows: Iterable[Sequence[str]]) -> bytes:
    """A list of young people made by another page, for a spreadsheet; the journal says who took it out."""
    journal.record(
        verb="people-exported",
        subject="structure",
        subject_uid=structure.uid,
        actor=actor.pk,
        structure=structure.pk,
    )
    return as_csv(rows)


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as French spreadsheet programs open them; no cell of it is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([guarded(plain(cell)) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _cells(row: Membership, region: str, referent: str) -> list[str]:
    """One young person, in the order of HEADERS."""
    person = row.person
    return [
        person.last_name,
        person.first_name,
        f"{person.birth_date:%d/%m/%Y}" if person.birth_date else "",
        _phone(person.phone, region),
        person.email,
        as_town(plain(person.commune)),
        person.postal_code,
        row.file_number,
        referent,
    ]


def _phone(e164: str, region: str) -> str:
    """A number as people write it, where it reads back as the same without a doubt; else with its prefix."""
    if not e164:
        return ""
    written = spoken(e164)
    plainly = list(readings(written, region).values()) == [e164] and not phone_doubt(written, region)
    return written if plainly else e164


def _names_of_staff(structure: Structure) -> dict[int, str]:
    """What to call each member of staff so that a list finds them again: their name, if it is one person's."""
    staff = list(staff_of(structure))
    called = Counter(
        name
        for person in staff
        for name in {
            folded(person.username),
            folded(person.email),
            folded(person.full_name),
            folded(f"{person.last_name} {person.first_name}"),
        }
    )
    choices = {person.pk: (person.full_name, person.username, person.email) for person in staff}
    return {
        pk: next((name for name in names if name and called[folded(name)] == 1), "")
        for pk, names in choices.items()
    }
