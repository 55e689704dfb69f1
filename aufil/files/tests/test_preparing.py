"""From the last byte to ready or refused, whatever dies on the way."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from aufil.audit.models import Record
from aufil.demo.making import film, paper, pdf, voice
from aufil.files.actions import prepare, preparing, take_all
from aufil.files.actions.preparing import TRIES_MOST, prepare_film
from aufil.files.events import FileMoved
from aufil.files.models import Blob, File, Piece
from aufil.files.preparing.bench import Interrupted
from aufil.files.storage import read_blob
from aufil.files.stores import StoreAway, StoreFull
from aufil.files.tests.awful import EXECUTABLE, PROFILE_SAYS, exif, jpeg, locked_pdf, picture
from aufil.jobs.actions import NotYet
from aufil.jobs.models import Job
from aufil.jobs.worker import work_off
from aufil.kernel import bus
from aufil.thread.models import Entry

KINDS = {"photos": "photo", "file": "document", "voice": "voice", "video": "video"}
Sent = Callable[..., File]


@pytest.fixture
def sent(announce: Any) -> Sent:
    """`sent(bytes, kind)`: a file Léa has sent, all of it here."""

    def made(data: bytes, kind: str = "file", name: str = "cv.pdf") -> File:
        file = announce(len(data), kind=kind, name=name)
        take_all(file=file, source=io.BytesIO(data))
        file.refresh_from_db()
        assert file.state == File.State.RECEIVED
        return file

    return made


def settled(file: File) -> File:
    file.refresh_from_db()
    return file


def everything_kept(shelf: Path) -> list[Path]:
    return [path for path in shelf.rglob("*") if path.is_file()]


def shape(file: File) -> dict[str, Any]:
    """What readers are shown of it."""
    entry = Entry.objects.get(attachments__file=file)
    assert entry.adds
    return entry.adds["files"][0]


def work_all_off() -> None:
    while work_off():
        pass


def test_a_photo_is_ready_a_moment_after_its_last_byte(sent: Sent, shelf: Path):
    file = sent(jpeg(picture((2000, 1500)), exif=exif(6)), "photos", "IMG_12.HEIC")
    work_all_off()
    settled(file)
    assert (file.state, file.media_type, file.name) == (File.State.READY, "image/jpeg", "IMG_12.jpg")
    assert (file.width, file.height) == (1500, 2000)
    versions = {blob.version: b"".join(read_blob(blob)) for blob in file.blobs.all()}
    assert set(versions) == {"thumb", "shown", "original"}, "what was sent is forgotten"
    assert all(PROFILE_SAYS not in data for data in versions.values())
    shown = shape(file)
    assert (shown["state"], shown["width"], set(shown["versions"])) == ("ready", 1500, set(versions))
    assert len(everything_kept(shelf)) == 3
    assert not Piece.objects.exists()


@pytest.mark.parametrize(
    ("data", "kind", "versions"),
    [
        (pdf("CV", ["Léa"]), "file", {"original"}),
        (voice(2), "voice", {"original", "light"}),
        (film(1), "video", {"light", "poster"}),
    ],
)
def test_documents_voices_and_films_are_prepared_too(sent: Sent, data: bytes, kind: str, versions: set[str]):
    file = sent(data, kind)
    work_all_off()
    assert settled(file).state == File.State.READY
    assert set(shape(file)["versions"]) == versions
    if kind == "voice":
        assert file.milliseconds == pytest.approx(2000, abs=100)
        assert len(file.loudness) <= 60


def test_a_film_waits_in_a_lane_of_its_own(sent: Sent):
    film_file = sent(film(1), "video")
    photo = sent(jpeg(), "photos")
    while work_off(lane="quick") or work_off(lane="heavy"):
        pass
    assert settled(photo).state == File.State.READY
    assert settled(film_file).state == File.State.RECEIVED
    assert Job.objects.unfinished().get().lane == "long"
    work_off(lane="long")
    assert settled(film_file).state == File.State.READY


def test_a_pdf_that_asks_for_a_password_is_taken_and_said_to(sent: Sent):
    file = sent(locked_pdf())
    work_all_off()
    assert settled(file).state == File.State.READY
    assert shape(file)["locked"] is True


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (EXECUTABLE, "file", "not-that-kind"),
        (jpeg()[:900], "photos", "broken"),
        (b"bonjour", "photos", "not-a-photo"),
        (b"bonjour", "video", "not-a-recording"),
    ],
)
def test_what_is_refused_leaves_nothing_but_the_reason(
    sent: Sent, shelf: Path, data: bytes, kind: str, code: str
):
    file = sent(data, kind)
    work_all_off()
    settled(file)
    assert (file.state, file.refusal, bytes(file.preview)) == (File.State.REFUSED, code, b"")
    assert not Blob.objects.exists()
    assert not everything_kept(shelf)
    assert (shape(file)["state"], shape(file)["refusal"], shape(file)["versions"]) == ("refused", code, {})
    assert Record.objects.filter(verb="file-refused", subject_uid=file.uid).count() == 1


def test_being_ready_is_written_down_without_a_word_of_it(sent: Sent):
    file = sent(pdf("CV", ["Léa"]))
    work_all_off()
    record = Record.objects.get(verb="file-ready")
    assert (record.subject, record.subject_uid, record.structure) == ("file", file.uid, file.structure_id)


def test_preparing_twice_is_preparing_once(sent: Sent, shelf: Path):
    file = sent(jpeg(), "photos")
    prepare(file=file.pk)
    kept = {blob.version: blob.place for blob in file.blobs.all()}
    prepare(file=file.pk)
    prepare_film(file=file.pk)
    assert {blob.version: blob.place for blob in file.blobs.all()} == kept
    prepare(file=987_654)


def test_a_worker_who_finds_it_done_by_another_leaves_it_so(
    sent: Sent, shelf: Path, monkeypatch: pytest.MonkeyPatch
):
    """The first lost its lease in the middle; both write the same versions."""
    file = sent(jpeg(), "photos")
    write, done = preparing.write_blob, []

    def slow(*arguments: Any) -> Blob:
        if not done:
            done.append(1)
            prepare(file=file.pk)
        return write(*arguments)

    monkeypatch.setattr(preparing, "write_blob", slow)
    prepare(file=file.pk)
    work_all_off()
    assert settled(file).state == File.State.READY
    for blob in file.blobs.all():
        assert len(b"".join(read_blob(blob))) == blob.size
    assert len(everything_kept(shelf)) == file.blobs.count() == 2


def test_a_file_withdrawn_while_it_is_prepared_stays_withdrawn(
    sent: Sent, shelf: Path, monkeypatch: pytest.MonkeyPatch
):
    file = sent(jpeg(), "photos")
    write = preparing.write_blob

    def withdrawn(*arguments: Any) -> Blob:
        File.objects.filter(pk=file.pk).update(state=File.State.PURGED)
        return write(*arguments)

    monkeypatch.setattr(preparing, "write_blob", withdrawn)
    prepare(file=file.pk)
    work_all_off()
    assert settled(file).state == File.State.PURGED
    assert not everything_kept(shelf)


@pytest.mark.parametrize("trouble", [StoreAway("le seau ne répond pas"), StoreFull("plein")])
def test_a_store_that_is_away_makes_the_file_wait_and_loses_nothing(
    sent: Sent, monkeypatch: pytest.MonkeyPatch, trouble: Exception
):
    file = sent(jpeg(), "photos")

    def away(*_: Any) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(preparing, "write_blob", away)
        for _ in range(3):
            with pytest.raises(NotYet):
                prepare(file=file.pk)
    assert (settled(file).state, file.tries, shape(file)["waits_for"]) == (File.State.RECEIVED, 0, "store")
    prepare(file=file.pk)
    assert (settled(file).state, file.waits_for) == (File.State.READY, "")


def test_a_file_that_is_the_end_of_every_child_is_refused_at_last(
    sent: Sent, monkeypatch: pytest.MonkeyPatch
):
    file = sent(jpeg(), "photos")

    def killed(*_: Any, **__: Any) -> Any:
        raise Interrupted("-9: ", perhaps_by_the_file=True)

    monkeypatch.setattr(preparing, "examined", killed)
    for _ in range(TRIES_MOST):
        with pytest.raises(NotYet):
            prepare(file=file.pk)
        assert settled(file).state == File.State.RECEIVED
    prepare(file=file.pk)
    assert (settled(file).state, file.refusal) == (File.State.REFUSED, File.Refusal.TOO_MUCH)


def test_how_far_a_film_has_come_is_told_from_time_to_time(sent: Sent, monkeypatch: pytest.MonkeyPatch):
    file = sent(film(6), "video")
    told: list[FileMoved] = []
    monkeypatch.setitem(bus._handlers, FileMoved, [told.extend])
    monkeypatch.setattr(preparing, "EVERY", 0.0)
    rev = Entry.objects.get(attachments__file=file).rev
    progress: list[int] = []
    moved = preparing.tell_moved
    monkeypatch.setattr(
        preparing, "tell_moved", lambda **said: (progress.append(said["progress"]), moved(**said))
    )
    prepare_film(file=file.pk)
    assert progress == sorted(progress)
    assert 0 < progress[0] < progress[-1] < 100
    assert told
    assert told[0].progress > 0
    assert settled(file).progress == 100
    assert Entry.objects.get(attachments__file=file).rev == rev + 1, "once, when it is ready"


KILLED = """
import os, sys, time
import django
django.setup()
from django.conf import settings
from django.db import connections
connections["default"].settings_dict["NAME"] = {database!r}
settings.DATABASES["default"]["NAME"] = {database!r}
from aufil.config.storing import files_storage
settings.STORAGES = {{**settings.STORAGES, "files": files_storage("file://{shelf}")}}
from aufil.files.actions import preparing
write = preparing.write_blob
def slow(*arguments):
    write(*arguments)
    print("one version", flush=True)
    time.sleep(60)
