"""How bytes come in: resumed at any byte, refused with a reason, counted only once they are durable."""

import base64
import errno
import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from aufil.config.storing import files_storage
from aufil.files.actions import PIECE
from aufil.files.api import incoming, uploads
from aufil.files.models import File, Piece
from aufil.files.stores import StoreAway
from aufil.files.stores.disk import DiskStore
from aufil.files.tests.conftest import Announce
from aufil.files.tests.sending import CUT, SILENCE, TUS, Sender, kept
from aufil.jobs.models import Job
from aufil.live.stream import running
from aufil.people.actions import revoke_devices
from aufil.thread.models import Entry
from aufil.web.limits import Bucket
from tests.support import Api, Cast, Listener, quiet

CONTENT = os.urandom(700_000)


def test_a_file_sent_in_one_go_is_here_whole(api: Api, announce: Announce) -> None:
    file = announce(len(CONTENT))
    answer = Sender(api.lea, file).patch(0, CONTENT)
    assert (answer.status, answer.headers["upload-offset"]) == (204, str(len(CONTENT)))
    assert answer.headers["tus-resumable"] == "1.0.0"
    assert kept(file) == CONTENT
    file.refresh_from_db()
    assert (file.state, file.received) == ("received", len(CONTENT))
    assert file.received_at


def test_when_the_last_byte_is_here_the_file_is_prepared_and_its_entry_says_so(
    api: Api, announce: Announce, entry_of: Callable[[File], Entry]
) -> None:
    file = announce(10)
    rev = entry_of(file).rev
    Sender(api.lea, file).patch(0, b"0123456789")
    (job,) = Job.objects.filter(name__endswith="prepare")
    assert job.arguments == {"file": file.pk}
    entry = entry_of(file)
    assert entry.rev > rev
    assert entry.adds["files"][0]["state"] == "received"


def test_before_the_last_byte_nothing_is_prepared(api: Api, announce: Announce) -> None:
    file = announce(10)
    assert Sender(api.lea, file).patch(0, b"012345678").status == 204
    assert not Job.objects.filter(name__endswith="prepare").exists()


def test_a_phone_asks_where_to_go_on(api: Api, announce: Announce) -> None:
    sender = Sender(api.lea, announce(10))
    assert sender.offset() == 0
    sender.patch(0, b"0123")
    answer = sender.head()
    assert (answer.headers["upload-offset"], answer.headers["upload-length"]) == ("4", "10")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["upload-expires"].endswith("GMT")
    sender.patch(4, b"456789")
    assert sender.offset() == 10, "all is here: nothing is left to send"


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_cut_at_every_tenth_costs_nothing_that_came(api: Api, announce: Announce, tenth: int) -> None:
    file = announce(len(CONTENT))
    sender = Sender(api.lea, file)
    cut = len(CONTENT) * tenth // 10
    parts = [CONTENT[i : min(i + 60_000, cut)] for i in range(0, cut, 60_000)]
    assert sender.streamed(0, [*parts, CUT], len(CONTENT)) is None
    assert sender.offset() == cut
    assert sender.patch(cut, CONTENT[cut:]).status == 204
    assert kept(file) == CONTENT


def test_the_address_of_an_upload_is_told_to_who_asks(api: Api, announce: Announce) -> None:
    file = announce(10)
    named = {"Upload-Metadata": f"file {base64.b64encode(str(file.uid).encode()).decode()}"}
    answer = api.lea.post("/uploads", **TUS, **named, **{"Upload-Length": "10"})
    assert (answer.status, answer.headers["location"]) == (201, f"/api/v1/uploads/{file.uid}")
    assert api.lea.post("/uploads", **TUS, **named, **{"Upload-Length": "11"}).status == 409
    assert api.camille.post("/uploads", **TUS, **named, **{"Upload-Length": "10"}).status == 404
    for metadata in ("", "file", "file !!", "name YQ==", "file YQ=="):
        headers = {**TUS, "Upload-Metadata": metadata, "Upload-Length": "10"}
        assert api.lea.post("/uploads", **headers).status == 400


def test_what_the_server_can_do_is_said(api: Api) -> None:
    answer = api.lea.call("OPTIONS", "/uploads")
    assert answer.status == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-max-size"] == "20971520"
    assert set(answer.headers["tus-extension"].split(",")) == {
        "creation",
        "expiration",
        "checksum",
        "termination",
    }


