"""A member called by name: chosen by the sender or typed after `@`, with an unread mark of its own."""

from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.kernel.called import called
from aufil.thread.models import Member, Mention
from aufil.ui.texts import linked

NAMES = ["Léa", "Jean", "Jean-Luc", "Marie Claire"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Léa tu viens ?", ["Léa"]),
        ("tu viens @lea", ["Léa"]),
        ("@LÉA, @jean-luc !", ["Léa", "Jean-Luc"]),
        ("(@jean)", ["Jean"]),
        ("@marie claire merci", ["Marie Claire"]),
        ("@Léandre", []),
        ("lea@exemple.fr", []),
        ("@lea.baron", []),
        ("@ léa", []),
        ("@@léa", ["Léa"]),
        ("léa", []),
    ],
)
def test_who_a_text_calls(text, names):
    assert [NAMES[one.name] for one in called(text, NAMES)] == names


@given(st.text(alphabet="@éa leLÉAJn-_<&\n", max_size=40))
def test_what_is_called_is_written_there_and_the_text_is_whole(text):
    found = called(text, NAMES)
    assert all(text[one.start] == "@" for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    shown = linked(text, NAMES).replace('<b class="called">', "").replace("</b>", "")
    assert shown.replace("&lt;", "<").replace("&amp;", "&") == text


def test_a_first_name_of_one_member_alone_calls_them(api, cast, club):
    shown = api.lea.say(club, "@yanis tu ramènes les flyers ?").json
    assert shown["mentions"] == [str(cast.yanis.uid)]
    assert Member.objects.get(thread=club, person=cast.yanis).mentioned_seq == 1


def test_two_of_a_name_are_called_only_by_choice(api, cast, club):
    cast.ines.first_name = "Yanis"
    cast.ines.save()
    assert api.lea.say(club, "@yanis ?").json["mentions"] == []
    chosen = api.lea.say(club, "@yanis ?", mentions=[str(cast.ines.uid)]).json
    assert chosen["mentions"] == [str(cast.ines.uid)]


def test_nobody_calls_themselves_nor_somebody_from_elsewhere(api, cast, club):
    told = api.lea.say(club, "@léa @alex", mentions=[str(cast.lea.uid), str(cast.alex.uid)]).json
    assert told["mentions"] == []
    assert not Mention.objects.exists()


def test_in_a_conversation_of_two_a_typed_name_marks_nothing(api, cast):
    assert api.lea.say(cast.thread(), "@camille vous êtes là ?").json["mentions"] == []


def test_the_mark_stays_until_the_entry_is_seen(api, cast, club):
    api.lea.say(club, "@yanis ?")
    api.lea.say(club, "allo")

    def mark(who):
        line = next(one for one in who.get("/threads").json["results"] if one["id"] == str(club.uid))
        return line["unread"], line["mentioned"]

    assert (mark(api.yanis), mark(api.ines)) == ((2, True), (2, False))
    api.yanis.post(f"/threads/{club.uid}/read", {"seq": 1})
    assert mark(api.yanis) == (1, False)


def test_a_message_taken_back_calls_nobody_any_more(api, cast, club):
    api.lea.say(club, "@yanis un")
    second = api.lea.say(club, "@yanis deux").json["id"]
    api.lea.delete(f"/threads/{club.uid}/entries/{second}")
    assert Member.objects.get(thread=club, person=cast.yanis).mentioned_seq == 1


def test_the_same_message_again_calls_once(api, cast, club):
    uid = uuid4()
    first, again = (api.lea.say(club, "@yanis ?", uid=uid) for _ in range(2))
    assert (first.status, again.status, Mention.objects.count()) == (201, 200, 1)
    assert again.json["mentions"] == first.json["mentions"]


def test_without_script_a_typed_name_calls_and_shows(pages, cast, club):
    pages.lea.post(f"/fil/{club.uid}/", {"id": str(uuid4()), "text": "@Yanis <b>tu</b> viens ?"})
    page = pages.yanis.get(f"/fil/{club.uid}/").content.decode()
    assert '<b class="called">@Yanis</b> &lt;b&gt;tu&lt;/b&gt;' in page
    assert 'data-role="mentioned">@</span>' in pages.yanis.get("/").content.decode()


def test_what_aufil_tells_calls_nobody(api, cast, club):
    api.camille.patch(f"/threads/{club.uid}", {"title": "@yanis"})
    assert not Mention.objects.exists()
