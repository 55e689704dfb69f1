"""Bytes come: piece by piece, each durable before it counts, until all are here.

A piece is sealed and kept first; then one transaction moves `File.received` from where the piece begins to where it
ends, if that is still where the file stands, and writes the piece's row. So of two that send at once one goes on
and the other is told where to go on from, and what is counted is there.
"""

import contextlib
import logging
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aufil.audit import actions as journal
from aufil.files.actions.moving import tell_moved
from aufil.files.actions.preparing import prepare
from aufil.files.events import FileChanged
from aufil.files.keys import UnknownKey
from aufil.files.models import File, Piece
from aufil.files.storage import erase, write_piece
from aufil.files.stores import StoreAway, StoreFull, store
from aufil.jobs.actions import later
from aufil.kernel import bus, clock
from aufil.kernel.statements import Statements
from aufil.people.queries import device_liveness, device_trouble
from aufil.web.problems import Problem

PIECE = 256 * 1024  # bytes at most that a cut costs
FULL_AGAIN, AWAY_AGAIN = 60, 30  # seconds until it is worth trying again
log = logging.getLogger("aufil.files")

ELSEWHERE = _("Ces octets ne sont pas la suite de ce qui est arrivé. Demandez où reprendre.")
FULL = _("Il n’y a plus de place pour garder ce fichier. Il partira plus tard.")
AWAY = _("Les fichiers ne peuvent pas être gardés en ce moment. Celui-ci partira plus tard.")


def take_piece(*, file: File, offset: int, data: bytes, device: int | None = None) -> int:
    """Keep the bytes of `file` that begin at `offset`; gives how many are here now. At most `PIECE` at a time.

    Problems: 409 `offset` when they do not follow what is here, 410 when the file is wanted no more, 401 when
    `device` is live no more, 507 `full` and 503 when they cannot be kept now (nothing that came before is lost).
    """
    with kept_or_said():
        piece = write_piece(file, offset, data)
    try:
        with transaction.atomic():
            if device is not None:
                check_device(device, file.owner_id)
            received = _count(piece)
    except Problem:
        with contextlib.suppress(StoreAway):
            store().remove(piece.place)
        raise
    if received < file.declared_size:
        tell_moved(file=file.pk, received=received)
    return received


def take_all(*, file: File, source: BinaryIO) -> None:
    """Keep all that `source` holds of a file that comes in one go (a form), after what is here of it already.

    `source` holds the file from its beginning. Same problems as `take_piece`; 413 when it holds more than announced.
    """
    source.seek(file.received)
    received = file.received
    while data := source.read(PIECE):
        if received + len(data) > file.declared_size:
            raise Problem("too-large")
        received = take_piece(file=file, offset=received, data=data)


def stop(*, file: File) -> None:
    """The sender withdraws what has not all come; its pieces are forgotten. 403 once it is here, 410 after."""
    with transaction.atomic():
        row = File.objects.select_for_update().get(pk=file.pk)
        check_wanted(row)
        if row.state not in AWAITED:
            raise Problem("forbidden", _("Ce fichier est arrivé. Pour l’effacer, supprimez le message."))
        forget_pieces(row)
        row.state, row.purged_at, row.received, row.preview = File.State.PURGED, clock.now(), 0, b""
        row.save(update_fields=["state", "purged_at", "received", "preview"])
        journal.record(
            verb="file-withdrawn",
            subject="file",
            subject_uid=row.uid,
            actor=row.owner_id,
            structure=row.structure_id,
        )
        bus.publish([FileChanged(row.pk)])


AWAITED = (File.State.EXPECTED, File.State.MISSING)
OVER = (File.State.REFUSED, File.State.PURGED)


def check_wanted(file: File) -> None:
    """A 410 problem when the file was refused or forgotten: nothing more of it is wanted."""
    if file.state in OVER:
        raise Problem("gone", _("Ce fichier n’est plus attendu."))


def forget_pieces(file: File) -> None:
    """The pieces of a file go, in the caller's transaction; their bytes soon after it."""
    pieces = Piece.objects.filter(file=file)
    places = list(pieces.values_list("place", flat=True))
    if places:
        pieces.delete()
        later(erase, places=places)


def check_device(device: int, person: int) -> None:
    """A 401 problem when a device is no longer live, or no longer this person's."""
    statements = Statements()
    (rows,) = statements.select(device_liveness(statements, [device], clock.now()))
    if trouble := device_trouble(dict(rows), device, person):
        raise Problem(trouble)


def _count(piece: Piece) -> int:
    """Move the file to the end of `piece`, in the caller's transaction; all here: it is received."""
    now = clock.now()
    row = File.objects.select_for_update().get(pk=piece.file_id)
    check_wanted(row)
    end = piece.offset + piece.size
    if row.state not in AWAITED or row.received != piece.offset or end > row.declared_size:
        raise Problem("offset", ELSEWHERE)
    was_missing = row.state == File.State.MISSING
    row.received, row.touched_at, row.state = end, now, File.State.EXPECTED
    if end == row.declared_size:
        row.state, row.received_at = File.State.RECEIVED, now
    row.save(update_fields=["received", "touched_at", "state", "received_at"])
    piece.save(force_insert=True)
    if row.state == File.State.RECEIVED:
        _all_here(row)
    elif was_missing:
        bus.publish([FileChanged(row.pk)])
    return end


def _all_here(file: File) -> None:
    journal.record(
        verb="file-received",
        subject="file",
        subject_uid=file.uid,
        actor=file.owner_id,
        structure=file.structure_id,
    )
    later(prepare, file=file.pk)
    bus.publish([FileChanged(file.pk)])


@contextlib.contextmanager
def kept_or_said():
    """What a store cannot do, as a problem the sender's phone waits on."""
    try:
        yield
    except StoreFull as error:
        log.error("no room for files: %s", error.__cause__)
        raise Problem("full", FULL, retry_after=FULL_AGAIN) from error
    except (StoreAway, UnknownKey) as error:
        log.error("files cannot be kept: %s", error)
        raise Problem("unavailable", AWAY, retry_after=AWAY_AGAIN) from error
