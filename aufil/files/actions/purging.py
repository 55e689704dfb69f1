"""What is kept no longer: files past their day, pieces nobody goes on with, bytes a crash left without a row.

Rows are forgotten in one transaction with the job that erases their bytes; whatever is killed in between, the bytes
go in the end, and never before their rows.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db import transaction

from aufil.audit import actions as journal
from aufil.files.actions.receive import AWAITED, forget_pieces
from aufil.files.events import FileChanged
from aufil.files.models import Blob, File, Held, Piece
from aufil.files.storage import FOLDERS, erase
from aufil.files.stores import store
from aufil.jobs.actions import job, later
from aufil.kernel import bus, clock

ASKED_AGAIN_AFTER = timedelta(days=7)
PIECES_KEPT = timedelta(days=14)
# Younger bytes may have a row that is being written.
ORPHAN_AFTER = timedelta(days=1)


def forget(*, files: Sequence[int], on: date) -> None:
    """Files of an entry that was taken back: their names and previews go now, their bytes after the day `on`; what has
    not all come is wanted no more. In the caller's transaction, by a job: the caller may hold other locks."""
    if files:
        later(forget_now, files=list(files), on=on.isoformat())


@job
def forget_now(*, files: Sequence[int], on: str) -> None:
    for pk in files:
        with transaction.atomic():
            row = File.objects.select_for_update().get(pk=pk)
            if row.state == File.State.PURGED:
                continue
            row.keep_until = min(row.keep_until, date.fromisoformat(on))
            row.name, row.preview = "", b""
            row.save(update_fields=["keep_until", "name", "preview"])
            if row.state in AWAITED:
                _purge(row)


def purge_files() -> None:
    """Every file past the last day it is kept: its bytes go, its row stays and says when."""
    today = clock.now().date()
    for pk in File.objects.overdue(today).values_list("pk", flat=True):
        with transaction.atomic():
            row = File.objects.select_for_update().get(pk=pk)
            if row.state != File.State.PURGED and row.keep_until < today:
                _purge(row)


def _purge(row: File) -> None:
    """Forget a file's bytes, in the caller's transaction that holds its row."""
    blobs = Blob.objects.filter(file=row)
    if places := list(blobs.values_list("place", flat=True)):
        blobs.delete()
        later(erase, places=places)
    forget_pieces(row)
    row.state, row.refusal, row.purged_at = File.State.PURGED, "", clock.now()
    row.received, row.preview, row.loudness, row.waits_for = 0, b"", b"", ""
    row.save(update_fields=["state", "refusal", "purged_at", "received", "preview", "loudness", "waits_for"])
    journal.record(
        verb="file-purged", subject="file", subject_uid=row.uid, actor=None, structure=row.structure_id
    )
    bus.publish([FileChanged(row.pk)])


def ask_again() -> None:
    """What has not come in seven days is asked for again, on both sides; after seven more, what came of it goes, and
    it would begin anew."""
    now = clock.now()
    late = File.objects.filter(state=File.State.EXPECTED, touched_at__lt=now - ASKED_AGAIN_AFTER)
    for pk in late.values_list("pk", flat=True):
        with transaction.atomic():
            if File.objects.filter(
                pk=pk, state=File.State.EXPECTED, touched_at__lt=now - ASKED_AGAIN_AFTER
            ).update(state=File.State.MISSING):
                bus.publish([FileChanged(pk)])
    given_up = File.objects.filter(state=File.State.MISSING, touched_at__lt=now - PIECES_KEPT, received__gt=0)
    for pk in given_up.values_list("pk", flat=True):
        with transaction.atomic():
            row = File.objects.select_for_update().get(pk=pk)
            if row.state == File.State.MISSING and row.touched_at < now - PIECES_KEPT:
                forget_pieces(row)
                row.received = 0
                row.save(update_fields=["received"])
                bus.publish([FileChanged(pk)])


def sweep_storage() -> None:
    """Bytes without a row, left by a crash between the two: gone after a day."""
    before = clock.now() - ORPHAN_AFTER
    for folder in FOLDERS:
        old = [place for place, written_at in store().places(folder) if written_at < before]
        for some in _by(500, old):
            known = {
                *Blob.objects.filter(place__in=some).values_list("place", flat=True),
                *Piece.objects.filter(place__in=some).values_list("place", flat=True),
                *Held.objects.filter(place__in=some).values_list("place", flat=True),
            }
            for place in some:
                if place not in known:
                    store().remove(place)


def _by(most: int, places: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(places), most):
        yield places[start : start + most]
