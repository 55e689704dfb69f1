"""Who may open what people sent, until when, and what is written down of it."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from aufil.audit.models import Record
from aufil.files.models import Blob, File
from aufil.files.storage import write_blob
from aufil.files.stores import store
from aufil.files.tests.conftest import Announce
from aufil.kernel import clock
from aufil.people.actions import revoke_devices
from aufil.people.models import Device
from aufil.thread import actions as thread
from aufil.thread.models import Consultation, Entry, Hiding
from tests.support import Api, Cast, Pages

PICTURE = b"\xff\xd8\xff" + bytes(range(256)) * 800


@pytest.fixture
def sent(announce: Announce) -> File:
    """A photo Léa sent, ready."""
    file = announce(len(PICTURE), kind="photos", name="bulletin.heic")
    for version in (Blob.Version.THUMB, Blob.Version.SHOWN, Blob.Version.SENT):
        write_blob(file, version, io.BytesIO(PICTURE), "image/jpeg")
    File.objects.filter(pk=file.pk).update(state="ready", media_type="image/jpeg")
    return File.objects.get(pk=file.pk)


@pytest.fixture
def address(cast: Cast, sent: File) -> str:
    return f"/fil/{cast.thread().uid}/fichiers/{sent.uid}/shown/"


def opened(client: Client, address: str, **headers: str) -> tuple[int, bytes]:
    response = client.get(address, headers=headers)
    return response.status_code, response.getvalue()


def test_both_sides_of_the_thread_read_what_was_sent(pages: Pages, address: str) -> None:
    for reader in (pages.lea, pages.camille):
        assert opened(reader, address) == (200, PICTURE)
    assert opened(pages.camille, address, Range="bytes=70000-70010") == (206, PICTURE[70000:70011])


def test_nobody_else_does(pages: Pages, address: str) -> None:
    for stranger in (pages.yanis, pages.julien, pages.dominique, pages.claude, pages.alex, pages.admin):
        assert opened(stranger, address)[0] == 404
    assert pages.nobody.get(address).headers["Location"] == "/connexion/"


def test_the_same_file_opens_in_no_other_thread(pages: Pages, cast: Cast, sent: File) -> None:
    for elsewhere in (cast.thread("yanis").uid, uuid4()):
        assert opened(pages.camille, f"/fil/{elsewhere}/fichiers/{sent.uid}/shown/")[0] == 404


def test_what_was_sent_as_it_was_is_opened_by_nobody(pages: Pages, address: str) -> None:
    for version in ("sent", "original", "light", "rien"):
        assert opened(pages.lea, address.replace("/shown/", f"/{version}/"))[0] == 404


@pytest.mark.parametrize("state", ["expected", "received", "refused", "missing", "purged"])
def test_only_what_is_ready_opens(pages: Pages, address: str, sent: File, state: str) -> None:
    refusal = "harmful" if state == "refused" else ""
    File.objects.filter(pk=sent.pk).update(state=state, refusal=refusal)
    for reader in (pages.lea, pages.camille):
        assert opened(reader, address)[0] == 404


def test_a_copied_address_opens_nothing_after_the_sign_out(pages: Pages, address: str) -> None:
    assert opened(pages.lea, address)[0] == 200
    left = pages.lea.post("/deconnexion/")
    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert pages.lea.get(address).headers["Location"] == "/connexion/"


def test_a_revoked_device_opens_nothing(pages: Pages, address: str, cast: Cast) -> None:
    browser = pages.lea
    revoke_devices(devices=list(Device.objects.filter(person=cast.lea)), actor=cast.lea)
    assert browser.get(address).headers["Location"] == "/connexion/"


def test_an_entry_taken_back_closes_its_files_at_once(
    api: Api, pages: Pages, cast: Cast, address: str, sent: File, entry_of: Callable[[File], Entry]
) -> None:
    assert api.lea.delete(f"/threads/{cast.thread().uid}/entries/{entry_of(sent).uid}").status == 200
    for reader in (pages.lea, pages.camille):
        assert opened(reader, address)[0] == 404


def test_a_hidden_entry_closes_its_files(
    pages: Pages, cast: Cast, address: str, sent: File, entry_of: Callable[[File], Entry]
) -> None:
    Hiding.objects.create(entry=entry_of(sent), person=cast.camille, reason="x", made_at=clock.now())
    for reader in (pages.lea, pages.camille):
        assert opened(reader, address)[0] == 404


def test_who_left_the_thread_reads_no_more(pages: Pages, cast: Cast, address: str) -> None:
    cast.thread().members.filter(person=cast.camille).update(left_at=clock.now())
    assert opened(pages.camille, address)[0] == 404
    assert opened(pages.lea, address)[0] == 200


def test_a_consultation_opens_files_as_long_as_it_holds(pages: Pages, cast: Cast, address: str) -> None:
    thread.consult(thread=cast.thread(), person=cast.claude, reason="Une plainte reçue par courrier")
    assert opened(pages.claude, address) == (200, PICTURE)
    assert opened(pages.dominique, address)[0] == 404
    past = clock.now() - timedelta(minutes=1)
    Consultation.objects.update(starts_at=past - timedelta(hours=1), ends_at=past)
    assert opened(pages.claude, address)[0] == 404


def test_each_opening_is_written_down_once_an_hour(
    pages: Pages, cast: Cast, address: str, sent: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    for start in range(3):
        opened(pages.camille, address, Range=f"bytes={start}-")
    lines = Record.objects.filter(subject_uid=sent.uid, verb="file-shown-opened")
    assert [line.actor for line in lines] == [cast.camille.pk]
    opened(pages.camille, address.replace("/shown/", "/thumb/"))
    opened(pages.lea, address)
    assert Record.objects.filter(subject_uid=sent.uid, verb="file-thumb-opened").count() == 1
    assert lines.all().count() == 2
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    opened(pages.camille, address)
    assert lines.all().count() == 3


def test_what_the_phone_keeps_it_asks_about_each_time(pages: Pages, address: str) -> None:
    response = pages.lea.get(address)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Content-Disposition"] == 'inline; filename="bulletin.jpg"'
    again = pages.lea.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert pages.nobody.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 302


def test_papers_leave_nothing_on_the_phone(pages: Pages, cast: Cast, announce: Announce) -> None:
    file = announce(3, name="Contrat d’été/\r\n.pdf")
    write_blob(file, Blob.Version.ORIGINAL, io.BytesIO(b"%PDF"), "application/pdf")
    File.objects.filter(pk=file.pk).update(state="ready")
    response = pages.camille.get(f"/fil/{cast.thread().uid}/fichiers/{file.uid}/original/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "\n" not in response.headers["Content-Disposition"]


@pytest.mark.parametrize("trouble", ["gone", "altered"])
def test_bytes_that_cannot_be_had_are_said_so_before_anything_is_sent(
    pages: Pages, address: str, sent: File, shelf: Any, trouble: str
) -> None:
    place = sent.blobs.get(version="shown").place
    if trouble == "gone":
        store().remove(place)
    else:
        path = shelf / place
        path.write_bytes(path.read_bytes()[:100] + b"?" + path.read_bytes()[101:])
    status, body = opened(pages.lea, address)
    assert status == 503
    assert "ne peut pas être ouvert" in body.decode()
