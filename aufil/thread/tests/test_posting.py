"""Posting through the API: once, in order, refused with a sentence."""

from uuid import uuid4

import pytest

from aufil.audit.models import Record
from aufil.delivery.models import Notice
from aufil.people.actions import revoke_devices
from aufil.thread.models import Entry


def test_a_message_is_accepted_once_durable(api, cast):
    answer = api.lea.say(cast.thread(), "bjr camille\r\nya plus de car")
    assert answer.status == 201
    entry = answer.json
    assert (entry["seq"], entry["rev"], entry["mine"], entry["state"]) == (1, 1, True, "sent")
    assert entry["text"] == "bjr camille\nya plus de car"
    assert entry["author"]["name"] == "Léa"
    assert entry["created_at"].endswith("+00:00")


def test_the_same_id_again_finds_the_same_entry(api, cast):
    uid = uuid4()
    first = api.lea.say(cast.thread(), "coucou", uid)
    again = api.lea.say(cast.thread(), "coucou\r\n", uid)
    assert (first.status, again.status) == (201, 200)
    assert again.json["seq"] == first.json["seq"]
    assert Entry.objects.count() == 1


def test_the_same_id_with_another_text_is_a_conflict(api, cast):
    uid = uuid4()
    api.lea.say(cast.thread(), "oui", uid)
    answer = api.lea.say(cast.thread(), "non", uid)
    assert (answer.status, answer.kind) == (409, "conflict")


def test_an_id_used_by_another_author_or_thread_is_a_conflict_that_tells_nothing(api, cast):
    uid = uuid4()
    api.lea.say(cast.thread(), "mon secret", uid)
    for answer in (
        api.camille.say(cast.thread(), "mon secret", uid),
        api.camille.say(cast.thread("yanis"), "mon secret", uid),
        api.ousmane.say(cast.thread("ousmane"), "autre", uid),
    ):
        assert answer.status == 409
        assert "secret" not in answer.body.decode()
        assert answer.json["detail"] == answer.json["title"]


def test_an_edited_entry_posted_again_comes_back_as_it_now_is(api, cast):
    uid = uuid4()
    thread = cast.thread()
    api.lea.say(thread, "jeudi", uid)
    api.lea.patch(f"/threads/{thread.uid}/entries/{uid}", {"text": "vendredi"})
    again = api.lea.say(thread, "jeudi", uid)
    assert (again.status, again.json["text"]) == (200, "vendredi")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Écrivez quelque chose"),
        ("   \n ", "Écrivez quelque chose"),
        ("a\x00b", "ne peut pas être enregistré"),
        ("x" * 2001, "2001 caractères pour 2000"),
    ],
)
def test_a_text_that_cannot_be_an_entry_is_refused_with_a_sentence(api, cast, text, said):
    answer = api.lea.say(cast.thread(), text)
    assert (answer.status, answer.kind) == (422, "invalid")
    assert said in answer.json["errors"]["text"][0]
    assert answer.headers["content-type"] == "application/problem+json"


def test_lengths_are_counted_in_code_points(api, cast):
    assert api.lea.say(cast.thread(), "😩" * 2000).status == 201
    assert api.lea.say(cast.thread(), "😩" * 2001).status == 422


def test_what_is_not_json_or_has_no_id_is_malformed(api, cast):
    address = f"/threads/{cast.thread().uid}/entries"
    assert api.lea.post(address, b"{").status == 400
    assert api.lea.post(address, [1]).status == 400
    assert api.lea.post(address, {"id": "pas-un-uuid", "text": "a"}).status == 400
    assert api.lea.post(address, {"text": "a"}).status == 422


def test_who_is_not_a_member_gets_404_never_403(api, cast):
    for name in ("yanis", "alex", "ousmane", "dominique", "claude", "admin"):
        answer = getattr(api, name).say(cast.thread(), "coucou")
        assert (answer.status, answer.kind) == (404, "not-found"), name
    assert api.lea.post(f"/threads/{uuid4()}/entries", {"id": str(uuid4()), "text": "a"}).status == 404
    assert api.lea.post("/threads/nimporte/entries", {"id": str(uuid4()), "text": "a"}).status == 404


def test_nobody_and_a_revoked_token_are_asked_to_sign_in(api, cast):
    assert api.nobody.say(cast.thread(), "a").kind == "sign-in"
    api.lea.say(cast.thread(), "avant")
    revoke_devices(devices=[api.lea.device], actor=cast.lea)
    answer = api.lea.say(cast.thread(), "après")
    assert (answer.status, answer.kind) == (401, "device-revoked")
    assert api.lea.get(f"/threads/{cast.thread().uid}/entries").kind == "device-revoked"


def test_every_other_member_gets_a_notice_and_the_journal_a_line(api, cast):
    answer = api.lea.say(cast.thread(), "coucou")
    notice = Notice.objects.get()
    assert (notice.person, notice.position, notice.topic) == (cast.camille, 1, cast.thread().pk)
    line = Record.objects.get(verb="posted")
    assert (str(line.subject_uid), line.actor) == (answer.json["id"], cast.lea.pk)


