"""What people of the demonstration sent: every state a file may be in, and the conversations as they were."""

import json
from collections import Counter
from pathlib import Path

import pytest

from aufil.config.storing import files_storage
from aufil.demo.actions import make_experiment
from aufil.demo.sent import PARCELS
from aufil.files.models import Blob, File
from aufil.files.storage import read_blob
from aufil.thread.models import Entry, Thread


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path: Path):
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(f"file://{tmp_path / 'files'}")}


def test_every_state_a_file_may_be_in_is_there(db):
    make_experiment()
    states = Counter(File.objects.values_list("kind", "state"))
    assert set(states) >= {
        ("photo", "ready"),
        ("photo", "expected"),
        ("photo", "missing"),
        ("photo", "purged"),
        ("document", "ready"),
        ("document", "refused"),
        ("voice", "ready"),
        ("video", "ready"),
    }
    assert sum(states.values()) == sum(len(parcel.sent) for parcel in PARCELS)
    thumb = Blob.objects.filter(version="thumb").select_related("file").first()
    assert b"".join(read_blob(thumb))[:4] in (b"RIFF", b"\xff\xd8\xff\xe0")
    for entry in Entry.objects.exclude(adds=None):
        assert json.dumps(entry.adds)
        assert len(entry.adds["files"]) == entry.attachments.count()
    voice = File.objects.get(kind="voice")
    entry = Entry.objects.get(attachments__file=voice)
    assert entry.text == ""
    assert entry.attachments.get().transcript.startswith("Félicitations, Yanis")
    for thread in Thread.objects.filter(entries__attachments__isnull=False).distinct():
        last = thread.entries.order_by("seq").last()
        assert thread.updated_at == last.created_at, "the lists keep their order"
        assert thread.rev == max(thread.entries.values_list("rev", flat=True))
