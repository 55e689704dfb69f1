"""A file that did not come is chosen once more."""

from django.db import transaction

from aufil.audit import actions as journal
from aufil.files.actions.receive import AWAITED, check_wanted, forget_pieces
from aufil.files.events import FileChanged
from aufil.files.models import File
from aufil.kernel import bus, clock
from aufil.web.problems import Problem


@transaction.atomic
def expect_again(*, file: File, name: str, size: int) -> None:
    """Wait for a file anew: what came of the former bytes is forgotten, for other bytes may come now.

    409 when it has all come meanwhile, 410 when it is wanted no more.
    """
    row = File.objects.select_for_update().get(pk=file.pk)
    check_wanted(row)
    if row.state not in AWAITED:
        raise Problem("conflict")
    forget_pieces(row)
    row.state, row.received, row.declared_size, row.touched_at = File.State.EXPECTED, 0, size, clock.now()
    row.name, row.preview = name or row.name, b""
    row.width = row.height = row.milliseconds = None
    row.save()
    journal.record(
        verb="file-chosen-again",
        subject="file",
        subject_uid=row.uid,
        actor=row.owner_id,
        structure=row.structure_id,
    )
    bus.publish([FileChanged(row.pk)])
