"""Who supports whom."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from aufil.audit import actions as journal
from aufil.kernel import bus, clock
from aufil.kernel.statements import Statements
from aufil.people.events import SupportEnded, SupportStarted
from aufil.people.models import Person, Structure, Support
from aufil.people.queries import today_in


def support(
    *,
    young: Person,
    counsellor: Person,
    structure: Structure,
    part: str = Support.Part.REFERENT,
    starts_on: date | None = None,
    actor: Person | None = None,
) -> Support:
    """`counsellor` supports `young` from today; a new referent ends the former one's row."""
    pairs = [(young, counsellor)]
    return support_many(pairs=pairs, structure=structure, part=part, starts_on=starts_on, actor=actor)[0]


@transaction.atomic
def support_many(
    *,
    pairs: Sequence[tuple[Person, Person]],
    structure: Structure,
    part: str = Support.Part.REFERENT,
    starts_on: date | None = None,
    actor: Person | None = None,
) -> list[Support]:
    """Each (young person, counsellor) as `support` does, in one go and in order. A young person comes once."""
    today = starts_on or today_in(structure)
    current = _open_rows(structure, [young.pk for young, _counsellor in pairs])
    rows, started, ended = [], [], []
    for young, counsellor in pairs:
        known = current.get(young.pk, {})
        same = known.get(counsellor.pk)
        if same and same.part == part:
            rows.append(same)
            continue
        if same:
            end_support(row=same, on=today, tell=False)
        if part == Support.Part.REFERENT:
            ended += [r for r in known.values() if r.part == part and r.counsellor_id != counsellor.pk]
        row = Support(young=young, counsellor=counsellor, structure=structure, part=part, starts_on=today)
        rows.append(row)
        started.append(row)
    for row in ended:
        end_support(row=row, on=today, tell=False)
    _start(started, structure, actor)
    bus.publish([SupportEnded(structure.pk, row.young_id, row.counsellor_id) for row in ended])
    bus.publish([SupportStarted(structure.pk, row.young_id, row.counsellor_id) for row in started])
    return rows


def _open_rows(structure: Structure, young: Sequence[int]) -> dict[int, dict[int, Support]]:
    """Locked rows without end, by young person then counsellor.

    The young people's own rows are locked first, in one order: a first support has no row to wait for, and one
    that waited for another's to end would not see the row that came instead.
    """
    list(Person.objects.select_for_update().filter(pk__in=young).order_by("pk").values_list("pk"))
    current: dict[int, dict[int, Support]] = {}
    rows = Support.objects.select_for_update().filter(young__in=young, structure=structure, ends_on=None)
    for row in rows:
        current.setdefault(row.young_id, {})[row.counsellor_id] = row
    return current


def _start(rows: Sequence[Support], structure: Structure, actor: Person | None) -> None:
    Support.objects.bulk_create(rows)
    now = clock.now()
    lines = [
        journal.Line(
            at=now,
            actor=(actor or row.counsellor).pk,
            verb=f"support-started-{row.part}",
            subject="person",
            subject_uid=row.young.uid,
            structure=structure.pk,
        )
        for row in rows
    ]
    Statements().write(journal.insertion(lines))


@transaction.atomic
def end_support(*, row: Support, on: date | None = None, tell: bool = True) -> None:
    """A counsellor stops supporting; the row stays, with its end."""
    row.ends_on = on or today_in(row.structure)
    row.save(update_fields=["ends_on"])
    if tell:
        bus.publish([SupportEnded(row.structure_id, row.young_id, row.counsellor_id)])
