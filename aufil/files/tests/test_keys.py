"""Keys change, and what is old still opens."""

import io
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from aufil.files.actions import rewrap_and_tidy, rotate_keys
from aufil.files.keys import UnknownKey, _opened
from aufil.files.models import Blob, DataKey
from aufil.files.queries import unknown_keys
from aufil.files.storage import read_blob, write_blob
from aufil.files.tests.conftest import Announce
from aufil.jobs.worker import work_off
from aufil.kernel import clock
from aufil.kernel.sealing import fingerprints
from aufil.people.models import Structure
from tests.support import Cast

OLD, NEW = "vieille clé " * 4, "nouvelle clé " * 4


def kept(announce: Announce, clear: bytes) -> Blob:
    return write_blob(announce(10), Blob.Version.ORIGINAL, io.BytesIO(clear), "application/pdf")


def read(blob: Blob) -> bytes:
    _opened.cache_clear()  # as after a restart
    return b"".join(read_blob(Blob.objects.get(pk=blob.pk)))


def test_with_the_old_key_behind_the_new_one_old_files_open_and_are_wrapped_anew(
    announce: Announce, settings: Any
) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    blob = kept(announce, b"before")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert read(blob) == b"before"
    rewrap_and_tidy()
    assert DataKey.objects.get().wrapped_by == fingerprints()[0]
    settings.ENCRYPTION_KEYS = [NEW]
    assert read(blob) == b"before"


def test_without_the_old_key_files_stay_closed_until_it_comes_back(announce: Announce, settings: Any) -> None:
    settings.ENCRYPTION_KEYS = [OLD]
    blob = kept(announce, b"before")
    settings.ENCRYPTION_KEYS = [NEW]
    with pytest.raises(UnknownKey):
        read(blob)
    rewrap_and_tidy()
    assert unknown_keys() == [blob.key]
    with pytest.raises(CommandError, match="AUFIL_ENCRYPTION_KEYS"):
        call_command("keys", "wrap")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert read(blob) == b"before"
    said = StringIO()
    call_command("keys", "wrap", stdout=said)
    assert said.getvalue().startswith("1 ")


def test_a_new_data_key_encrypts_every_file_anew_in_the_background(announce: Announce, cast: Cast) -> None:
    blob = kept(announce, b"clear" * 50_000)
    former = blob.key
    call_command("keys", "rotate", "--structure", "cholet", stdout=StringIO())
    assert read(blob) == b"clear" * 50_000, "meanwhile it opens"
    assert Blob.objects.get().key == former
    work_off(20)
    anew = Blob.objects.get()
    assert anew.key == DataKey.objects.order_by("pk").last() != former
    assert anew.place != blob.place
    assert read(anew) == b"clear" * 50_000


def test_a_data_key_nothing_needs_is_forgotten_when_no_piece_can_name_it(
    announce: Announce, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(announce, b"clear")
    rotate_keys([cast.structures["cholet"]])
    work_off(20)
    rewrap_and_tidy()
    assert DataKey.objects.count() == 2
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    rewrap_and_tidy()
    assert DataKey.objects.get() == Blob.objects.get().key


def test_a_file_forgotten_while_keys_change_does_not_come_back(announce: Announce, cast: Cast) -> None:
    blob = kept(announce, b"clear")
    Blob.objects.all().delete()
    write_blob(blob.file, blob.version, io.BytesIO(b"clear"), "application/pdf", instead_of=blob)
    assert not Blob.objects.exists()


def test_an_unknown_structure_is_said_so(cast: Cast) -> None:
    with pytest.raises(CommandError, match="nulle-part"):
        call_command("keys", "rotate", "--structure", "nulle-part")
    assert Structure.objects.count() == 2
