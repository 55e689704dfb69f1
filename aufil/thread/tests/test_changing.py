"""Correcting and taking back: the author alone, once, the former text kept for its time and no longer."""

from datetime import timedelta
from uuid import uuid4

import pytest

from aufil.audit.models import Record
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.thread.actions import purge_revisions
from aufil.thread.models import Entry, Revision


@pytest.fixture
def said(api, cast):
    """A message of Léa, as the API gave it back."""
    return api.lea.say(cast.thread(), "rdv jeudi").json


@pytest.fixture
def address(cast, said):
    return f"/threads/{cast.thread().uid}/entries/{said['id']}"


def test_a_correction_keeps_its_place_and_is_marked(api, said, address):
    answer = api.lea.patch(address, {"text": "rdv vendredi\r\n"})
    entry = answer.json
    assert (answer.status, entry["text"], entry["seq"], entry["rev"]) == (200, "rdv vendredi", 1, 2)
    assert entry["edited_at"]
    assert entry["created_at"] == said["created_at"]


def test_the_former_text_is_kept_until_the_day_the_structure_sets(api, cast, address):
    cholet = cast.structures["cholet"]
    cholet.keep_former_texts_days = 10
    cholet.save()
    api.lea.patch(address, {"text": "rdv vendredi"})
    revision = Revision.objects.get()
    assert (revision.text, revision.reason) == ("rdv jeudi", "edited")
    assert revision.keep_until == clock.now().date() + timedelta(days=10)


def test_the_former_text_is_forgotten_after_its_last_day(api, address, monkeypatch):
    api.lea.patch(address, {"text": "rdv vendredi"})
    last = clock.now() + timedelta(days=90)
    monkeypatch.setattr(clock, "now", lambda: last)
    purge_revisions()
    assert Revision.objects.count() == 1
    monkeypatch.setattr(clock, "now", lambda: last + timedelta(days=1))
    purge_revisions()
    assert not Revision.objects.exists()


def test_nobody_reads_the_former_text(api, pages, cast, address):
    api.lea.patch(address, {"text": "rdv vendredi"})
    thread = cast.thread()
    for answer in (api.lea.get(f"/threads/{thread.uid}/entries"), api.camille.get("/threads")):
        assert "rdv jeudi" not in answer.body.decode()
    for reader in (pages.lea, pages.camille):
        assert "rdv jeudi" not in reader.get(f"/fil/{thread.uid}/").content.decode()


def test_the_same_text_changes_nothing(api, said, address):
    entry = api.lea.patch(address, {"text": " rdv jeudi\n"}).json
    assert (entry["rev"], entry["edited_at"]) == (said["rev"], None)
    assert not Revision.objects.exists()


def test_only_the_author_corrects_or_takes_back(api, said, address):
    for method in ("PATCH", "DELETE"):
        answer = api.camille.call(method, address, {"text": "autre"})
        assert (answer.status, answer.kind) == (403, "forbidden")
    assert Entry.objects.get().text == "rdv jeudi"


def test_who_is_not_in_the_thread_gets_404(api, address):
    for name in ("yanis", "alex", "dominique", "claude", "admin"):
        for method in ("PATCH", "DELETE"):
            assert getattr(api, name).call(method, address, {"text": "autre"}).status == 404, name


def test_an_entry_of_another_thread_is_not_reached_through_ones_own(api, cast, said):
    through = f"/threads/{cast.thread('yanis').uid}/entries/{said['id']}"
    assert api.camille.patch(through, {"text": "autre"}).status == 404
    assert api.yanis.delete(through).status == 404
    assert api.lea.patch(f"/threads/{cast.thread().uid}/entries/{uuid4()}", {"text": "a"}).status == 404


@pytest.mark.parametrize("text", ["", "  ", "a\x00", "x" * 2001])
def test_a_correction_obeys_the_rules_of_a_message(api, address, text):
    answer = api.lea.patch(address, {"text": text})
    assert (answer.status, list(answer.json["errors"])) == (422, ["text"])


def test_taking_back_leaves_no_text_and_withdraws_the_notices(api, cast, address):
    answer = api.lea.delete(address)
    assert (answer.status, "text" in answer.json, answer.json["rev"]) == (200, False, 2)
    entry = Entry.objects.get()
    assert (entry.text, Revision.objects.get().text) == ("", "rdv jeudi")
    assert not Notice.objects.pending().exists()
    assert Notice.objects.get().withdrawn_at


def test_taking_back_twice_is_once(api, address):
    first, again = api.lea.delete(address), api.lea.delete(address)
    assert (again.status, again.json) == (200, first.json)
    assert Revision.objects.count() == 1


def test_what_was_taken_back_is_no_longer_corrected(api, address):
    api.lea.delete(address)
    answer = api.lea.patch(address, {"text": "finalement"})
    assert (answer.status, answer.kind) == (410, "gone")
    assert Entry.objects.get().text == ""


def test_a_message_taken_back_is_not_posted_again(api, cast, said, address):
    api.lea.delete(address)
    answer = api.lea.say(cast.thread(), "rdv jeudi", said["id"])
    assert answer.status == 200
    assert answer.json["deleted_at"]
    assert "text" not in answer.json


def test_the_journal_says_who_changed_what_but_no_text(api, cast, said, address):
    api.lea.patch(address, {"text": "rdv vendredi"})
    api.lea.delete(address)
    lines = Record.objects.filter(subject_uid=said["id"]).order_by("pk")
    assert [(line.verb, line.actor) for line in lines] == [
        ("posted", cast.lea.pk),
        ("edited", cast.lea.pk),
        ("deleted", cast.lea.pk),
    ]


def test_nothing_changes_in_a_closed_thread(api, cast, address):
    thread = cast.thread()
    thread.closed_at = clock.now()
    thread.save()
    assert api.lea.patch(address, {"text": "autre"}).status == 403
    assert api.lea.delete(address).status == 403
    assert Entry.objects.get().text == "rdv jeudi"
