"""The call list: a line opens when nothing else is left; closes when somebody answered, read, or need not be called."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from aufil.delivery.actions.journaling import record_of
from aufil.delivery.models import CallLine, Notice
from aufil.kernel import clock
from aufil.people.models import Person

Ending = CallLine.Ending


def lines_for(places: Collection[tuple[int, int]], at: datetime) -> dict[tuple[int, int], int]:
    """The open line of each (structure, person), made where there is none; the persons are locked by the caller."""
    wanted = set(places)
    if not wanted:
        return {}
    rows = CallLine.objects.filter(closed_at=None, person__in={person for _structure, person in wanted})
    found = {(row.structure_id, row.person_id): row.pk for row in rows}
    missing = sorted(wanted - found.keys())
    made = CallLine.objects.bulk_create(
        CallLine(structure_id=structure, person_id=person, opened_at=at) for structure, person in missing
    )
    return found | {(row.structure_id, row.person_id): row.pk for row in made}


def close_empty_lines(
    ending: str, *, at: datetime, lines: Collection[int] = (), person: int | None = None
) -> None:
    """Close, of these lines or of all of a person, those on which nothing is left to be told."""
    rows = CallLine.objects.filter(closed_at=None)
    rows = rows.filter(person=person) if person else rows.filter(pk__in=lines)
    left = Notice.objects.open().filter(call=OuterRef("pk"))
    rows.exclude(Exists(left)).update(closed_at=at, ending=ending)


@transaction.atomic
def call_noted(*, person: int, structure: int, outcome: str, actor: int) -> bool:
    """What came of a call to `person` (`thread.models.Call.Outcome`): reached closes the line, all else counts a try.

    False without a line: somebody called of their own accord, or another was first.
    """
    now = clock.now()
    waiting = Notice.objects.open().filter(person=person, structure=structure, call__closed_at=None)
    # In the order of the ladder: notices, then the person; so that nobody waits in a circle.
    list(waiting.filter(call__isnull=False).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    list(Person.objects.select_for_update(no_key=True).filter(pk=person).values_list("pk"))
    line = CallLine.objects.filter(closed_at=None, person=person, structure=structure)
    if outcome != Ending.REACHED:
        return bool(line.update(tries=F("tries") + 1, tried_at=now))
    told = Notice.objects.open().filter(person=person, structure=structure, call__in=line)
    told.update(state=Notice.State.DONE, reason="", ended_at=now, due_at=None)
    closed = {"closed_at": now, "closed_by": actor, "ending": Ending.REACHED}
    return bool(line.update(tries=F("tries") + 1, tried_at=now, **closed))


@transaction.atomic
def note_on_line(*, line: CallLine, outcome: str, actor: Person) -> bool:
    """What came of a call by somebody who is in no thread of theirs; False when another was first."""
    noted = call_noted(person=line.person_id, structure=line.structure_id, outcome=outcome, actor=actor.pk)
    if noted:
        record_of(line.person, f"called-{outcome}", by=actor, structure=line.structure_id)
    return noted


@transaction.atomic
def close_line(*, line: CallLine, actor: Person, why: str = "") -> bool:
    """There is no need to call any more (`CallLine.Why`): what stood on the line is done. Twice is once; False when
    it was closed already."""
    now = clock.now()
    told = Notice.objects.open().filter(call=line)
    list(told.select_for_update().order_by("pk").values_list("pk"))
    open_line = CallLine.objects.filter(pk=line.pk, closed_at=None)
    if not open_line.update(closed_at=now, closed_by=actor, ending=Ending.NO_MORE, why=why):
        return False
    told.update(state=Notice.State.DONE, reason="", ended_at=now, due_at=None)
    record_of(line.person, "call-not-needed", by=actor, structure=line.structure_id)
    return True
