"""Reading the journal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from aufil.audit.models import Record


def recorded_since(at: datetime, *, verb: str, subject_uid: UUID, actor: int, structure: int) -> bool:
    """Has somebody done this since an instant?"""
    rows = Record.objects.filter(subject_uid=subject_uid, at__gt=at, verb=verb)
    return rows.filter(actor=actor, structure=structure).exists()


def records_about(subject_uid: UUID, verbs: Sequence[str], structure: int | None = None) -> QuerySet[Record]:
    """The lines about one thing with one of these verbs, the last first; in one structure, if one is named."""
    rows = Record.objects.filter(subject_uid=subject_uid, verb__in=verbs).order_by("-at", "-pk")
    return rows if structure is None else rows.filter(structure=structure)
