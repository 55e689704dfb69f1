"""What people send, as the thread and the lists show it."""

import base64
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.files.events import FileChanged
from aufil.files.models import Blob, DataKey, File
from aufil.thread.actions import consult, rewrite, show_changed_files
from aufil.thread.models import Entry
from aufil.thread.saying import label_of, says_of, title_of

PREVIEW = base64.b64encode(b"RIFF\x1a\x00\x00\x00WEBPVP8L" + b"\x00" * 14).decode()
PLAIN = {
    "kind": "photo",
    "state": "ready",
    "refusal": "",
    "name": "",
    "size": 2_000_000,
    "received": 0,
    "progress": 0,
    "milliseconds": None,
    "locked": False,
    "keep_until": "2026-03-22",
    "purged_at": None,
    "versions": {},
}


def said(mine=False, **what):
    return says_of({**PLAIN, **what}, mine=mine, author="Léa").replace("\u202f", " ").replace("\u00a0", " ")


def announce(caller, thread, kind="photos", count=1, text="", **file):
    """An entry that announces files, and their rows."""
    files = [
        {"id": str(uuid4()), "name": "x.jpg", "size": 1000, "preview": PREVIEW, **file} for _n in range(count)
    ]
    body = {"id": str(uuid4()), "kind": kind, "text": text, "files": files}
    assert caller.post(f"/threads/{thread.uid}/entries", body).status == 201
    return body["id"], [File.objects.get(uid=one["id"]) for one in files]


def become(file, state, *versions, **values):
    """What becomes of a file, as its readers are told."""
    for name, value in values.items():
        setattr(file, name, value)
    file.state = state
    file.save()
    key, _made = DataKey.objects.get_or_create(
        structure=file.structure, defaults={"wrapped": b"x", "wrapped_by": "x", "created_at": file.created_at}
    )
    for version in versions:
        media = "audio/webm" if file.kind == "voice" else "image/webp"
        Blob.objects.create(
            file=file, version=version, key=key, place=str(uuid4()), size=900_000, media_type=media
        )
    show_changed_files([FileChanged(file.pk)])


def page(client, thread):
    return client.get(f"/fil/{thread.uid}/").content.decode().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"state": "expected"}, "En route"),
        ({"state": "expected", "received": 809_999}, "En route, 40 %"),
        ({"state": "received"}, "En préparation"),
        ({"state": "received", "progress": 62}, "En préparation, 62 %"),
        ({"state": "missing"}, "Pas arrivée : Léa peut l’envoyer de nouveau."),
        ({"state": "missing", "kind": "document"}, "Pas arrivé : Léa peut l’envoyer de nouveau."),
        ({"state": "missing", "mine": True}, "Pas arrivée. Vous pouvez l’envoyer de nouveau."),
        (
            {"state": "refused", "refusal": "broken"},
            "Ce fichier n’a pas pu être lu : personne ne peut l’ouvrir.",
        ),
        (
            {"state": "refused", "refusal": "harmful"},
            "Ce fichier était dangereux : personne ne peut l’ouvrir.",
        ),
        ({}, ""),
        ({"kind": "voice", "milliseconds": 32_000}, ""),
        ({"kind": "video", "versions": {"light": {"size": 1_900_000, "type": "video/mp4"}}}, "1,8 Mo"),
    ],
)
def test_a_file_says_how_it_stands(what, sentence):
    assert said(**what) == sentence


@pytest.mark.parametrize("refusal", File.Refusal.values)
def test_who_sent_it_reads_why_it_was_refused(refusal):
    assert said(mine=True, state="refused", refusal=refusal) == File.Refusal(refusal).label


def test_a_document_says_its_weight_its_lock_and_until_when_it_is_kept(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 1, 9, 12, tzinfo=UTC))
    document = {"kind": "document", "locked": True, "size": 1_258_291}
    assert said(**document) == "1,2 Mo · protégé par mot de passe · gardé jusqu’au 22 mars"
    purged = {"kind": "document", "state": "purged", "purged_at": "2026-01-01T01:10:00+00:00"}
    assert said(**purged) == "Effacé le 1er janvier."