def test_each_thing_that_can_be_wrong_has_its_answer(api: Api, announce: Announce) -> None:
    file = announce(10)
    sender = Sender(api.lea, file)
    sender.patch(0, b"0123")
    wrong = [
        (sender.patch(4, b"45", **{"Tus-Resumable": "0.2.2"}), 412, "version"),
        (sender.patch(4, b"45", **{"Content-Type": "image/jpeg"}), 415, "unsupported"),
        (sender.patch(0, b"0123"), 409, "offset"),
        (sender.patch(7, b"789"), 409, "offset"),
        (sender.patch(4, b"4567890"), 413, "too-large"),
        (sender.patch(4, b"45", **{"Upload-Offset": "x"}), 400, "malformed"),
        (sender.patch(4, b"45", **{"Upload-Offset": "-4"}), 400, "malformed"),
        (sender.head(**{"Tus-Resumable": ""}), 412, "version"),
        (Sender(api.camille, file).patch(4, b"45"), 404, "not-found"),
        (Sender(api.alex, file).head(), 404, "not-found"),
        (Sender(api.nobody, file).head(), 401, "sign-in"),
    ]
    for answer, status, kind in wrong:
        assert (answer.status, answer.kind) == (status, kind)
        assert answer.headers["tus-resumable"] == "1.0.0"
    assert wrong[0][0].headers["tus-version"] == "1.0.0"
    assert kept(file) == b"0123"
    assert sender.offset() == 4


def test_a_body_longer_than_announced_that_did_not_say_so_is_refused(api: Api, announce: Announce) -> None:
    file = announce(PIECE + 10)
    answer = Sender(api.lea, file).streamed(0, [b"x" * PIECE, b"x" * 10, b"y"])
    assert answer
    assert answer.status == 413
    file.refresh_from_db()
    assert file.state == "expected", "what was announced is not what came"


def test_the_same_piece_twice_is_once(api: Api, announce: Announce) -> None:
    file = announce(10)
    sender = Sender(api.lea, file)
    assert [sender.patch(0, b"01234").status for _ in range(2)] == [204, 409]
    assert [sender.patch(5, b"56789").status for _ in range(2)] == [204, 409]
    assert kept(file) == b"0123456789"
    assert Job.objects.filter(name__endswith="prepare").count() == 1


def test_an_empty_piece_moves_nothing(api: Api, announce: Announce) -> None:
    file = announce(10)
    assert Sender(api.lea, file).patch(0, b"").status == 204
    assert not Piece.objects.exists()


def test_a_device_signed_out_in_mid_way_sends_no_more(api: Api, announce: Announce, cast: Cast) -> None:
    file = announce(10)
    sender = Sender(api.lea, file)
    sender.patch(0, b"01")
    assert api.lea.device
    revoke_devices(devices=[api.lea.device], actor=cast.lea)
    for answer in (sender.patch(2, b"23"), sender.head(), sender.stop()):
        assert (answer.status, answer.kind) == (401, "device-revoked")
    file.refresh_from_db()
    assert file.received == 2


def test_a_page_left_open_by_another_person_sends_nothing(api: Api, announce: Announce, cast: Cast) -> None:
    sender = Sender(api.lea, announce(10))
    assert sender.head(**{"Aufil-Person": str(cast.yanis.uid)}).status == 401
    assert sender.head(**{"Aufil-Person": str(cast.lea.uid)}).status == 200


@pytest.mark.parametrize("state", ["refused", "purged"])
def test_what_is_no_longer_wanted_is_said_to_be_so(api: Api, announce: Announce, state: str) -> None:
    file = announce(10)
    refusal = "broken" if state == "refused" else ""
    File.objects.filter(pk=file.pk).update(state=state, refusal=refusal)
    sender = Sender(api.lea, file)
    for answer in (sender.head(), sender.patch(0, b"0"), sender.stop()):
        assert (answer.status, answer.kind) == (410, "gone")


def test_who_sends_may_stop(api: Api, announce: Announce, shelf: Path) -> None:
    file = announce(10)
    sender = Sender(api.lea, file)
    sender.patch(0, b"0123")
    assert sender.stop().status == 204
    assert sender.head().status == 410
    assert not Piece.objects.exists()
    file.refresh_from_db()
    assert (file.state, file.received, bytes(file.preview)) == ("purged", 0, b"")
    assert Job.objects.get(name__endswith="erase").arguments["places"]


def test_what_has_arrived_is_not_stopped(api: Api, announce: Announce) -> None:
    sender = Sender(api.lea, announce(2))
    sender.patch(0, b"01")
    assert (sender.stop().status, sender.stop().kind) == (403, "forbidden")
    assert sender.offset() == 2


