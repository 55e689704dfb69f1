"""Bytes kept and given back, on a disk here and in a bucket in `test_s3`."""

import io
import os
import stat
from pathlib import Path

import pytest

from aufil.files.crypt import FRAME, Altered
from aufil.files.models import Blob, DataKey, File, Piece
from aufil.files.storage import assemble, delete_blob, read_blob, write_blob, write_piece
from aufil.files.stores import Gone, StoreFull, store
from aufil.files.tests.conftest import Announce
from aufil.jobs.worker import work_off
from tests.support import Cast

CONTENT = os.urandom(3 * FRAME + 77)


def kept(shelf: Path) -> list[Path]:
    return [path for path in shelf.rglob("*") if path.is_file()]


def test_what_is_kept_comes_back_whole_and_in_ranges(announce: Announce) -> None:
    blob = write_blob(announce(10), Blob.Version.ORIGINAL, io.BytesIO(CONTENT), "application/pdf")
    assert blob.size == len(CONTENT)
    assert b"".join(read_blob(blob)) == CONTENT
    for start, stop in [(0, 1), (FRAME - 1, FRAME + 1), (FRAME, 2 * FRAME), (len(CONTENT) - 3, len(CONTENT))]:
        assert b"".join(read_blob(blob, start, stop)) == CONTENT[start:stop]


def test_on_the_disk_nobody_else_reads_and_nothing_is_clear(announce: Announce, shelf: Path) -> None:
    clear = b"Bulletin de salaire de Lea Baron. " * 50
    write_blob(announce(10), Blob.Version.ORIGINAL, io.BytesIO(clear), "application/pdf")
    (path,) = kept(shelf)
    assert b"Baron" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_structure_has_one_key_and_another_structure_another(announce: Announce, cast: Cast) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_blob(announce(10, name=name), Blob.Version.ORIGINAL, io.BytesIO(b"x"), "application/pdf")
    assert DataKey.objects.get().structure == cast.structures["cholet"]


def test_a_version_written_anew_takes_the_place_of_the_former(announce: Announce, shelf: Path) -> None:
    file = announce(10)
    for clear in (b"before", b"after"):
        blob = write_blob(file, Blob.Version.THUMB, io.BytesIO(clear), "image/webp")
    assert b"".join(read_blob(blob)) == b"after"
    work_off(10)
    assert len(kept(shelf)) == 1


def test_a_version_forgotten_leaves_no_bytes(announce: Announce, shelf: Path) -> None:
    blob = write_blob(announce(10), Blob.Version.SENT, io.BytesIO(b"x"), "")
    delete_blob(blob)
    assert not Blob.objects.exists()
    work_off(10)
    assert not kept(shelf)


def test_pieces_become_what_was_sent(announce: Announce, shelf: Path) -> None:
    file = announce(len(CONTENT))
    for offset in range(0, len(CONTENT), 50_000):
        write_piece(file, offset, CONTENT[offset : offset + 50_000]).save()
    blob = assemble(file)
    assert b"".join(read_blob(blob)) == CONTENT
    assert assemble(file) == blob, "again is once"
    work_off(10)
    assert len(kept(shelf)) == 1
    assert not Piece.objects.exists()


def test_pieces_with_a_hole_are_not_put_together(announce: Announce) -> None:
    file = announce(20)
    write_piece(file, 0, b"x" * 9).save()
    write_piece(file, 10, b"x" * 10).save()
    with pytest.raises(Altered):
        assemble(file)


def test_a_full_disk_keeps_nothing_of_what_was_being_written(
    announce: Announce, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = announce(10)
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(StoreFull):
        write_blob(file, Blob.Version.ORIGINAL, io.BytesIO(CONTENT), "application/pdf")
    assert not kept(shelf)
    assert not Blob.objects.exists()


def no_room(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_what_is_not_there_is_said_so(announce: Announce) -> None:
    blob = write_blob(announce(10), Blob.Version.ORIGINAL, io.BytesIO(b"x"), "application/pdf")
    store().remove(blob.place)
    with pytest.raises(Gone):
        b"".join(read_blob(blob))


def test_another_file_s_bytes_do_not_open_in_its_place(announce: Announce) -> None:
    mine, theirs = (
        write_blob(announce(10, name=name), Blob.Version.ORIGINAL, io.BytesIO(name.encode()), "text/plain")
        for name in ("mine", "theirs")
    )
    place = theirs.place
    theirs.delete()
    Blob.objects.filter(pk=mine.pk).update(place=place, size=6)
    with pytest.raises(Altered):
        b"".join(read_blob(Blob.objects.get(pk=mine.pk)))
    assert File.objects.count() == 2
