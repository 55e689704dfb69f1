"""An entry announces files whose bytes follow: it takes its place at once."""

import base64
from uuid import uuid4

from aufil.files.events import FileChanged
from aufil.files.models import File
from aufil.files.queries import shapes_of
from aufil.thread.actions import show_changed_files
from aufil.thread.models import Attachment, Entry, Member

WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L" + b"\x00" * 14
PREVIEW = base64.b64encode(WEBP).decode()


def photos(count=2, **more):
    files = [
        {
            "id": str(uuid4()),
            "name": f"C:\\photos\\page {n}.jpg",
            "size": 180_000 + n,
            "preview": base64.b64encode(WEBP).decode(),
        }
        for n in range(count)
    ]
    return {"id": str(uuid4()), "kind": "photos", "text": "", "files": files, **more}


def send(client, thread, body):
    return client.post(f"/threads/{thread.uid}/entries", body)


def test_photos_take_their_place_before_their_bytes_come(api, cast):
    thread = cast.thread()
    body = photos()
    answer = send(api.lea, thread, body)
    after = api.lea.say(thread, "c’est la carte vitale")
    assert (answer.status, answer.json["seq"], after.json["seq"]) == (201, 1, 2)
    assert [file["state"] for file in answer.json["files"]] == ["expected", "expected"]
    assert answer.json["files"][0]["name"] == "page 0.jpg"
    assert answer.json["files"][0]["preview"] == body["files"][0]["preview"]
    assert (
        Attachment.objects.count()
        == File.objects.filter(owner=cast.lea, structure=thread.structure).count()
        == 2
    )
    seen = api.camille.get(f"/threads/{thread.uid}/entries").json["results"][0]
    assert seen["kind"] == "photos"
    assert [f["id"] for f in seen["files"]] == [f["id"] for f in body["files"]]


def test_the_same_announcement_again_is_the_same_entry(api, cast):
    body = photos()
    first, again = send(api.lea, cast.thread(), body), send(api.lea, cast.thread(), body)
    assert (first.status, again.status) == (201, 200)
    other = send(api.lea, cast.thread(), {**body, "files": body["files"][:1]})
    assert (other.status, File.objects.count()) == (409, 2)


def test_a_file_announced_in_another_entry_is_a_conflict(api, cast):
    body = photos()
    send(api.lea, cast.thread(), body)
    stolen = send(api.yanis, cast.thread("yanis"), {**photos(), "files": body["files"]})
    assert (stolen.status, stolen.kind) == (409, "conflict")
    assert Entry.objects.count() == 1


def test_what_may_not_be_announced(api, cast):
    thread, good = cast.thread(), photos(1)
    [file] = good["files"]
    for wrong in (
        {"files": [{**file, "size": 20 * 1024 * 1024 + 1}]},
        {"files": [{**file, "preview": base64.b64encode(b"<svg onload=alert(1)>").decode()}]},
        {"files": [file, file]},
        {"kind": "voice", "files": [file, {**file, "id": str(uuid4())}]},
        {"kind": "event"},
        {"kind": "note"},
    ):
        assert send(api.lea, thread, {**good, "id": str(uuid4()), **wrong}).status == 422
    assert not File.objects.exists()


def test_what_becomes_of_a_file_raises_the_rev_of_its_entry(api, cast, django_capture_on_commit_callbacks):
    thread = cast.thread()
    body = photos(1)
    send(api.lea, thread, body)
    file = File.objects.get()
    File.objects.update(state=File.State.RECEIVED, received=file.declared_size)
    with django_capture_on_commit_callbacks(execute=True):
        show_changed_files([FileChanged(file.pk)])
    [changed] = api.camille.get(f"/threads/{thread.uid}/entries?since=1").json["results"]
    assert (changed["seq"], changed["rev"], changed["files"][0]["state"]) == (1, 2, "received")
    file.refresh_from_db()
    shown = {"transcript": "", "title": "Photo", "says": "En préparation"}
    assert {**shapes_of([file])[0], **shown} == changed["files"][0]


def test_who_is_called_by_name_has_a_mark_of_their_own(api, cast):
    thread = cast.thread()
    text = {
        "id": str(uuid4()),
        "text": "@Camille tu as vu ?",
        "mentions": [str(cast.camille.uid), str(cast.alex.uid)],
    }
    assert send(api.lea, thread, text).json["mentions"] == [str(cast.camille.uid)]
    assert Member.objects.get(thread=thread, person=cast.camille).mentioned_seq == 1


def test_a_deleted_entry_shows_no_file_any_more(api, cast):
    thread, body = cast.thread(), photos()
    send(api.lea, thread, body)
    gone = api.lea.delete(f"/threads/{thread.uid}/entries/{body['id']}")
    assert gone.status == 200
    assert gone.json["files"] == []
