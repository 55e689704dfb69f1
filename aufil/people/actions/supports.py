"""Who supports whom: every change of the dated rows goes through `rearrange`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date

from django.db import transaction

from aufil.audit import actions as journal
from aufil.kernel import bus, clock
from aufil.kernel.statements import Statements
from aufil.people.events import SupportEnded, SupportStarted
from aufil.people.models import Person, Structure, Support
from aufil.people.queries import today_in
from aufil.people.spells import Spell, handed_over, joined

Plan = Callable[[int, list[Spell]], list[Spell]]


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
    """Each (young person, counsellor) as `support` does, in one go and in order. A young person comes once.

    Who is to be the referent in the end already (a hand-over returns to them by itself) stays so: nothing changes.
    """
    day = starts_on or today_in(structure)
    counsellors = {young.pk: counsellor.pk for young, counsellor in pairs}

    def plan(young: int, spells: list[Spell]) -> list[Spell]:
        counsellor = counsellors[young]
        if part != Support.Part.REFERENT:
            return joined(spells, Spell(counsellor, part, day))
        if any(s[:2] == (counsellor, part) and s.ends_on is None for s in spells):
            return spells
        return handed_over(spells, taker=counsellor, starts_on=day)

    rearrange(structure=structure, young=list(counsellors), plan=plan, actor=actor)
    current = _rows(structure, counsellors)
    return [
        next(row for row in current[young.pk] if row.counsellor_id == counsellor.pk)
        for young, counsellor in pairs
    ]


@transaction.atomic
def rearrange(*, structure: Structure, young: Sequence[int], plan: Plan, actor: Person | None) -> None:
    """Who supports each of these young people becomes what `plan` makes of what it was; facts for today's changes.

    A row that has begun is never lost: it ends. One that was only planned goes when it is planned no longer.
    """
    hold(young)
    today, rows = today_in(structure), _rows(structure, young)
    before = {pk: _told(rows[pk]) for pk in young}
    wanted = {pk: plan(pk, [spell_of(row) for row in rows[pk]]) for pk in young}
    begin(_settle(structure, rows, wanted, today), structure, actor)
    after = {pk: {s.counsellor for s in wanted[pk] if s.on(today)} for pk in young}
    publish_changes(structure.pk, before, after)


def hold(young: Collection[int]) -> None:
    """Lock the young people's own rows, in one order, until the transaction ends: who decides about them waits.

    A first support has no row to wait for, and one that waited for another's to end would not see the row that
    came instead.
    """
    list(Person.objects.select_for_update().filter(pk__in=young).order_by("pk").values_list("pk"))


def publish_changes(structure: int, before: dict[int, set[int]], after: dict[int, set[int]]) -> None:
    """Tell who has stopped and who has begun, by young person."""
    bus.publish([SupportEnded(structure, y, one) for y, all_ in before.items() for one in all_ - after[y]])
    bus.publish([SupportStarted(structure, y, one) for y, all_ in after.items() for one in all_ - before[y]])


@transaction.atomic
def end_support(*, row: Support, on: date | None = None, tell: bool = True) -> None:
    """A counsellor stops supporting; the row stays, with its end."""
    row.ends_on = on or today_in(row.structure)
    row.stage = Support.Stage.OVER
    row.save(update_fields=["ends_on", "stage"])
    if tell:
        bus.publish([SupportEnded(row.structure_id, row.young_id, row.counsellor_id)])


def spell_of(row: Support) -> Spell:
    return Spell(row.counsellor_id, row.part, row.starts_on, row.ends_on)


def _rows(structure: Structure, young: Collection[int]) -> dict[int, list[Support]]:
    """Locked rows that are in force or to come, by young person."""
    found: dict[int, list[Support]] = defaultdict(list)
    rows = Support.objects.select_for_update().filter(structure=structure, young__in=list(young))
    for row in rows.exclude(stage=Support.Stage.OVER).order_by("starts_on", "pk"):
        found[row.young_id].append(row)
    return found


def _told(rows: Sequence[Support]) -> set[int]:
    """Who supports, as far as the house has been told."""
    return {row.counsellor_id for row in rows if row.stage == Support.Stage.BEGUN}


def _settle(
    structure: Structure, rows: dict[int, list[Support]], wanted: dict[int, list[Spell]], today: date
) -> list[Support]:
    """Make the rows say what is wanted, in a handful of statements; those to write anew are returned."""
    gone: list[int] = []
    changed: list[Support] = []
    fresh: list[Support] = []
    for young, spells in wanted.items():
        known = {spell_of(row)[:3]: row for row in rows[young]}
        for spell in spells:
            row = known.pop(spell[:3], None)
            if row is None:
                fresh.append(_row(structure, young, spell, today))
            elif row.ends_on != spell.ends_on:
                row.ends_on = spell.ends_on
                changed.append(row)
        for row in known.values():
            if row.stage == Support.Stage.PLANNED:
                gone.append(row.pk)
            else:
                row.ends_on = row.starts_on
                changed.append(row)
    for row in changed:
        if row.stage == Support.Stage.BEGUN and row.ends_on and row.ends_on <= today:
            row.stage = Support.Stage.OVER
    Support.objects.filter(pk__in=gone).delete()
    # What ends is written before what goes on: the constraints look at each statement.
    for ends in (True, False):
        some = [row for row in changed if (row.ends_on is not None) == ends]
        Support.objects.bulk_update(some, ["ends_on", "stage"])
    return fresh


def _row(structure: Structure, young: int, spell: Spell, today: date) -> Support:
    begun = spell.starts_on <= today
    return Support(
        structure=structure,
        young_id=young,
        counsellor_id=spell.counsellor,
        part=spell.part,
        starts_on=spell.starts_on,
        ends_on=spell.ends_on,
        stage=Support.Stage.BEGUN if begun else Support.Stage.PLANNED,
    )


def begin(rows: Sequence[Support], structure: Structure, actor: Person | None) -> None:
    """Write new rows, each with its line of the journal; who supports says so when nobody else does."""
    Support.objects.bulk_create(rows)
    if not rows:
        return
    now = clock.now()
    uids = dict(Person.objects.filter(pk__in={r.young_id for r in rows}).values_list("pk", "uid"))
    verbs = {Support.Stage.BEGUN: "started", Support.Stage.PLANNED: "planned"}
    lines = [
        journal.Line(
            at=now,
            actor=actor.pk if actor else row.counsellor_id,
            verb=f"support-{verbs[Support.Stage(row.stage)]}-{row.part}",
            subject="person",
            subject_uid=uids[row.young_id],
            structure=structure.pk,
        )
        for row in rows
    ]
    Statements().write(journal.insertion(lines))
