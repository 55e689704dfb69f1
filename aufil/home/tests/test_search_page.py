"""« Chercher »: what a page shows of what was found, and to whom."""

import html
import re
from uuid import uuid4

import pytest

from aufil.audit.models import Record
from aufil.thread.access.entries import SEARCHES_A_MINUTE
from aufil.thread.actions import index_next


@pytest.fixture(autouse=True)
def _talk(cast, api):
    api.lea.say(cast.thread(), "j’ai l’attestation de ma mère, je vous l’apporte <b>mardi</b>")
    api.camille.say(cast.thread("yanis"), "Pensez à l’atestation.")
    api.alex.say(cast.thread("ousmane"), "L’attestation est secrète à Mayenne")
    while index_next():
        pass


def look(client, query: str) -> str:
    page = client.get(f"/chercher/?{query}")
    assert page.status_code == 200
    return html.unescape(page.content.decode())


def test_what_was_found_is_marked_and_leads_to_its_place(cast, pages):
    page = look(pages.camille, "q=attestation")
    assert (
        page.index("j’ai l’<mark>attestation</mark>")
        < page.index("écriture proche")
        < page.index("atestation")
    )
    assert f"/?fil={cast.thread().uid}&autour=1#e-" in page
    assert "secrète" not in page
    link = re.search(r"href=\"(/\?fil=[^\"]*)#", page)
    assert link
    assert "ma mère" in pages.camille.get(link[1]).content.decode()


def test_a_young_person_finds_in_their_own_thread(cast, pages):
    page = look(pages.lea, "q=attestation")
    assert f"/fil/{cast.thread().uid}/?autour=1#e-" in page
    assert "Personnes" not in page
    assert "Notes de l’équipe" not in page
    assert "atestation" not in page


def test_nothing_written_becomes_part_of_the_page(pages):
    answer = pages.camille.get("/chercher/?q=mardi").content.decode()
    assert "<b>mardi" not in answer
    assert "&lt;b&gt;<mark>mardi</mark>" in answer
    assert "<script>alert" not in pages.camille.get("/chercher/?q=<script>alert(1)</script>").content.decode()


def test_people_come_first_for_the_team_and_only_those_of_the_structure(cast, pages):
    page = look(pages.camille, "q=lea")
    assert page.index("Léa Baron") < page.index(f"/mes-jeunes/{cast.lea.uid}/") + 900
    assert f"/mes-jeunes/{cast.lea.uid}/" in page
    for client in (pages.alex, pages.admin, pages.yanis):
        assert str(cast.lea.uid) not in look(client, "q=lea").replace('value="', "")
    assert f"/mes-jeunes/{cast.lea.uid}/" not in look(pages.camille, "q=lea&genre=photos")


def test_with_whom_names_those_one_talks_with_and_no_other(cast, pages):
    assert "Yanis Diallo" in look(pages.camille, "q=x")
    for name in ("Ousmane", "Alex", "Keita"):
        assert name not in look(pages.camille, "q=x")
    assert "Rousseau" not in look(pages.lea, "q=attestation")  # a young person reads first names


def test_inside_one_conversation(cast, pages):
    page = look(pages.camille, f"q=attestation&fil={cast.thread('yanis').uid}")
    assert "Dans la conversation : <b>Yanis Diallo</b>" in page
    assert "ma mère" not in page
    other = look(pages.alex, f"q=attestation&fil={cast.thread().uid}")
    assert "Léa" not in other
    assert "mère" not in other


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=le",
        "fil=faux",
        "personne=1",
        "genre=tout",
        "du=hier",
        "suite=x",
        "q=%00",
        "q=" + "a" * 400,
    ],
)
def test_whatever_is_asked_is_answered(pages, query):
    assert pages.camille.get(f"/chercher/?{query}").status_code in (200, 400)


def test_more_answers_follow(cast, api, pages):
    for number in range(23):
        api.lea.say(cast.thread(), f"papier {number}")
    while index_next():
        pass
    page = look(pages.camille, "q=papier")
    assert page.count('class="found"') == 20
    following = re.search(r'href="(\?[^"]*suite=[^"]+)" rel="next"', page)
    assert following
    assert look(pages.camille, following[1][1:]).count('class="found"') == 3


def test_who_asks_too_often_waits(pages, monkeypatch):
    monkeypatch.setattr("aufil.web.limits.time.time", lambda: 1_800_000_000.0)
    for _ in range(SEARCHES_A_MINUTE):
        pages.lea.get("/chercher/?q=a")
    assert pages.lea.get("/chercher/?q=a").status_code == 429
    assert pages.camille.get("/chercher/?q=a").status_code == 200


def test_the_api_gives_entries_as_everywhere_else(cast, api):
    answer = api.camille.get("/search?q=atestations")
    assert [entry["text"][:6] for entry in answer.json["results"]] == ["Pensez", "j’ai l"]
    assert answer.json["next"] is None
    [same] = api.camille.get(f"/threads/{cast.thread().uid}/entries").json["results"]
    assert answer.json["results"][1] == same
    assert api.camille.get(f"/search?q=attestation&person={cast.lea.uid}").json["results"] == [same]
    assert api.camille.get("/search?q=attestation&to=2020-01-01").json["results"] == []
    assert api.alex.get(f"/search?q=mere&person={cast.lea.uid}").json["results"] == []
    assert api.camille.get("/search?kind=poulet").status == 422
    assert api.camille.get("/search?q=a&cursor=zzz").status == 400
    assert api.camille.get(f"/search?q=a&person={uuid4()}").json == {"results": [], "next": None}


def test_what_is_looked_for_is_written_nowhere(pages):
    pages.camille.get("/appareils/")
    before = Record.objects.count()
    look(pages.camille, "q=attestation")
    assert Record.objects.count() == before
