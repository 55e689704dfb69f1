"""Sending by plain forms: no script, the same entries, the same files, the same refusals said in words."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aufil.audit.models import Record
from aufil.config.storing import files_storage
from aufil.files.actions import take_piece
from aufil.files.models import SIZE_LIMIT, File
from aufil.files.storage import assemble, read_blob
from aufil.files.stores import StoreFull
from aufil.people.actions import close_support
from aufil.people.models import Exit
from aufil.thread.models import Attachment, Entry
from aufil.web.problems import Problem

JPEG = b"\xff\xd8\xff" + bytes(range(256)) * 40
WHOLE = len(JPEG)


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path: Path):
    """The folder this test's files are kept in."""
    settings.STORAGES = {**settings.STORAGES, "files": files_storage(f"file://{tmp_path / 'files'}")}


def photo(name="IMG_1.jpg", data=JPEG):
    return SimpleUploadedFile(name, data, "image/jpeg")


def send(client, thread, **what):
    return client.post(f"/fil/{thread.uid}/envoyer/", {"id": str(uuid4()), "text": "", **what})


def kept(file):
    return b"".join(read_blob(assemble(file)))


def announced(api, cast, *, size=WHOLE, kind="photos"):
    """A file of Léa whose bytes have not come."""
    body = {
        "id": str(uuid4()),
        "kind": kind,
        "files": [{"id": str(uuid4()), "name": "IMG_1.jpg", "size": size}],
    }
    assert api.lea.post(f"/threads/{cast.thread().uid}/entries", body).status == 201
    return File.objects.get(uid=body["files"][0]["id"])


def test_photos_and_a_file_with_some_words(pages, cast):
    thread = cast.thread()
    bail = SimpleUploadedFile("C:\\bail.pdf", b"%PDF-1.7 bail")
    answer = send(
        pages.lea, thread, text="mon dossier", photos=[photo(), photo("IMG_2.jpg", JPEG + b"2")], file=bail
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/fil/{thread.uid}/")
    first, second = Entry.objects.order_by("seq")
    assert (first.kind, first.text, second.kind, second.text) == ("photos", "mon dossier", "file", "")
    files = list(File.objects.order_by("pk"))
    assert {file.state for file in files} == {"received"}
    assert [kept(file) for file in files] == [JPEG, JPEG + b"2", b"%PDF-1.7 bail"]
    assert files[2].name == "bail.pdf"
    assert Record.objects.filter(verb="file-received").count() == 3


def test_a_photo_just_taken_comes_first(pages, cast):
    send(pages.lea, cast.thread(), camera=photo("now.jpg"), photos=[photo("before.jpg")])
    assert list(Attachment.objects.values_list("file__name", flat=True)) == ["now.jpg", "before.jpg"]


def test_the_same_form_twice_is_one_message(pages, cast):
    uid = str(uuid4())
    for _time in range(2):
        assert send(pages.lea, cast.thread(), id=uid, photos=[photo()]).status_code == 302
    assert (Entry.objects.count(), File.objects.count()) == (1, 1)
    assert kept(File.objects.get()) == JPEG


def test_a_form_cut_in_the_middle_goes_on_when_it_is_sent_again(pages, cast, monkeypatch):
    uid, data = str(uuid4()), JPEG * 60  # three pieces
    calls = []

    def full_at_the_second(**piece):
        calls.append(piece["offset"])
        if len(calls) == 2:
            raise Problem("full", "Il n’y a plus de place.")
        return take_piece(**piece)

    with monkeypatch.context() as patch:
        patch.setattr("aufil.files.actions.receive.take_piece", full_at_the_second)
        stuck = send(pages.lea, cast.thread(), id=uid, photos=[photo(data=data)])
        assert stuck.status_code == 503
        assert "tout n’est pas arrivé" in stuck.content.decode()
        assert "Retour au fil" in stuck.content.decode()
        assert send(pages.lea, cast.thread(), id=uid, photos=[photo(data=data)]).status_code == 302
    assert calls[2] == calls[1], "what had come was not sent again"
    assert kept(File.objects.get()) == data


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({}, "Choisissez au moins une photo ou un fichier."),
        ({"photos": [photo(data=b"")]}, "« IMG_1.jpg » est vide."),
        ({"file": [photo("gros.pdf", b"x" * (SIZE_LIMIT + 1))]}, "« gros.pdf » est trop lourd"),
        ({"photos": [photo(f"{n}.jpg") for n in range(11)]}, "Au plus 10 à la fois"),
        ({"voice": [photo("a.webm"), photo("b.webm")]}, "Au plus 1 à la fois"),
        ({"photos": [photo()], "text": "x" * 2001}, "trop long"),
    ],
    ids=["nothing", "empty", "heavy", "eleven", "two voices", "long words"],
)
def test_what_is_refused_says_why_and_keeps_the_words(pages, cast, what, sentence):
    answer = send(pages.lea, cast.thread(), **{"text": "mes mots à moi", **what})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert what.get("text", "mes mots à moi") in shown
    assert not Entry.objects.exists()


