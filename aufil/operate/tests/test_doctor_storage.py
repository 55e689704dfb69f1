"""`aufil doctor` about files: where they are kept, and under which keys."""

import io
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from aufil.config.storing import files_storage
from aufil.files.models import Blob, DataKey, File
from aufil.files.storage import write_blob
from aufil.kernel import clock
from aufil.operate.checks import storage
from aufil.operate.checks.verdict import Verdict
from tests.support import Cast

OLD, NEW = "une vieille phrase de trente-deux lettres", "une phrase neuve, de trente-deux lettres"


@pytest.fixture
def at(settings: Any) -> Any:
    """`at(url)`: files are kept there."""

    def placed(url: str) -> Verdict:
        settings.STORAGES = {**settings.STORAGES, "files": files_storage(url)}
        return storage.storage()

    return placed


def test_a_folder_that_can_be_written_is_fine_and_keeps_nothing_of_the_try(at: Any, tmp_path: Path) -> None:
    verdict = at(f"file://{tmp_path}/files")
    assert (verdict.state, str(tmp_path) in verdict.detail) == ("ok", True)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_made_is_a_fault(at: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    verdict = at(f"file://{tmp_path}/file/below")
    assert (verdict.state, verdict.mend) == ("fault", "AUFIL_STORAGE_URL")


def test_a_full_disk_is_a_fault(at: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    assert at(f"file://{tmp_path}/files").state == "fault"


def test_a_bucket_nobody_serves_is_a_fault_that_shows_no_secret(at: Any) -> None:
    verdict = at("s3://cle:tres-secret@127.0.0.1:1/seau?scheme=http")
    assert (verdict.state, verdict.mend) == ("fault", "AUFIL_STORAGE_URL")
    assert "secret" not in str(verdict)


@pytest.fixture
def sealed(cast: Cast, settings: Any, tmp_path: Path) -> DataKey:
    """A file of Cholet, sealed under the old key."""
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(f"file://{tmp_path}/files")}
    settings.ENCRYPTION_KEYS = [OLD]
    now = clock.now()
    file = File.objects.create(
        uid=uuid4(),
        structure=cast.structures["cholet"],
        owner=cast.lea,
        kind="document",
        declared_size=1,
        keep_until=now.date(),
        created_at=now,
        touched_at=now,
    )
    return write_blob(file, Blob.Version.ORIGINAL, io.BytesIO(b"x"), "application/pdf").key


def test_keys_are_told_from_those_that_lack(sealed: DataKey, settings: Any) -> None:
    said = {}
    for name, keys in {"old": [OLD], "both": [NEW, OLD], "new": [NEW], "short": ["court"]}.items():
        settings.ENCRYPTION_KEYS = keys
        said[name] = storage.encryption()
    assert {name: verdict.state for name, verdict in said.items()} == {
        "old": "ok",
        "both": "warning",
        "new": "fault",
        "short": "fault",
    }
    assert said["both"].mend == "aufil keys wrap"
    assert "AUFIL_ENCRYPTION_KEYS" in said["new"].mend
    assert not any(OLD in str(verdict) or NEW in str(verdict) for verdict in said.values())


@pytest.mark.django_db
def test_a_key_made_here_is_said_to_be_so_and_must_be_read_by_nobody_else(
    settings: Any, tmp_path: Path
) -> None:
    settings.HOME, settings.ENCRYPTION_KEYS = tmp_path, [OLD]
    path = tmp_path / "encryption-key"
    path.write_text(OLD)
    path.chmod(0o600)
    assert (storage.encryption().state, str(path) in storage.encryption().detail) == ("ok", True)
    path.chmod(0o644)
    assert storage.encryption() == Verdict(
        "fault", f"D’autres comptes peuvent lire la clé {path}.", f"chmod 600 {path}"
    )
