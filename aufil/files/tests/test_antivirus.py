"""A real ClamAV: nobody opens anything before its verdict, and while it is away files wait."""

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aufil.audit.models import Record
from aufil.demo.making import film, pdf
from aufil.files import scanning
from aufil.files.actions import prepare, take_all
from aufil.files.models import Blob, File
from aufil.files.queries import TEST_VIRUS, antivirus_state
from aufil.files.scanning import clamav
from aufil.files.tests.awful import docx, zipped
from aufil.jobs.actions import NotYet
from aufil.jobs.models import Job
from aufil.jobs.worker import work_off
from aufil.operate.checks import services
from aufil.thread.models import Entry
from tests.clamav import MISSING, Daemon, clamd, installed

real = pytest.mark.skipif(not installed(), reason=MISSING)


@pytest.fixture(scope="module")
def one_daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with clamd(tmp_path_factory.mktemp("clamd")) as running:
        yield running


@pytest.fixture
def daemon(one_daemon: Daemon, settings: Any) -> Daemon:
    settings.CLAMAV_URL = one_daemon.url
    if one_daemon.process is None:
        one_daemon.start()
    return one_daemon


@pytest.fixture
def sent(announce: Any) -> Any:
    def made(data: bytes, kind: str = "file", name: str = "cv.pdf") -> File:
        file = announce(len(data), kind=kind, name=name)
        take_all(file=file, source=io.BytesIO(data))
        return File.objects.get(pk=file.pk)

    return made


def state(file: File) -> str:
    return File.objects.get(pk=file.pk).state


def shape(file: File) -> dict[str, Any]:
    return (Entry.objects.get(attachments__file=file).adds or {})["files"][0]


@real
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (TEST_VIRUS, "file"),
        (zipped({"dossier/virus.txt": TEST_VIRUS}), "file"),
        (docx(**{"word/media/virus.txt": TEST_VIRUS}), "file"),
        (TEST_VIRUS, "photos"),
        (TEST_VIRUS, "voice"),
    ],
    ids=["alone", "zip", "docx", "photo", "voice"],
)
def test_a_virus_is_refused_and_forgotten(daemon: Daemon, sent: Any, shelf: Path, data: bytes, kind: str):
    file = sent(data, kind, "cours.pdf")
    while work_off():
        pass
    file.refresh_from_db()
    assert (file.state, file.refusal) == (File.State.REFUSED, File.Refusal.HARMFUL)
    assert not Blob.objects.exists()
    assert not [path for path in shelf.rglob("*") if path.is_file()]
    assert Record.objects.filter(verb="file-harmful", subject_uid=file.uid).count() == 1
    assert shape(file)["refusal"] == "harmful"


@real
def test_what_is_clean_goes_on(daemon: Daemon, sent: Any):
    file = sent(pdf("CV", ["Léa"]))
    prepare(file=file.pk)
    assert state(file) == File.State.READY


@real
def test_files_wait_for_an_antivirus_that_is_stopped_and_go_on_when_it_is_back(daemon: Daemon, sent: Any):
    daemon.stop()
    clean, harmful = sent(pdf("CV", ["Léa"])), sent(TEST_VIRUS)
    work_off(most=5)
    for file in (clean, harmful):
        assert (state(file), shape(file)["waits_for"]) == (File.State.RECEIVED, "antivirus")
        assert shape(file)["versions"] == {}, "not even for who sent it"
    waiting = Job.objects.unfinished().filter(lane="heavy")
    assert waiting.count() == 2
    assert all("antivirus" in job.last_error for job in waiting)
    daemon.start()
    waiting.update(due_at=waiting[0].created_at)
    while work_off():
        pass
    assert (state(clean), state(harmful)) == (File.State.READY, File.State.REFUSED)
    assert shape(clean)["waits_for"] == ""


@real
def test_a_film_says_it_is_no_longer_waiting_while_it_is_prepared(daemon: Daemon, sent: Any, settings: Any):
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"
    file = sent(film(1), "video")
    with pytest.raises(NotYet):
        prepare(file=file.pk)
    assert shape(file)["waits_for"] == "antivirus"
    settings.CLAMAV_URL = daemon.url
    prepare(file=file.pk)
    assert (state(file), shape(file)["waits_for"]) == (File.State.RECEIVED, "")


@real
def test_a_daemon_reached_by_a_file_that_takes_less_than_people_send(tmp_path: Path, settings: Any):
    with clamd(tmp_path, most="1M", by_file=True) as daemon:
        settings.CLAMAV_URL = daemon.url
        assert scanning.harm_in([TEST_VIRUS]) == "Test.EICAR.UNOFFICIAL"
        assert scanning.harm_in([b"bonjour", b" Camille"]) == ""
        with pytest.raises(scanning.Away, match="StreamMaxLength"):
            scanning.harm_in([bytes(1 << 20)] * 20)
        verdict = services.antivirus()
        assert (verdict.state, "StreamMaxLength" in verdict.detail) == ("fault", True)


@real
def test_the_doctor_tries_the_antivirus(daemon: Daemon):
    assert antivirus_state() is not None
    assert services.antivirus().state == "ok"


def test_the_doctor_says_when_there_is_none_or_it_is_away(settings: Any):
    assert services.antivirus().state == "ok"
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"
    assert services.antivirus().state == "fault"


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("ClamAV 1.4.6", "ok"),
        ("ClamAV 1.4.6/27821/Sat Nov 21 08:26:11 2099", "ok"),
        ("ClamAV 1.4.6/27821/Sat Nov 21 08:26:11 2020", "warning"),
        ("ClamAV 1.4.6/27821/hier", "warning"),
    ],
)
def test_the_doctor_looks_at_the_age_of_the_signatures(
    monkeypatch: pytest.MonkeyPatch, settings: Any, version: str, state: str
):
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"
    monkeypatch.setattr(
        clamav, "_ask", lambda _url, word, _chunks: version if b"VERSION" in word else "stream: X FOUND"
    )
    assert services.antivirus().state == state


@pytest.fixture
def strange() -> Iterator[Any]:
    """`strange(answer)`: the address of somebody who reads a little, says this and hangs up."""
    doors: list[socket.socket] = []

    def made(answer: bytes) -> str:
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)

        def speak() -> None:
            line, _ = door.accept()
            with line:
                line.recv(100)
                line.sendall(answer)

        threading.Thread(target=speak, daemon=True).start()
        return f"tcp://127.0.0.1:{door.getsockname()[1]}"

    yield made
    for door in doors:
        door.close()


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: OK", b"\0", b"stream: ERROR\0", b"UNKNOWN COMMAND\0", b"stream: lstat() failed. ERROR\0"],
)
def test_no_clear_answer_is_no_verdict(strange: Any, answer: bytes):
    with pytest.raises(clamav.NoVerdict):
        clamav.harm_in(strange(answer), [b"bonjour"])


@pytest.mark.parametrize(
    ("url", "understood"),
    [
        ("tcp://clamav:3310", True),
        ("tcp://127.0.0.1", True),
        ("unix:///run/clamav/clamd.ctl", True),
        ("unix://run/clamd.ctl", False),
        ("tcp://", False),
        ("tcp://h:port", False),
        ("http://h:3310", False),
        ("127.0.0.1:3310", False),
    ],
)
def test_an_address_is_understood_or_refused_at_the_start(url: str, understood: bool):
    assert clamav.understood(url) == understood