def test_a_file_too_large_is_never_held(rf):
    """Not a byte of it past the limit is kept, in memory or on the disk."""
    from aufil.web.uploads import Aside

    aside = Aside(most=1000)
    aside.new_file("f", "x.bin", "application/octet-stream", None)
    for start in range(0, 5000, 500):
        aside.receive_data_chunk(b"x" * 500, start)
    made = aside.file_complete(5000)
    assert (made.size, len(made.read())) == (5000, 1000)


def test_no_one_else_sends_there(pages, cast):
    for stranger in (pages.yanis, pages.alex, pages.claude):
        assert send(stranger, cast.thread(), photos=[photo()]).status_code == 404
    assert not File.objects.exists()


def test_nothing_is_sent_to_a_closed_conversation(pages, cast):
    thread = cast.thread()
    close_support(
        young=cast.lea,
        structure=cast.structures["cholet"],
        reason=Exit.LASTING_JOB,
        on=timezone.localdate(),
        actor=cast.camille,
    )
    assert send(pages.lea, thread, photos=[photo()]).status_code == 403


def test_what_did_not_come_is_chosen_again_under_the_same_identifier(api, pages, cast):
    file = announced(api, cast, size=5_000_000)
    take_piece(file=file, offset=0, data=b"of another file")
    File.objects.update(state=File.State.MISSING)
    address = f"/fil/{cast.thread().uid}/fichiers/{file.uid}/renvoyer/"
    assert "IMG" not in pages.lea.get(address).content.decode()
    assert pages.lea.post(address, {"file": photo("scan.jpg")}).status_code == 302
    file.refresh_from_db()
    assert (file.state, file.declared_size, file.name) == ("received", len(JPEG), "scan.jpg")
    assert kept(file) == JPEG
    [shape] = api.camille.get(f"/threads/{cast.thread().uid}/entries").json["results"][0]["files"]
    assert (shape["id"], shape["state"]) == (str(file.uid), "received")
    assert pages.lea.get(address).status_code == 404, "it is here"


def test_sending_again_says_what_is_wrong(api, pages, cast):
    file = announced(api, cast)
    address = f"/fil/{cast.thread().uid}/fichiers/{file.uid}/renvoyer/"
    nothing, empty = pages.lea.post(address), pages.lea.post(address, {"file": photo(data=b"")})
    assert "Choisissez le fichier à envoyer." in nothing.content.decode()
    assert "« IMG_1.jpg » est vide." in empty.content.decode()
    assert {nothing.status_code, empty.status_code} == {422}


def test_only_its_author_sends_a_file_again(api, pages, cast):
    file = announced(api, cast)
    address = f"/fil/{cast.thread().uid}/fichiers/{file.uid}/renvoyer/"
    for other in (pages.camille, pages.yanis, pages.alex):
        assert other.post(address, {"file": photo()}).status_code == 404
    file.refresh_from_db()
    assert file.received == 0


