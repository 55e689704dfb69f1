"""A file is announced before its bytes come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aufil.files.models import File
from aufil.files.queries import NewFile
from aufil.people.models import Structure


def expect(*, structure: int, owner: int, files: Sequence[NewFile], at: datetime) -> list[File]:
    """Make place for these files of one person, in the caller's transaction; their bytes are to follow.

    An identifier that exists already breaks a constraint: the caller's transaction fails whole.
    """
    days = Structure.objects.values_list("keep_files_days", flat=True).get(pk=structure)
    keep_until = at.date() + timedelta(days=days)
    rows = [
        File(
            uid=new.uid,
            structure_id=structure,
            owner_id=owner,
            kind=new.kind,
            name=new.name,
            declared_size=new.size,
            preview=new.preview,
            width=new.width,
            height=new.height,
            milliseconds=new.milliseconds,
            keep_until=keep_until,
            created_at=at,
            touched_at=at,
        )
        for new in files
    ]
    return File.objects.bulk_create(rows)
