"""A sign on an entry: one of each a person, put and taken off, shown to all, an exchange to nobody."""

from urllib.parse import quote
from uuid import uuid4

import pytest

from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.thread.models import Reaction, Thread
from aufil.thread.tests.test_announcing import photos, send

THUMB, HEART = "👍", "❤️"


def at(thread, entry, sign=THUMB):
    return f"/threads/{thread.uid}/entries/{entry}/reactions/{quote(sign)}"


def put(client, thread, entry, sign=THUMB):
    return client.call("PUT", at(thread, entry, sign))


@pytest.fixture
def said(api, cast):
    return api.camille.say(cast.thread(), "On se voit jeudi ?").json["id"]


def test_a_reaction_is_put_once_and_raises_the_rev_once(api, cast, said):
    first, again = put(api.lea, cast.thread(), said), put(api.lea, cast.thread(), said)
    assert [(a.status, a.json["rev"]) for a in (first, again)] == [(200, 2), (200, 2)]
    assert first.json["reactions"] == [{"sign": THUMB, "by": [str(cast.lea.uid)]}]
    assert Reaction.objects.count() == 1


def test_several_signs_of_one_person_and_one_of_several(api, club):
    said = api.camille.say(club, "Bravo Manon").json["id"]
    for who, sign in ((api.lea, THUMB), (api.yanis, THUMB), (api.yanis, HEART)):
        put(who, club, said, sign)
    shown = api.camille.get(f"/threads/{club.uid}/entries").json["results"][0]["reactions"]
    assert [(one["sign"], len(one["by"])) for one in shown] == [(THUMB, 2), (HEART, 1)]


def test_what_one_put_one_takes_off_and_only_that(api, cast, said):
    put(api.lea, cast.thread(), said)
    put(api.camille, cast.thread(), said)
    gone = api.lea.delete(at(cast.thread(), said))
    assert gone.json["reactions"] == [{"sign": THUMB, "by": [str(cast.camille.uid)]}]
    assert api.lea.delete(at(cast.thread(), said)).json["rev"] == gone.json["rev"], "twice is once"


def test_a_sign_is_known_without_the_mark_that_asks_for_its_picture(api, cast, said):
    assert put(api.lea, cast.thread(), said, "❤").json["reactions"][0]["sign"] == HEART


@pytest.mark.parametrize("sign", ["🔪", "x", "<b>", "👍👍"])
def test_only_signs_of_the_list(api, cast, said, sign):
    answer = put(api.lea, cast.thread(), said, sign)
    assert (answer.status, list(answer.json["errors"])) == (422, ["sign"])


def test_what_is_gone_closed_or_told_by_aufil_takes_no_reaction(api, cast, said, club):
    thread = cast.thread()
    api.camille.delete(f"/threads/{thread.uid}/entries/{said}")
    assert put(api.lea, thread, said).status == 410
    assert put(api.lea, thread, uuid4()).status == 404
    api.camille.patch(f"/threads/{club.uid}", {"title": "Club du jeudi"})
    event = api.lea.get(f"/threads/{club.uid}/entries").json["results"][0]
    assert (event["kind"], put(api.lea, club, event["id"]).status) == ("event", 403)
    other = api.camille.say(thread, "encore").json["id"]
    Thread.objects.filter(pk=thread.pk).update(closed_at=clock.now())
    assert put(api.lea, thread, other).status == 403
    assert not Reaction.objects.exists()


def test_a_deleted_entry_keeps_no_reaction(api, cast, said):
    put(api.lea, cast.thread(), said)
    assert api.camille.delete(f"/threads/{cast.thread().uid}/entries/{said}").json["reactions"] == []
    assert not Reaction.objects.exists()


def test_who_is_not_in_the_thread_gets_404(api, cast, said):
    for who in (api.yanis, api.julien, api.alex, api.admin):
        assert put(who, cast.thread(), said).status == 404


def test_a_reaction_answers_nothing_and_nobody_is_noticed(api, cast, said):
    thread = cast.thread()
    asked = api.lea.say(thread, "jeudi à quelle heure ?").json["id"]
    before = Notice.objects.count()
    waiting = Thread.objects.values_list("unanswered_since", "last_exchange_at").get(pk=thread.pk)
    put(api.camille, thread, asked)
    assert Thread.objects.values_list("unanswered_since", "last_exchange_at").get(pk=thread.pk) == waiting
    api.camille.say(thread, "À 14 h")
    answered = api.camille.get(f"/threads/{thread.uid}/entries").json["results"][-1]["id"]
    put(api.lea, thread, answered)
    assert Thread.objects.get(pk=thread.pk).unanswered_since is None, "a sign waits for no answer"
    assert Notice.objects.count() == before + 1, "of the answer alone"
    assert api.camille.get("/threads").json["results"][0]["unread"] == 1, "of the question alone"


def test_photos_keep_their_files_beside_reactions(api, cast):
    body = photos(1)
    send(api.lea, cast.thread(), body)
    shown = put(api.camille, cast.thread(), body["id"]).json
    assert (len(shown["files"]), len(shown["reactions"])) == (1, 1)


def test_the_page_shows_names_as_the_reader_may_know_them(api, pages, cast, club):
    said = api.camille.say(club, "Bravo").json["id"]
    put(api.lea, club, said)
    put(api.julien, club, said, HEART)
    for who, shown, secret in ((pages.yanis, "Léa", "Baron"), (pages.camille, "Léa Baron", "lea@exemple.fr")):
        for address in (f"/fil/{club.uid}/", f"/fil/{club.uid}/message/{said}/reagir/"):
            page = who.get(address).content.decode()
            assert shown in page
            assert secret not in page
            assert THUMB in page


def test_without_script_a_form_puts_and_takes_off(pages, cast, said):
    address = f"/fil/{cast.thread().uid}/message/{said}/reagir/"
    assert pages.lea.post(address, {"sign": HEART, "on": "yes"}).status_code == 302
    assert pages.lea.post(address, {"sign": HEART, "on": "yes"}).status_code == 302
    assert Reaction.objects.get().sign == HEART
    pages.lea.post(address, {"sign": HEART, "on": "no"})
    assert not Reaction.objects.exists()


def test_who_reacts_too_fast_waits(api, cast, said, monkeypatch):
    monkeypatch.setattr("aufil.web.limits.time.time", lambda: 1_000_000.0)
    answers = [put(api.lea, cast.thread(), said).status for _ in range(121)]
    assert (answers[-2], answers[-1]) == (200, 429)