def test_a_disk_that_is_full_is_said_and_nothing_is_mixed(api, pages, cast, monkeypatch):
    file = announced(api, cast)
    monkeypatch.setattr(
        "aufil.files.actions.receive.write_piece", lambda *_a: (_ for _ in ()).throw(StoreFull())
    )
    answer = pages.lea.post(
        f"/fil/{cast.thread().uid}/fichiers/{file.uid}/renvoyer/", {"file": photo(data=JPEG * 2)}
    )
    assert answer.status_code == 422
    assert "plus de place" in answer.content.decode()
    file.refresh_from_db()
    assert (file.state, file.received) == ("expected", 0)


def test_a_voice_note_is_written_down_by_its_author_and_by_the_team(api, pages, cast):
    thread, voice = cast.thread(), announced(api, cast, kind="voice")
    address = f"/fil/{thread.uid}/fichiers/{voice.uid}/texte/"
    assert pages.camille.post(address, {"text": "Elle demande l’heure du rendez-vous."}).status_code == 302
    [entry] = api.lea.get(f"/threads/{thread.uid}/entries").json["results"]
    assert entry["files"][0]["transcript"] == "Elle demande l’heure du rendez-vous."
    assert entry["rev"] == 2
    assert "Elle demande" in pages.lea.get(address).content.decode()
    api_address = f"/threads/{thread.uid}/entries/{entry['id']}/files/{voice.uid}/transcript"
    assert api.lea.call("PUT", api_address, {"text": "C’est à quelle heure ?"}).json["rev"] == 3
    assert api.lea.call("PUT", api_address, {"text": "C’est à quelle heure ?"}).json["rev"] == 3, "the same"
    assert api.lea.call("PUT", api_address, {"text": ""}).json["files"][0]["transcript"] == ""
    journal = Record.objects.filter(verb="transcribed", subject_uid=voice.uid)
    assert list(journal.order_by("pk").values_list("actor", flat=True)) == [
        cast.camille.pk,
        cast.lea.pk,
        cast.lea.pk,
    ]


def test_who_may_not_write_down_a_voice_note(api, pages, cast):
    voice, photo_file = announced(api, cast, kind="voice"), announced(api, cast)
    thread = cast.thread()
    entry = Entry.objects.get(attachments__file=voice)
    address = f"/threads/{thread.uid}/entries/{entry.uid}/files/{voice.uid}/transcript"
    for other in (api.yanis, api.alex, api.claude):
        assert other.call("PUT", address, {"text": "x"}).status == 404
    wrong = f"/threads/{thread.uid}/entries/{entry.uid}/files/{photo_file.uid}/transcript"
    assert api.lea.call("PUT", wrong, {"text": "x"}).status == 404
    assert api.lea.call("PUT", address, {"text": "x" * 2001}).status == 422
    assert pages.lea.get(f"/fil/{thread.uid}/fichiers/{photo_file.uid}/texte/").status_code == 404
    api.lea.delete(f"/threads/{thread.uid}/entries/{entry.uid}")
    assert api.lea.call("PUT", address, {"text": "x"}).status == 410


def test_in_a_group_a_peer_does_not_write_down_what_another_said(api, cast):
    body = {"title": "Club", "participants": [str(cast.lea.uid), str(cast.yanis.uid)]}
    group = api.camille.post("/threads", body).json["id"]
    entry, file = str(uuid4()), str(uuid4())
    said = {"id": entry, "kind": "voice", "files": [{"id": file, "size": 9}]}
    assert api.lea.post(f"/threads/{group}/entries", said).status == 201
    address = f"/threads/{group}/entries/{entry}/files/{file}/transcript"
    refused = api.yanis.call("PUT", address, {"text": "x"})
    assert (refused.status, refused.kind) == (403, "forbidden")
    assert api.camille.call("PUT", address, {"text": "x"}).status == 200


def test_a_name_that_tries_to_climb_stays_a_name(pages, cast):
    named = io.BytesIO(JPEG)
    named.name = "../../etc/passwd"
    send(pages.lea, cast.thread(), file=named)
    assert File.objects.get().name == "passwd"
