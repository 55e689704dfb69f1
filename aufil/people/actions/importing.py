"""Bringing in a list of young people."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aufil.audit import actions as journal
from aufil.kernel import clock
from aufil.kernel.lists.rows import Row
from aufil.kernel.statements import Statements
from aufil.people.actions.persons import free_usernames
from aufil.people.actions.supports import support_many
from aufil.people.importing.lines import Line, LineRefusedError, Outcome, PeopleList, read_line
from aufil.people.importing.plan import Change, Planner
from aufil.people.importing.register import Register, likeness
from aufil.people.importing.values import Context
from aufil.people.models import Membership, Person, Role, Structure
from aufil.people.models.person import findable
from aufil.people.queries import today_in

# How many lines are compared with the database at once.
LINES_AT_ONCE = 100
WRITTEN_AT_ONCE = 500
TRIES = 3
Item = TypeVar("Item")


def import_people(
    *, people: PeopleList, structure: Structure, dry_run: bool = False, actor: Person | None = None
) -> Iterator[Outcome]:
    """What became of each line, in order: all are saved together, or none; `dry_run` saves none."""
    if dry_run:
        yield from try_people(people=people, structure=structure)
    else:
        yield from save_people(people=people, structure=structure, actor=actor)


def try_people(*, people: PeopleList, structure: Structure, only: Person | None = None) -> Iterator[Outcome]:
    """What would become of each line; nothing is saved. `only`: see `save_people`."""
    arrival = _Arrival.of(people, structure, None, only)
    for rows in _batches(people.rows, LINES_AT_ONCE):
        yield from arrival.plan(rows)[0]


def save_people(
    *,
    people: PeopleList,
    structure: Structure,
    actor: Person | None = None,
    only: Person | None = None,
    progress: Callable[[int], None] = lambda lines: None,
    finish: Callable[[list[Outcome]], None] = lambda outcomes: None,
) -> list[Outcome]:
    """What became of each line; all is saved in one transaction, `finish` in it, or nothing is.

    `only` limits a list to one counsellor's own young people. The lines are compared beforehand, so that on the
    embedded database others wait for the writing alone; where somebody changed the structure's people
    meanwhile, they are compared again. `progress` hears how many lines are, and stops all by raising.
    """
    for _try in range(TRIES):
        before = likeness(structure)
        arrival = _Arrival.of(people, structure, actor, only)
        outcomes: list[Outcome] = []
        changes: list[Change] = []
        for rows in _batches(people.rows, LINES_AT_ONCE):
            some, their_changes = arrival.plan(rows)
            outcomes += some
            changes += their_changes
            progress(len(outcomes))
        try:
            with transaction.atomic():
                _alone(structure)
                if likeness(structure) != before:
                    continue
                for batch in _batches(changes, WRITTEN_AT_ONCE):
                    _write(batch, structure, actor)
                finish(outcomes)
            return outcomes
        except IntegrityError:
            break  # somebody holds what the comparison does not look at
    return _save_carefully(_Arrival.of(people, structure, actor, only), finish)


def _save_carefully(arrival: "_Arrival", finish: Callable[[list[Outcome]], None]) -> list[Outcome]:
    """All in one transaction too, compared in it; a line that still cannot be written harms no other."""
    with transaction.atomic():
        _alone(arrival.structure)
        rows = arrival.people.rows
        outcomes = [outcome for batch in _batches(rows, LINES_AT_ONCE) for outcome in arrival.save(batch)]
        finish(outcomes)
    return outcomes


def _alone(structure: Structure) -> None:
    """Two lists at once would make the same person twice."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


@dataclass
class _Arrival:
    """One list on its way in."""

    people: PeopleList
    structure: Structure
    planner: Planner
    actor: Person | None

    @classmethod
    def of(
        cls, people: PeopleList, structure: Structure, actor: Person | None, only: Person | None
    ) -> "_Arrival":
        context = Context(structure.region, today_in(structure), people.day_zero)
        planner = Planner(Register(structure), people.file_numbers, context, only)
        return cls(people, structure, planner, actor)

    def plan(self, rows: Sequence[Row]) -> tuple[list[Outcome], list[Change]]:
        """The outcome of each row, and what the accepted ones change."""
        read = [self._read(row) for row in rows]
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
        """A batch, undone if it fails, then row by row, so that one harms no other."""
        try:
            with transaction.atomic():
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
    _update([change for change in changes if change.outcome.outcome == "updated"])
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


def _update(changes: Sequence[Change]) -> None:
    """The persons that change, those with the same columns in one go; then the file numbers."""
    alike: dict[tuple[str, ...], list[Person]] = {}
    for change in changes:
        person = change.known.person
        for name, value in change.columns.items():
            setattr(person, name, value)
        if "phone" in change.columns:
            person.phone_wrong_at = None  # it was the former number
        if change.columns:
            alike.setdefault(tuple(sorted(change.columns)), []).append(person)
    for columns, people in alike.items():
        for person in people:
            person.findable_name = findable(person.first_name, person.last_name)
        Person.objects.bulk_update(people, [*columns, "findable_name", "phone_wrong_at"], batch_size=200)
    for change in changes:
        if change.file_number and change.known.membership:
            Membership.objects.filter(pk=change.known.membership.pk).update(file_number=change.file_number)
