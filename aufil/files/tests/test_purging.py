"""What is kept no longer goes, with a trace; what is kept stays."""

import io
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aufil.audit.models import Record
from aufil.files.actions import ask_again, purge_files, sweep_storage
from aufil.files.models import Blob, File, Piece
from aufil.files.storage import write_blob, write_piece
from aufil.files.tests.conftest import Announce
from aufil.files.tests.sending import Sender
from aufil.jobs.worker import work_off
from aufil.kernel import clock
from aufil.thread.models import Entry
from tests.support import Api, Cast

Later = Callable[[float], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """`later(8)`: eight days have passed since the test began."""
    began: datetime = clock.now()

    def pass_days(days: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(days=days))

    return pass_days


def bytes_on(shelf: Path) -> list[Path]:
    return [path for path in shelf.rglob("*") if path.is_file()]


@pytest.fixture
def ready(announce: Announce) -> File:
    file = announce(10)
    for version in (Blob.Version.ORIGINAL, Blob.Version.THUMB):
        write_blob(file, version, io.BytesIO(b"clear"), "application/pdf")
    File.objects.filter(pk=file.pk).update(state="ready", loudness=b"123")
    return File.objects.get(pk=file.pk)


def test_on_its_last_day_a_file_is_there_and_the_day_after_its_bytes_are_gone(
    ready: File, shelf: Path, later: Later, entry_of: Callable[[File], Entry]
) -> None:
    days = (ready.keep_until - clock.now().date()).days
    later(days)
    purge_files()
    work_off(20)
    assert len(bytes_on(shelf)) == 2
    later(days + 1)
    purge_files()
    work_off(20)
    assert not bytes_on(shelf)
    ready.refresh_from_db()
    assert (ready.state, bytes(ready.loudness), bytes(ready.preview)) == ("purged", b"", b"")
    assert ready.purged_at
    assert Record.objects.get(subject_uid=ready.uid, verb="file-purged").actor is None
    (shown,) = entry_of(ready).adds["files"]
    assert (shown["state"], shown["versions"]) == ("purged", {})
    purge_files()
    assert Record.objects.filter(verb="file-purged").count() == 1


def test_a_refused_file_is_purged_too(ready: File, later: Later) -> None:
    File.objects.filter(pk=ready.pk).update(state="refused", refusal="harmful")
    later(200)
    purge_files()
    ready.refresh_from_db()
    assert (ready.state, ready.refusal) == ("purged", "")


def test_what_has_not_come_in_seven_days_is_asked_for_again(
    api: Api, announce: Announce, later: Later, shelf: Path, entry_of: Callable[[File], Entry]
) -> None:
    file = announce(10)
    Sender(api.lea, file).patch(0, b"0123")
    later(6.9)
    ask_again()
    file.refresh_from_db()
    assert file.state == "expected"
    later(7.1)
    ask_again()
    assert entry_of(file).adds["files"][0]["state"] == "missing"
    assert Piece.objects.exists(), "what came is kept another week"
    later(14.1)
    ask_again()
    work_off(20)
    file.refresh_from_db()
    assert (file.state, file.received) == ("missing", 0)
    assert not Piece.objects.exists()
    assert not bytes_on(shelf)


def test_a_piece_that_comes_starts_the_seven_days_anew(api: Api, announce: Announce, later: Later) -> None:
    file = announce(10)
    later(6)
    Sender(api.lea, file).patch(0, b"0123")
    later(12)
    ask_again()
    file.refresh_from_db()
    assert file.state == "expected"


def test_a_message_taken_back_takes_its_files_along_on_the_day_of_its_former_text(
    api: Api, cast: Cast, ready: File, shelf: Path, later: Later, entry_of: Callable[[File], Entry]
) -> None:
    entry = entry_of(ready)
    assert api.lea.delete(f"/threads/{cast.thread().uid}/entries/{entry.uid}").status == 200
    work_off(20)
    ready.refresh_from_db()
    assert (ready.state, ready.name) == ("ready", "")
    assert ready.keep_until == entry.revisions.get().keep_until
    later((ready.keep_until - clock.now().date()).days + 1)
    purge_files()
    work_off(20)
    assert not bytes_on(shelf)


def test_a_message_taken_back_before_its_file_came_wants_it_no_more(
    api: Api, cast: Cast, announce: Announce, shelf: Path, entry_of: Callable[[File], Entry]
) -> None:
    file = announce(10)
    sender = Sender(api.lea, file)
    sender.patch(0, b"0123")
    api.lea.delete(f"/threads/{cast.thread().uid}/entries/{entry_of(file).uid}")
    work_off(20)
    assert sender.patch(4, b"4567").status == 410
    work_off(20)
    assert not bytes_on(shelf)


def test_bytes_a_crash_left_without_a_row_are_swept_after_a_day(ready: File, shelf: Path) -> None:
    orphan, fresh = (write_piece(ready, n, b"x") for n in range(2))
    old = (clock.now() - timedelta(days=2)).timestamp()
    for path in bytes_on(shelf):
        if path.name != fresh.place.split("/")[1]:
            os.utime(path, (old, old))
    sweep_storage()
    left = {path.name for path in bytes_on(shelf)}
    assert orphan.place.split("/")[1] not in left
    assert left == {
        place.split("/")[1] for place in [fresh.place, *ready.blobs.values_list("place", flat=True)]
    }
