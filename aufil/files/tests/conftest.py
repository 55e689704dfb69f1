"""A store of its own for each test, and a file announced by Léa."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from aufil.config.storing import files_storage
from aufil.files.models import File
from aufil.thread.models import Entry
from tests.support import Api, Cast

Announce = Callable[..., File]


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    """The folder this test's files are kept in."""
    folder = tmp_path / "files"
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(f"file://{folder}")}
    return folder


@pytest.fixture
def announce(api: Api, cast: Cast) -> Announce:
    """`announce(size)`: a file Léa is about to send to Camille, of that many bytes."""

    def made(size: int, *, by: str = "lea", kind: str = "file", name: str = "cv.pdf") -> File:
        uid = uuid4()
        body = {
            "id": str(uuid4()),
            "text": "",
            "kind": kind,
            "files": [{"id": str(uid), "name": name, "size": size}],
        }
        answer = getattr(api, by).post(f"/threads/{cast.thread().uid}/entries", body)
        assert answer.status == 201, answer.json
        return File.objects.get(uid=uid)

    return made


@pytest.fixture
def entry_of() -> Callable[[File], Entry]:
    return lambda file: Entry.objects.get(attachments__file=file)
