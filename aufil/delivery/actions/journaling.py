"""What the journal says of somebody and how they are told: a verb, never a text."""

from aufil.audit import actions as journal
from aufil.people.models import Person


def record_of(person: Person, verb: str, *, by: Person, structure: int | None = None) -> None:
    """`by` did something about `person`, for a structure (its id) or for none."""
    journal.record(verb=verb, subject="person", subject_uid=person.uid, actor=by.pk, structure=structure)
