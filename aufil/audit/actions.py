"""Writing the journal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from aufil.audit.models import Record
from aufil.kernel import clock

KEPT = timedelta(days=366)


class Line(NamedTuple):
    """What the journal keeps, in the order of the columns of `INSERT`."""

    at: datetime
    actor: int | None
    verb: str
    subject: str
    subject_uid: UUID | None
    structure: int | None


INSERT = "INSERT INTO audit_record (at, actor, verb, subject, subject_uid, structure) VALUES (%s, %s, %s, %s, %s, %s)"


def insertion(lines: Sequence[Line]) -> tuple[str, Sequence[Line]]:
    """The journal's part of a write that sends its statements together (`kernel.statements`)."""
    return INSERT, lines


def record(
    *, verb: str, subject: str, subject_uid: UUID | None, actor: int | None, structure: int | None
) -> None:
    """Add one line, in the caller's transaction."""
    Record.objects.create(
        at=clock.now(),
        actor=actor,
        verb=verb,
        subject=subject,
        subject_uid=subject_uid,
        structure=structure,
    )


def purge_old_records() -> None:
    """Forget whole months older than twelve. The trigger refuses anything younger, whoever asks."""
    month = (clock.now() - KEPT).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    Record.objects.filter(at__lt=month).delete()
