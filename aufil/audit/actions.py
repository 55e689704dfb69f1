"""Writing the journal."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from aufil.audit.models import Record
from aufil.kernel import clock
from aufil.kernel.statements import Columns, Insert

KEPT = timedelta(days=366)


class Line(NamedTuple):
    """What the journal keeps, in the order of `COLUMNS`."""

    at: datetime
    actor: int | None
    verb: str
    subject: str
    subject_uid: UUID | None
    structure: int | None


COLUMNS = Columns(
    "audit_record",
    {
        "at": "timestamptz",
        "actor": "bigint",
        "verb": "text",
        "subject": "text",
        "subject_uid": "uuid",
        "structure": "bigint",
    },
)


def insertion(lines: Sequence[Line]) -> Insert:
    """The journal's part of a write that sends its statements together (`kernel.statements`)."""
    return Insert(COLUMNS, lines)


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
