"""A counsellor hides somebody's entry in a group: gone for all, kept a while for the team, explained to its author."""

from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest

from aufil.audit.models import Record
from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.people.actions import close_support
from aufil.thread.actions import purge_revisions
from aufil.thread.models import Attachment, Entry, Hiding, Reaction, Revision
from aufil.thread.tests.test_announcing import photos, send

SECRET = "le numéro de Yanis c’est le 06 12 34 56 78"
REASON = "On ne donne pas le numéro de quelqu’un d’autre"


def hide(client, thread, entry, reason=REASON):
    return client.call("PUT", f"/threads/{thread.uid}/entries/{entry}/hiding", {"reason": reason})


@pytest.fixture
def said(api, club):
    return api.lea.say(club, SECRET).json["id"]


def test_a_hidden_entry_is_a_tombstone_that_says_who_hid_it(api, pages, cast, club, said):
    answer = hide(api.camille, club, said)
    assert (answer.status, answer.json["hidden_by"], "text" in answer.json) == (
        200,
        str(cast.camille.uid),
        False,
    )
    seen = api.yanis.get(f"/threads/{club.uid}/entries?since=1").json["results"][0]
    assert (seen["id"], seen["seq"], seen["rev"], seen["hidden_by"]) == (said, 1, 2, str(cast.camille.uid))
    assert seen["deleted_at"]
    for who in (pages.lea, pages.yanis, pages.julien):
        page = who.get(f"/fil/{club.uid}/").content.decode()
        assert "Message masqué par Camille" in page
        assert "06 12" not in page


def test_hiding_twice_is_once(api, club, said):
    first, again = hide(api.camille, club, said), hide(api.julien, club, said, "Autre raison")
    assert (first.json["rev"], again.status, again.json["rev"]) == (2, 200, 2)
    assert Hiding.objects.get().reason == REASON


def test_its_author_is_told_in_their_own_thread_with_the_reason(api, cast, club, said):
    hide(api.camille, club, said)
    event = api.lea.get(f"/threads/{cast.thread().uid}/entries").json["results"][-1]
    assert (event["kind"], event["via"], event["author"]["name"]) == ("event", "self", "Camille")
    for words in ("Camille a masqué votre message", "Club du mardi", REASON, "répondez ici"):
        assert words in event["text"]
    assert "06 12" not in event["text"]
    assert Notice.objects.pending().filter(person=cast.lea, topic=cast.thread().pk).count() == 1
    assert api.yanis.get(f"/threads/{cast.thread('yanis').uid}/entries").json["results"] == []


def test_a_counsellor_who_does_not_support_them_is_named_all_the_same(api, cast, club, said):
    hide(api.julien, club, said)
    event = api.lea.get(f"/threads/{cast.thread().uid}/entries").json["results"][-1]
    assert (event["author"]["name"], event["text"].startswith("Julien a masqué")) == ("Camille", True)


def test_its_notices_are_withdrawn_and_nothing_stays_on_it(api, cast, club):
    said = api.lea.say(club, "@yanis " + SECRET).json["id"]
    api.yanis.call("PUT", f"/threads/{club.uid}/entries/{said}/reactions/{quote('😮')}")
    api.camille.call("PUT", f"/threads/{club.uid}/entries/{said}/pin")
    hidden = hide(api.camille, club, said).json
    assert not Notice.objects.pending().filter(topic=club.pk).exists()
    assert (hidden["reactions"], hidden["mentions"], hidden["pinned_at"]) == ([], [], None)
    assert not Reaction.objects.exists()
    assert not any(line["mentioned"] for line in api.yanis.get("/threads").json["results"])


def test_files_of_a_hidden_entry_are_shown_no_more(api, club):
    body = photos(1)
    send(api.lea, club, body)
    assert hide(api.camille, club, body["id"]).json["files"] == []
    assert Attachment.objects.get().entry.deleted_at


