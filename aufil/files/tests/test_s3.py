"""The same in a bucket: a real S3 server, which checks signatures, goes away and comes back."""

import io
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aufil.config.storing import files_storage
from aufil.files.actions import purge_files, sweep_storage
from aufil.files.models import Blob, File
from aufil.files.storage import FOLDERS, write_blob, write_piece
from aufil.files.stores import store
from aufil.files.tests.conftest import Announce
from aufil.files.tests.sending import Sender, kept
from aufil.files.tests.test_opening import (  # noqa: F401 - the same tests, on this store
    address,
    sent,
    test_both_sides_of_the_thread_read_what_was_sent,
)
from aufil.files.tests.test_storage import (  # noqa: F401 - the same tests, on this store
    test_another_file_s_bytes_do_not_open_in_its_place,
    test_pieces_with_a_hole_are_not_put_together,
    test_what_is_kept_comes_back_whole_and_in_ranges,
    test_what_is_not_there_is_said_so,
)
from aufil.files.tests.test_uploads import (  # noqa: F401 - the same tests, on this store
    CONTENT,
    test_a_cut_at_every_tenth_costs_nothing_that_came,
    test_a_file_sent_in_one_go_is_here_whole,
    test_the_same_piece_twice_is_once,
)
from aufil.jobs.worker import work_off
from aufil.kernel import clock
from aufil.operate.checks import storage
from tests.support import Api
from tests.weed import Weed, bucket


@pytest.fixture(scope="module")
def weed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weed]:
    with bucket(tmp_path_factory.mktemp("weed")) as served:
        yield served


@pytest.fixture(autouse=True)
def shelf(settings: Any, weed: Weed) -> Iterator[None]:
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(weed.url)}
    yield
    for place in objects():
        store().remove(place)


def objects() -> list[str]:
    return [place for folder in FOLDERS for place, _written in store().places(folder)]


def test_a_version_forgotten_leaves_no_object(announce: Announce) -> None:
    file = announce(10)
    for clear in (b"before", b"after"):
        write_blob(file, Blob.Version.ORIGINAL, io.BytesIO(clear), "application/pdf")
    work_off(10)
    assert len(objects()) == 1
    File.objects.filter(pk=file.pk).update(state="ready", keep_until=clock.now().date() - timedelta(days=1))
    purge_files()
    work_off(10)
    assert not objects()


def test_objects_without_a_row_are_swept(announce: Announce, monkeypatch: pytest.MonkeyPatch) -> None:
    file = announce(10)
    write_piece(file, 0, b"x")
    blob = write_blob(file, Blob.Version.ORIGINAL, io.BytesIO(b"x"), "application/pdf")
    sweep_storage()
    assert len(objects()) == 2, "what is young may have a row on its way"
    tomorrow = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    sweep_storage()
    assert objects() == [blob.place]


def test_nobody_reads_an_object_without_the_key(announce: Announce, weed: Weed) -> None:
    blob = write_blob(announce(10), Blob.Version.ORIGINAL, io.BytesIO(b"clear"), "application/pdf")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{weed.endpoint}/fichiers/{blob.place}", timeout=5)
    assert refused.value.code == 403
    assert b"clear" not in b"".join(store().read(blob.place, 0, 1_000))


def test_a_wrong_secret_is_said_by_the_doctor(settings: Any, weed: Weed) -> None:
    assert storage.storage().state == "warning", "it works, in http"
    wrong = weed.url.replace("secret%2F", "autre")
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(wrong)}
    verdict = storage.storage()
    assert verdict.state == "fault"
    assert "autre" not in str(verdict)
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(weed.url)}


def test_a_server_that_goes_away_in_mid_upload_loses_nothing(
    api: Api, announce: Announce, weed: Weed
) -> None:
    file = announce(len(CONTENT))
    sender = Sender(api.lea, file)
    assert sender.patch(0, CONTENT[:300_000]).status == 204
    weed.stop()
    answer = sender.patch(300_000, CONTENT[300_000:])
    assert (answer.status, answer.kind) == (503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert sender.offset() == 300_000
    weed.start()
    assert sender.patch(300_000, CONTENT[300_000:]).status == 204
    assert kept(file) == CONTENT


@pytest.mark.parametrize(
    ("url", "location"),
    [("file:///srv/aufil/files", "/srv/aufil/files"), ("file:///srv/mes%20fichiers", "/srv/mes fichiers")],
)
def test_a_folder_is_read_from_its_address(url: str, location: str) -> None:
    assert files_storage(url)["OPTIONS"]["location"] == location


def test_a_bucket_is_read_from_its_address() -> None:
    options = files_storage("s3://cle:a%2Fb%40c@s3.exemple.fr/seau?region=fr-par")["OPTIONS"]
    assert (options["access_key"], options["secret_key"]) == ("cle", "a/b@c")
    assert (options["endpoint_url"], options["bucket_name"]) == ("https://s3.exemple.fr", "seau")
    assert options["region_name"] == "fr-par"
    bare = files_storage("s3://s3.exemple.fr:8333/seau?scheme=http")["OPTIONS"]
    assert (bare["access_key"], bare["endpoint_url"]) == (None, "http://s3.exemple.fr:8333")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "file://",
        "file:///",
        "file://server/x",
        "s3://host",
        "s3:///seau",
        "s3://h/a/b",
        "s3://k@h/b",
        "ftp://h/b",
    ],
)
def test_an_address_that_is_none_is_refused_with_how_to_write_it(url: str) -> None:
    with pytest.raises(Exception, match="AUFIL_STORAGE_URL s’écrit"):
        files_storage(url)


def test_the_s3_library_is_not_loaded_for_a_disk(tmp_path: Path) -> None:
    code = (
        "import django, sys; django.setup(); from aufil.config import asgi; from aufil.files.stores import store;"
        " store().trouble(); sys.exit('boto3' in sys.modules or 'botocore' in sys.modules)"
    )
    env = {
        "AUFIL_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "aufil.config.settings",
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