def test_a_body_said_to_be_huge_is_refused_before_it_is_read(api, cast):
    answer = api.lea.post(
        f"/threads/{cast.thread().uid}/entries", b"", **{"content-length": str(50 * 1024 * 1024)}
    )
    assert (answer.status, answer.kind) == (413, "too-large")
    assert answer.headers["connection"] == "close"


def test_a_batch_stops_at_the_first_refusal_and_keeps_the_order(api, cast):
    thread = cast.thread()
    bodies = [{"id": str(uuid4()), "text": text} for text in ("un", "deux", "", "quatre")]
    answer = api.lea.post(f"/threads/{thread.uid}/entries/batch", bodies)
    assert answer.status == 200
    results = answer.json["results"]
    assert [item["status"] for item in results] == [201, 201, 422, 424]
    assert [item["entry"]["seq"] for item in results[:2]] == [1, 2]
    assert Entry.objects.count() == 2


def test_a_conflict_inside_a_batch_stops_those_behind_it(api, cast):
    thread, uid = cast.thread(), str(uuid4())
    api.lea.say(thread, "avant", uid)
    bodies = [
        {"id": str(uuid4()), "text": "un"},
        {"id": uid, "text": "autre"},
        {"id": str(uuid4()), "text": "trois"},
    ]
    results = api.lea.post(f"/threads/{thread.uid}/entries/batch", bodies).json["results"]
    assert [item["status"] for item in results] == [201, 409, 424]


def test_a_batch_too_long_or_empty_is_malformed(api, cast):
    address = f"/threads/{cast.thread().uid}/entries/batch"
    assert api.lea.post(address, []).status == 400
    assert api.lea.post(address, [{"id": str(uuid4()), "text": "a"}] * 51).status == 400


def test_a_reply_quotes_an_entry_of_the_same_thread_only(api, cast):
    first = api.lea.say(cast.thread(), "ya plus de car").json
    reply = api.camille.say(cast.thread(), "On regarde ça", reply_to=first["id"])
    assert reply.json["reply"] == {"id": first["id"], "name": "Léa Baron", "text": "ya plus de car"}
    other = api.yanis.say(cast.thread("yanis"), "yo").json
    refused = api.camille.say(cast.thread(), "hein", reply_to=other["id"])
    assert (refused.status, list(refused.json["errors"])) == (422, ["reply_to"])


def test_a_phone_with_a_clock_in_the_future_does_not_write_in_the_future(api, cast):
    entry = api.lea.say(cast.thread(), "a", written_at="2099-01-01T00:00:00+01:00").json
    assert entry["written_at"] == entry["created_at"]


def test_what_was_written_without_network_keeps_its_own_time(api, cast):
    entry = api.lea.say(cast.thread(), "a", written_at="2026-01-01T07:10:00+01:00").json
    assert entry["written_at"] == "2026-01-01T06:10:00+00:00"


def test_a_closed_thread_is_read_but_no_longer_written(api, cast):
    thread = cast.thread()
    api.lea.say(thread, "avant")
    thread.closed_at = thread.created_at
    thread.save()
    assert api.lea.say(thread, "après").status == 403
    assert api.lea.get(f"/threads/{thread.uid}/entries").status == 200


def test_who_posts_far_too_fast_is_told_when_to_come_back(api, cast):
    thread = cast.thread()
    bodies = [{"id": str(uuid4()), "text": "a"}] * 50
    answers = [api.lea.post(f"/threads/{thread.uid}/entries/batch", bodies) for _ in range(9)]
    assert answers[-1].status == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_the_phone_says_how_many_it_keeps(api, cast):
    thread = cast.thread()
    api.lea.post(
        f"/threads/{thread.uid}/entries", {"id": str(uuid4()), "text": "a"}, **{"Aufil-Waiting": "4"}
    )
    api.lea.device.refresh_from_db()
    assert api.lea.device.waiting == 4
    assert api.lea.post("/outbox", {"waiting": 0}).status == 204
    api.lea.device.refresh_from_db()
    assert api.lea.device.waiting == 0


def test_what_an_old_page_sends_after_somebody_else_signed_in_is_not_theirs(api, cast):
    body = {"id": str(uuid4()), "text": "un mot de Léa"}
    address = f"/threads/{cast.thread().uid}/entries"
    refused = api.camille.post(address, body, **{"Aufil-Person": str(cast.lea.uid)})
    assert (refused.status, refused.kind) == (401, "sign-in")
    assert api.camille.get("/me", **{"Aufil-Person": str(cast.lea.uid)}).kind == "sign-in"
    assert api.lea.post(address, body, **{"Aufil-Person": str(cast.lea.uid)}).status == 201


def test_a_message_that_answers_one_of_the_same_batch_quotes_it(api, cast):
    thread, first = cast.thread(), str(uuid4())
    bodies = [{"id": first, "text": "un"}, {"id": str(uuid4()), "text": "deux", "reply_to": first}]
    results = api.lea.post(f"/threads/{thread.uid}/entries/batch", bodies).json["results"]
    assert results[1]["entry"]["reply"]["text"] == "un"
    read = api.camille.get(f"/threads/{thread.uid}/entries").json["results"]
    assert read[1]["reply_to"] == first
