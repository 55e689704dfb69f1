"""Keys change: those of the installation (what they wrap is wrapped anew), those of structures (what they encrypt is
encrypted anew, a file at a time, in the background)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import BinaryIO, cast

from django.db import transaction

from aufil.audit import actions as journal
from aufil.files.keys import UnknownKey, make_key, wrap_anew
from aufil.files.models import Blob, DataKey, File, Held
from aufil.files.storage import Streamed, read_blob, write_blob
from aufil.jobs.actions import job, later
from aufil.kernel import clock
from aufil.kernel.sealing import fingerprints
from aufil.people.models import Structure

# Pieces name their key in their header alone; none lives longer than this.
PIECES_GONE = timedelta(days=30)


def rewrap_keys() -> int:
    """Wrap with the installation's first key what another one wrapped; gives how many. A key that none of the
    installation's opens is left as it is: `aufil doctor` says so."""
    wrapped = 0
    for row in DataKey.objects.exclude(wrapped_by=fingerprints()[0]):
        try:
            wrap_anew(row)
        except UnknownKey:
            continue
        wrapped += 1
    return wrapped


@job
def rewrap_and_tidy() -> None:
    """The timetable's: wrap anew, and forget data keys nothing needs any more."""
    rewrap_keys()
    forget_unused_keys()


def rotate_keys(structures: Iterable[Structure]) -> int:
    """A new data key for each structure; every file of theirs is encrypted with it by and by. Gives how many files."""
    count = 0
    for structure in structures:
        with transaction.atomic():
            make_key(structure.pk)
            journal.record(
                verb="files-key-changed",
                subject="structure",
                subject_uid=structure.uid,
                actor=None,
                structure=structure.pk,
            )
            files = Blob.objects.filter(file__structure=structure).values_list("file", flat=True).distinct()
            for file in files:
                later(encrypt_anew, file=file)
                count += 1
    return count


@job
def encrypt_anew(*, file: int) -> None:
    """Every version of a file, with its structure's newest key. Again changes nothing."""
    row = File.objects.filter(pk=file).first()
    if row is None:
        return
    newest = DataKey.objects.filter(structure=row.structure_id).order_by("pk").last()
    for blob in Blob.objects.filter(file=row).exclude(key=newest).select_related("file"):
        source = cast(BinaryIO, Streamed(read_blob(blob)))
        write_blob(row, blob.version, source, blob.media_type, instead_of=blob)


def forget_unused_keys() -> None:
    """Data keys that a newer one has followed long ago, and that no version needs."""
    before = clock.now() - PIECES_GONE
    for row in DataKey.objects.all():
        newer = DataKey.objects.filter(structure=row.structure_id, pk__gt=row.pk, created_at__lt=before)
        needed = Blob.objects.filter(key=row).exists() or Held.objects.filter(key=row).exists()
        if newer.exists() and not needed:
            row.delete()