if {slow}:
    preparing.write_blob = slow
preparing.prepare(file={file})
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.chaos
def test_a_server_killed_between_two_versions_leaves_no_harm(sent: Sent, shelf: Path):
    file = sent(paper_photo(), "photos")

    def run(*, slow: bool) -> subprocess.Popen[str]:
        code = KILLED.format(
            database=str(connection.settings_dict["NAME"]), shelf=shelf, file=file.pk, slow=slow
        )
        environment = {**os.environ, "AUFIL_HOME": str(django_settings.HOME)}
        return subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
        )

    with run(slow=True) as victim:
        assert victim.stdout
        assert victim.stdout.readline() == "one version\n"
        victim.send_signal(signal.SIGKILL)
    assert settled(file).state == File.State.RECEIVED
    assert shape(file)["versions"] == {}, "nothing half made is shown"
    with run(slow=False) as other:
        assert other.wait(60) == 0
    assert settled(file).state == File.State.READY
    assert set(shape(file)["versions"]) == {"thumb", "shown", "original"}
    work_all_off()
    assert len(everything_kept(shelf)) == 3


def paper_photo() -> bytes:
    return jpeg(picture((2400, 1800)))


@pytest.mark.django_db(transaction=True)
def test_a_photo_of_a_page_is_prepared_in_a_moment(sent: Sent):
    """Not a measurement: a bound no machine that can run Aufil should pass."""
    file = sent(paper("Attestation", ["texte"] * 20), "photos")
    began = time.monotonic()
    prepare(file=file.pk)
    assert settled(file).state == File.State.READY
    assert time.monotonic() - began < timedelta(seconds=20).total_seconds()