def test_the_former_text_is_for_the_team_and_the_author_until_its_day(
    api, pages, cast, club, said, monkeypatch
):
    hide(api.camille, club, said)
    revision = Revision.objects.get()
    assert (revision.text, revision.reason) == (SECRET, "hidden")
    address = f"/fil/{club.uid}/message/{said}/masquer/"
    for who in (pages.camille, pages.julien, pages.lea):
        page = who.get(address).content.decode()
        assert SECRET in page
        assert REASON in page
    for who in (pages.yanis, pages.dominique, pages.alex):
        assert who.get(address).status_code == 404
    opened = Record.objects.filter(verb="hidden-opened").values_list("actor", flat=True)
    assert sorted(opened) == sorted([cast.camille.pk, cast.julien.pk]), (
        "the author's own reading is their own"
    )
    after = clock.now() + timedelta(days=91)
    monkeypatch.setattr(clock, "now", lambda: after)
    assert SECRET not in pages.lea.get(address).content.decode()
    purge_revisions()
    assert not Revision.objects.exists()


def test_the_journal_holds_who_and_when_never_the_words(api, cast, club, said):
    hide(api.camille, club, said)
    line = Record.objects.get(verb="hidden")
    assert (line.actor, str(line.subject_uid), line.structure) == (cast.camille.pk, said, club.structure_id)


def test_what_may_not_be_hidden(api, cast, club, said):
    own = api.camille.say(club, "à moi").json["id"]
    assert hide(api.camille, club, own).status == 403
    api.camille.patch(f"/threads/{club.uid}", {"title": "Autre nom"})
    event = api.camille.get(f"/threads/{club.uid}/entries").json["results"][-1]["id"]
    assert hide(api.julien, club, event).status == 403
    assert hide(api.camille, club, uuid4()).status == 404
    gone = api.lea.say(club, "oups").json["id"]
    api.lea.delete(f"/threads/{club.uid}/entries/{gone}")
    assert hide(api.camille, club, gone).status == 410
    support = api.lea.say(cast.thread(), "bonjour").json["id"]
    assert hide(api.camille, cast.thread(), support).status == 403
    for wrong in ("", "a", "x" * 301, "a\x00bcd"):
        answer = hide(api.camille, club, said, wrong)
        assert (answer.status, list(answer.json["errors"])) == (422, ["reason"])
    assert not Hiding.objects.exists()


def test_what_is_hidden_is_not_written_again_nor_deleted_anew(api, club, said):
    hide(api.camille, club, said)
    address = f"/threads/{club.uid}/entries/{said}"
    assert api.lea.patch(address, {"text": "autre"}).status == 410
    assert api.lea.delete(address).json["hidden_by"]
    assert api.lea.say(club, SECRET, uid=said).json["deleted_at"], "a repeat finds the tombstone"
    assert Entry.objects.get(uid=said).text == ""


def test_the_words_of_a_colleague_are_hidden_without_an_event(api, pages, club):
    said = api.julien.say(club, SECRET).json["id"]
    assert hide(api.camille, club, said).status == 200
    assert REASON in pages.julien.get(f"/fil/{club.uid}/message/{said}/masquer/").content.decode()


def test_an_author_who_is_supported_no_more_reads_why_in_the_group(api, pages, cast, club, said):
    cholet = cast.structures["cholet"]
    close_support(young=cast.lea, structure=cholet, reason="moved", on=clock.now().date(), actor=cast.camille)
    assert hide(api.julien, club, said).status == 200


def test_without_script_a_form_hides_and_keeps_what_was_typed(api, pages, club, said):
    address = f"/fil/{club.uid}/message/{said}/masquer/"
    refused = pages.camille.post(address, {"reason": "ab"})
    assert (refused.status_code, ">ab</textarea>" in refused.content.decode()) == (422, True)
    assert pages.camille.post(address, {"reason": REASON}).status_code == 302
    assert Hiding.objects.get().reason == REASON


def test_who_wrote_is_offered_to_know_why_and_a_peer_is_not(api, pages, club, said):
    hide(api.camille, club, said)
    assert "Pourquoi ?" in pages.lea.get(f"/fil/{club.uid}/").content.decode()
    assert "Pourquoi ?" not in pages.yanis.get(f"/fil/{club.uid}/").content.decode()