def test_what_an_entry_is_called_by():
    def file(**what):
        return {**PLAIN, **what}

    assert label_of([]) == ""
    assert label_of([file()]) == "Photo"
    assert label_of([file()] * 3) == "3 photos"
    assert label_of([file(kind="document", name="bail.pdf")]) == "bail.pdf"
    assert label_of([file(kind="document", name="bail.pdf")] * 2) == "2 fichiers"
    assert title_of(file(kind="document")) == "Fichier"
    assert label_of([file(kind="voice", milliseconds=32_400)]) == "Message vocal, 0:32"
    assert label_of([file(kind="video")]) == "Vidéo"


def test_on_its_way_a_photo_shows_its_small_picture_and_how_far_it_has_come(api, pages, cast):
    thread = cast.thread()
    _entry, [photo] = announce(api.lea, thread, width=3000, height=4000)
    become(photo, File.State.EXPECTED, received=400)
    shown = page(pages.camille, thread)
    assert f"data:image/webp;base64,{PREVIEW}" in shown
    assert 'width="240" height="320"' in shown
    assert "En route, 40 %" in shown
    assert "/thumb/" not in shown


def test_a_ready_photo_is_a_small_picture_that_leads_to_the_large_one(api, pages, cast):
    thread = cast.thread()
    _entry, [photo] = announce(api.lea, thread)
    become(photo, File.State.READY, "thumb", "shown", "original")
    shown = page(pages.camille, thread)
    address = f"/fil/{thread.uid}/fichiers/{photo.uid}/"
    assert f'href="{address}shown/"' in shown
    assert f'src="{address}thumb/"' in shown
    assert 'data-size="900000"' in shown
    assert 'alt="Photo envoyée par Léa, ' in shown
    assert "data:image" not in shown


def test_a_document_is_a_line_with_its_name(api, pages, cast):
    thread = cast.thread()
    _entry, [paper] = announce(api.lea, thread, "file", name="bail <b>.pdf")
    become(paper, File.State.READY, "original")
    shown = page(pages.camille, thread)
    assert "bail &lt;b&gt;.pdf" in shown
    assert ">PDF</span>" in shown
    assert f'href="/fil/{thread.uid}/fichiers/{paper.uid}/original/"' in shown
    assert "879 Ko" in shown


def test_a_voice_note_is_played_with_its_words_under_it(api, pages, cast):
    thread = cast.thread()
    entry, [voice] = announce(api.lea, thread, "voice", milliseconds=32_000)
    become(voice, File.State.READY, "original", "light", loudness=bytes([0, 64, 128, 255]))
    Entry.objects.get(uid=entry).attachments.update(transcript="Coucou <Camille>")
    rewrite(thread.pk, Entry.objects.get(uid=entry).pk)
    shown = page(pages.camille, thread)
    assert '<audio controls preload="none" aria-label="Message vocal, 0:32">' in shown
    assert shown.index("/original/") < shown.index("/light/")
    assert "Coucou &lt;Camille&gt;" in shown
    assert 'data-length="32000" data-loudness="AECA/w=="' in shown


def test_a_video_on_its_way_holds_its_place_with_its_picture(api, pages, cast):
    thread = cast.thread()
    _entry, [film] = announce(api.lea, thread, "video", milliseconds=61_000, width=480, height=640)
    become(film, File.State.RECEIVED, progress=40)
    shown = page(pages.camille, thread)
    assert f'src="data:image/webp;base64,{PREVIEW}" alt="Vidéo, 1:01" width="240" height="320"' in shown
    assert "En préparation, 40 %" in shown
    become(film, File.State.READY, "light", "poster")
    shown = page(pages.camille, thread)
    assert "data:image" not in shown
    assert 'aria-label="Vidéo, 1:01" width="240" height="320"' in shown


