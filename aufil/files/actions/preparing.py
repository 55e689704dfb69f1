"""From "all bytes are here" to ready or refused.

`received` → the antivirus's verdict → a child process looks inside and makes the versions readers open
(`files.preparing`) → `ready`, and what was sent is forgotten; or `refused`, and everything is. Whatever is killed,
whenever: the job comes back, finds the file still `received`, and does it again.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from aufil.audit import actions as journal
from aufil.files import scanning
from aufil.files.actions.moving import EVERY, tell_moved
from aufil.files.events import FileChanged
from aufil.files.models import Blob, File, Piece
from aufil.files.naming import ending_of, true_name
from aufil.files.preparing.bench import FILM, Interrupted, Program, examined, program_for
from aufil.files.preparing.outcome import Refused, Result
from aufil.files.preparing.sniffing import HEAD
from aufil.files.storage import assemble, delete_blob, erase, read_blob, write_blob
from aufil.files.stores import StoreAway, StoreFull
from aufil.jobs.actions import NotYet, job, later
from aufil.kernel import bus

TRIES_MOST = 8  # a file that was the end of so many children or servers is not tried on another
LOOK_AGAIN = timedelta(minutes=10)


@job(lane="heavy")
def prepare(*, file: int) -> None:
    """Examine a received file (its key) and make the versions readers open: it ends ready or refused.

    Does nothing to a file that is not `received`; run twice, it gives the same. What cannot be decided now (the
    antivirus does not answer) raises, and the job comes back later.
    """
    row = _received(file)
    if row is None:
        return
    with _patiently(row):
        sent = assemble(row)
        if harm := _harm_in(row, sent):
            refuse(file=file, code=File.Refusal.HARMFUL, found=harm)
            return
        program = program_for(row.kind, b"".join(read_blob(sent, 0, min(HEAD, sent.size))))
        if program is FILM:
            later(prepare_film, file=file)
            return
        _examine(row, sent, program)


@job(lane="long")
def prepare_film(*, file: int) -> None:
    """The same for what may take a minute, once the antivirus has given its verdict."""
    row = _received(file)
    if row is not None:
        with _patiently(row):
            _examine(row, assemble(row), FILM)


def refuse(*, file: int, code: str, found: str = "") -> None:
    """Nobody will open this file: its bytes go, its sender is told why (`File.Refusal`)."""
    with transaction.atomic():
        row = File.objects.select_for_update().get(pk=file)
        if row.state != File.State.RECEIVED:
            return
        row.state, row.refusal, row.preview, row.waits_for = File.State.REFUSED, code, b"", ""
        row.save(update_fields=["state", "refusal", "preview", "waits_for"])
        _forget_bytes(row)
        _note(row, "file-harmful" if found else "file-refused")
        bus.publish([FileChanged(row.pk)])


def _received(file: int) -> File | None:
    return File.objects.filter(pk=file, state=File.State.RECEIVED).first()


@contextmanager
def _patiently(row: File) -> Iterator[None]:
    """What is away for now makes the file wait, and its sender sees it wait."""
    try:
        yield
    except scanning.Away as error:
        _wait(row, File.Wait.ANTIVIRUS)
        raise NotYet(f"{error}.", at_most=LOOK_AGAIN) from error
    except (StoreAway, StoreFull) as error:
        _wait(row, File.Wait.STORE)
        raise NotYet(
            f"Les fichiers ne peuvent pas être lus ou gardés : {error}.", at_most=LOOK_AGAIN
        ) from error
    except Interrupted as error:
        raise NotYet(f"La préparation a été interrompue ({error}).", at_most=LOOK_AGAIN) from error


def _wait(row: File, what: str) -> None:
    with transaction.atomic():
        here = File.objects.filter(pk=row.pk, state=File.State.RECEIVED)
        if here.exclude(waits_for=what).update(waits_for=what):
            bus.publish([FileChanged(row.pk)])


def _harm_in(row: File, sent: Blob) -> str:
    """What the antivirus found, if there is one; nobody opens anything before it has spoken."""
    if not scanning.is_set():
        return ""
    found = scanning.harm_in(read_blob(sent))
    if row.waits_for:
        with transaction.atomic():
            File.objects.filter(pk=row.pk).update(waits_for="")
            bus.publish([FileChanged(row.pk)])
    return found


def _examine(row: File, sent: Blob, program: Program) -> None:
    extension = ending_of(row.name)
    try:
        with (
            _counted(row),
            examined(
                program, kind=row.kind, extension=extension, chunks=read_blob(sent), moved=_progress(row)
            ) as made,
        ):
            for version, media_type in made.result.versions.items():
                write_blob(row, version, made.files[version], media_type)
            _finish(row.pk, made.result)
    except Refused as refusal:
        refuse(file=row.pk, code=refusal.code)


@contextmanager
def _counted(row: File) -> Iterator[None]:
    """Counts the tries that may have ended by the file's own fault: a child or a server that did not survive."""
    if row.tries >= TRIES_MOST:
        raise Refused("too-much")
    File.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    try:
        yield
    except Exception as error:
        if not (isinstance(error, Interrupted) and error.perhaps_by_the_file):
            File.objects.filter(pk=row.pk).update(tries=F("tries") - 1)
        raise


def _progress(row: File) -> Callable[[int], None]:
    """Told of every hundredth, writes and says some."""
    said = time.monotonic()

    def moved(hundredths: int) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY:
            said = time.monotonic()
            File.objects.filter(pk=row.pk, state=File.State.RECEIVED).update(progress=hundredths)
            tell_moved(file=row.pk, received=row.declared_size, progress=hundredths)

    return moved


@transaction.atomic
def _finish(file: int, result: Result) -> None:
    row = File.objects.select_for_update().get(pk=file)
    if row.state == File.State.READY:
        return  # another worker, who had its lease before us
    if row.state != File.State.RECEIVED:
        _forget_bytes(row)  # it was withdrawn meanwhile
        return
    row.state, row.media_type, row.locked, row.progress = (
        File.State.READY,
        result.media_type,
        result.locked,
        100,
    )
    row.name = true_name(row.name, result.media_type)
    row.waits_for = ""
    for name in ("width", "height", "milliseconds"):
        if (measure := getattr(result, name)) is not None:
            setattr(row, name, measure)
    row.loudness = bytes(result.loudness)
    row.save()
    for blob in Blob.objects.filter(file=row).exclude(version__in=result.versions):
        delete_blob(blob)
    _note(row, "file-ready")
    bus.publish([FileChanged(row.pk)])


def _forget_bytes(row: File) -> None:
    for blob in Blob.objects.filter(file=row):
        delete_blob(blob)
    pieces = Piece.objects.filter(file=row)
    if places := list(pieces.values_list("place", flat=True)):
        pieces.delete()
        later(erase, places=places)


def _note(row: File, verb: str) -> None:
    journal.record(verb=verb, subject="file", subject_uid=row.uid, actor=None, structure=row.structure_id)