def test_bytes_that_were_asked_for_again_are_taken(
    api: Api, announce: Announce, entry_of: Callable[[File], Entry]
) -> None:
    file = announce(10)
    Sender(api.lea, file).patch(0, b"01")
    File.objects.filter(pk=file.pk).update(state="missing")
    sender = Sender(api.lea, file)
    assert sender.offset() == 2
    sender.patch(2, b"23")
    assert entry_of(file).adds["files"][0]["state"] == "expected"
    sender.patch(4, b"456789")
    assert entry_of(file).adds["files"][0]["state"] == "received"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_that_was_damaged_on_the_way_is_not_kept(
    api: Api, announce: Announce, algorithm: str
) -> None:
    file = announce(10)
    sender = Sender(api.lea, file)
    digest = base64.b64encode(hashlib.new(algorithm, b"01234").digest()).decode()
    said = {"Upload-Checksum": f"{algorithm} {digest}"}
    answer = sender.patch(0, b"01x34", **said)
    assert (answer.status, answer.kind, sender.offset()) == (460, "checksum", 0)
    assert sender.patch(0, b"01234", **said).status == 204
    for wrong in ("md5 YQ==", "sha1 !", "sha1"):
        assert sender.patch(5, b"56", **{"Upload-Checksum": wrong}).status in (400, 460)
    assert kept(file) == b"01234"


def no_room(*_: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_loses_nothing_and_the_phone_tries_again(
    api: Api, announce: Announce, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = announce(10)
    sender = Sender(api.lea, file)
    sender.patch(0, b"0123")
    with monkeypatch.context() as patch:
        patch.setattr(DiskStore, "_write", no_room)
        answer = sender.patch(4, b"456789")
    assert (answer.status, answer.kind) == (507, "full")
    assert int(answer.headers["retry-after"]) > 0
    assert sender.offset() == 4
    assert sender.patch(4, b"456789").status == 204
    assert kept(file) == b"0123456789"


@pytest.fixture
def small_disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A real disk of one megabyte, for who may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "aufil-essais", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root mounts a small disk")
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(f"file://{folder}/files")}
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_keeps_what_came_and_goes_on_once_there_is_room(
    api: Api, announce: Announce, small_disk: Path
) -> None:
    content = os.urandom(3 * PIECE)
    file = announce(len(content))
    (small_disk / "others").write_bytes(bytes(700_000))
    sender = Sender(api.lea, file)
    answer = sender.patch(0, content)
    assert (answer.status, answer.kind) == (507, "full")
    offset = sender.offset()
    assert 0 < offset < len(content)
    assert kept(file) == content[:offset]
    (small_disk / "others").unlink()
    assert sender.patch(offset, content[offset:]).status == 204
    assert kept(file) == content


def test_a_store_that_does_not_answer_loses_nothing(
    api: Api, announce: Announce, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise StoreAway("EndpointConnectionError")

    sender = Sender(api.lea, announce(10))
    with monkeypatch.context() as patch:
        patch.setattr(DiskStore, "put", away)
        answer = sender.patch(0, b"0123")
    assert (answer.status, answer.kind) == (503, "unavailable")
    assert sender.offset() == 0


def test_a_silent_connection_is_given_up_and_what_came_is_kept(
    api: Api, announce: Announce, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phone in a tunnel: no byte, and nobody says that it is gone."""
    monkeypatch.setattr(incoming, "SOON", 0.05)
    monkeypatch.setattr(incoming, "PATIENCE", 0.2)
    monkeypatch.setattr(incoming, "SMALL", 1)
    file = announce(10)

    answer = Sender(api.lea, file).streamed(0, [b"0123", SILENCE], 10)
    assert answer
    assert (answer.status, answer.kind) == (408, "silent")
    assert kept(file) == b"0123"


def test_who_asks_too_often_is_told_to_wait(
    api: Api, announce: Announce, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = Sender(api.lea, announce(10))
    sender.head()
    monkeypatch.setattr(uploads, "pace", Bucket(burst=2, per_second=0.01))
    answers = [sender.head() for _ in range(3)]
    assert [a.status for a in answers] == [200, 200, 429]
    answer = answers[-1]
    assert answer.headers["retry-after"]


def test_other_screens_are_told_how_far_it_is_but_not_of_each_piece(
    api: Api, announce: Announce, cast: Cast, entry_of: Callable[[File], Entry]
) -> None:
    file = announce(10)
    entry, thread = entry_of(file), cast.thread()
    camille, sender = api.camille, Sender(api.lea, file)

    async def watch() -> list[Any]:
        async with running(), Listener(camille) as screen:
            for offset in range(0, 6, 2):
                await sender.streaming(offset, [b"01"])
            first = await screen.next("arriving")
            await quiet()
            return [first, *screen.told("arriving")]

    (told,) = async_to_sync(watch)()
    assert told == {
        "thread": str(thread.uid),
        "entry": str(entry.uid),
        "file": str(file.uid),
        "received": 2,
        "size": 10,
        "progress": 0,
    }