def test_what_did_not_come_says_so_to_both_and_lets_its_author_send_it_again(api, pages, cast):
    thread = cast.thread()
    _entry, [photo] = announce(api.lea, thread)
    become(photo, File.State.MISSING)
    link = f"/fil/{thread.uid}/fichiers/{photo.uid}/renvoyer/"
    assert link in page(pages.lea, thread)
    theirs = page(pages.camille, thread)
    assert link not in theirs
    assert "Pas arrivée : Léa peut l’envoyer de nouveau." in theirs


def test_words_beside_photos_are_shown_and_none_leave_no_empty_bubble(api, pages, cast):
    thread = cast.thread()
    announce(api.lea, thread, text="la carte de ma mère")
    assert "la carte de ma mère" in page(pages.camille, thread)
    announce(api.lea, thread)
    assert 'data-role="text" hidden></div>' in page(pages.camille, thread)


def test_lists_and_quotations_name_what_was_sent(api, pages, cast):
    thread = cast.thread()
    entry, _files = announce(api.lea, thread, count=3, text="pour  la\nconvention")
    assert "3 photos · pour la convention" in pages.camille.get("/").content.decode()
    reply = api.camille.say(thread, "bien reçu", reply_to=entry)
    assert reply.json["reply"]["text"] == "3 photos · pour la convention"
    read = api.lea.get(f"/threads/{thread.uid}/entries").json["results"]
    assert read[1]["reply"]["text"] == "3 photos · pour la convention"
    assert (read[0]["label"], read[1]["label"]) == ("3 photos", "")
    assert "3 photos · pour la convention" in page(pages.lea, thread)
    assert "3 photos" in pages.lea.get(f"/fil/{thread.uid}/message/{entry}/supprimer/").content.decode()


def test_a_quotation_of_what_was_taken_back_names_nothing(api, cast):
    thread = cast.thread()
    entry, _files = announce(api.lea, thread, "file", name="secret.pdf")
    api.camille.say(thread, "bien reçu", reply_to=entry)
    gone = api.lea.delete(f"/threads/{thread.uid}/entries/{entry}").json
    assert (gone["label"], gone["files"]) == ("", [])
    assert "secret.pdf" not in api.camille.get(f"/threads/{thread.uid}/entries").body.decode()


def test_what_is_read_by_reason_is_shown_too(api, pages, cast):
    thread = cast.thread()
    _entry, [photo] = announce(api.lea, thread, text="ma carte")
    become(photo, File.State.READY, "thumb", "shown")
    consult(thread=thread, person=cast.dominique, reason="Une plainte reçue par courrier")
    shown = pages.dominique.get(f"/fil/{thread.uid}/consultation/").content.decode()
    assert f"/fil/{thread.uid}/fichiers/{photo.uid}/thumb/" in shown
    assert "ma carte" in shown


def test_the_words_beside_files_may_be_changed_and_taken_away(api, pages, cast):
    thread = cast.thread()
    entry, _files = announce(api.lea, thread, text="avant")
    address = f"/threads/{thread.uid}/entries/{entry}"
    assert api.lea.patch(address, {"text": "après"}).json["text"] == "après"
    changed = api.lea.patch(address, {"text": "  "})
    assert (changed.status, changed.json["text"], len(changed.json["files"])) == (200, "", 1)
    plain = api.lea.say(thread, "un texte").json["id"]
    refused = api.lea.patch(f"/threads/{thread.uid}/entries/{plain}", {"text": " "})
    assert (refused.status, list(refused.json["errors"])) == (422, ["text"])
    edited = pages.lea.post(f"/fil/{thread.uid}/message/{entry}/modifier/", {"text": "par la page"})
    assert edited.status_code == 302
    assert Entry.objects.get(uid=entry).text == "par la page"


def test_a_page_full_of_photos_asks_the_database_no_more_often(api, pages, cast):
    thread = cast.thread()
    api.lea.say(thread, "bonjour")

    def statements():
        page(pages.camille, thread)
        with CaptureQueriesContext(connection) as captured:
            page(pages.camille, thread)
        return len(captured)

    before = statements()
    for _n in range(3):
        _entry, photos = announce(api.lea, thread, count=4)
        for photo in photos:
            become(photo, File.State.READY, "thumb", "shown")
    assert statements() == before
