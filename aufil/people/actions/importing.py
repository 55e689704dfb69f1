"""Bringing in a list of young people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.kernel.statements import Statements
from aufil.people.actions.persons import free_usernames
from aufil.people.actions.supports import support_many
from aufil.people.importing.lines import Line, LineRefusedError, Outcome, PeopleList, read_line
from aufil.people.importing.plan import Change, Planner
from aufil.people.importing.rows import Row
from aufil.people.importing.register import Register
from aufil.people.importing.values import Context
from aufil.people.models import Membership, Person, Role, Structure
from aufil.people.queries import today_in

# Few enough that nobody waits long behind one batch on the embedded database, which has one writer.
AT_ONCE = 100


def import_people(
    *, people: PeopleList, structure: Structure, dry_run: bool = False, actor: Person | None = None
) -> Iterator[Outcome]:
    """What became of each line, in order, as batches of lines are saved; `dry_run` saves none.

    A list cut short keeps its finished batches: bringing it in again does the rest and changes nothing else.
    """
    context = Context(structure.region, today_in(structure))
    planner = Planner(Register(structure), people.file_numbers, context)
    arrival = _Arrival(people, structure, planner, actor)
    for start in range(0, len(people.rows), AT_ONCE):
        rows = people.rows[start : start + AT_ONCE]
        yield from arrival.plan(rows)[0] if dry_run else arrival.save(rows)


@dataclass
class _Arrival:
    """One list on its way in."""

    people: PeopleList
    structure: Structure
    planner: Planner
    actor: Person | None

    def plan(self, rows: Sequence[Row]) -> tuple[list[Outcome], list[Change]]:
        """The outcome of each row, and what the accepted ones change."""
        read = [self._read(row) for row in rows]
        self.planner.register.load([line for line in read if isinstance(line, Line)])
        outcomes, changes = [], []
        for row, line in zip(rows, read, strict=True):
            if isinstance(line, Outcome):
                outcomes.append(line)
                continue
            try:
                change = self.planner.plan(line)
            except LineRefusedError as error:
                outcomes.append(self.people.refusal(row, error))
                continue
            outcomes.append(change.outcome)
            changes.append(change)
        return outcomes, changes

    def save(self, rows: Sequence[Row]) -> list[Outcome]:
        """A batch in one transaction; if it fails, row by row, so that one harms no other."""
        try:
            with transaction.atomic():
                # Two lists at once would make the same person twice.
                Structure.objects.select_for_update(no_key=True).get(pk=self.structure.pk)
                outcomes, changes = self.plan(rows)
                _write(changes, self.structure, self.actor)
            return outcomes
        except IntegrityError:
            # Somebody else wrote meanwhile: what was planned is not what is.
            self.planner.register = Register(self.structure)
        if len(rows) == 1:
            reason = _("La même personne vient d’être changée ailleurs. Recommencez avec la même liste.")
            return [Outcome(rows[0].number, "refused", reason=reason)]
        return [outcome for row in rows for outcome in self.save([row])]

    def _read(self, row: Row) -> Line | Outcome:
        try:
            return read_line(self.people, row, self.planner.context, self.planner.register.staff)
        except LineRefusedError as error:
            return self.people.refusal(row, error)


def _write(changes: Sequence[Change], structure: Structure, actor: Person | None) -> None:
    _create([change for change in changes if change.outcome.outcome == "created"], structure)
    for change in changes:
        if change.outcome.outcome == "updated":
            _update(change)
    told = [change for change in changes if change.outcome.outcome != "unchanged"]
    now, who = clock.now(), actor.pk if actor else None
    lines = [
        journal.Line(now, who, f"person-{c.outcome.outcome}", "person", c.known.person.uid, structure.pk)
        for c in told
    ]
    Statements().write(journal.insertion(lines))
    pairs = [(c.known.person, c.counsellor) for c in told if c.counsellor]
    support_many(pairs=pairs, structure=structure, actor=actor)


def _create(changes: Sequence[Change], structure: Structure) -> None:
    people = [change.known.person for change in changes]
    usernames = free_usernames([(person.first_name, person.last_name) for person in people])
    for person, username in zip(people, usernames, strict=True):
        person.username, person.password = username, make_password(None)
    Person.objects.bulk_create(people)
    site, today = structure.sites.filter(is_main=True).first(), today_in(structure)
    for change in changes:
        known = change.known
        known.membership = Membership(
            person=known.person,
            structure=structure,
            site=site,
            role=Role.YOUNG,
            file_number=known.file_number,
            starts_on=today,
        )
    Membership.objects.bulk_create(change.known.membership for change in changes if change.known.membership)


def _update(change: Change) -> None:
    if change.columns:
        person = change.known.person
        for name, value in change.columns.items():
            setattr(person, name, value)
        person.save(update_fields=[*change.columns, "findable_name"])
    if change.file_number and change.known.membership:
        Membership.objects.filter(pk=change.known.membership.pk).update(file_number=change.file_number)
