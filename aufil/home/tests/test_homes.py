"""The first page of each role: what it puts first, what it counts, what it never shows."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from aufil.home import queries
from aufil.home.answers import answers_for
from aufil.kernel import clock
from aufil.people.actions import create_structure, support
from aufil.people.models import Membership, Role, Structure, Support
from aufil.thread.access import staff_thread
from aufil.thread.actions import need_no_answer
from aufil.thread.models import Entry, Thread
from aufil.ui.texts import NNBSP
from tests.support import signed_in


def text_of(response):
    return response.content.decode()


@pytest.fixture
def at(monkeypatch):
    """Holds the clock at a local time of Paris: `at(2026, 3, 3, 10)`."""

    def hold(*parts):
        moment = datetime(*parts, tzinfo=ZoneInfo("Europe/Paris"))
        monkeypatch.setattr(clock, "now", lambda: moment)

    return hold


def aged(entry, **time):
    at = clock.now() - timedelta(**time)
    Entry.objects.filter(uid=entry["id"]).update(created_at=at)
    Thread.objects.filter(uid=entry["thread"]).update(unanswered_since=at)


def test_who_waits_the_longest_comes_first_then_what_was_said_last(api, cast):
    aged(api.lea.say(cast.thread("lea"), "depuis trois jours").json, days=3)
    aged(api.yanis.say(cast.thread("yanis"), "depuis hier").json, days=1)
    api.camille.say(cast.thread("ines"), "Bonjour Inès")
    day = queries.day_of(cast.camille, cast.structures["cholet"])
    assert [(row.name, row.unread) for row in day.waiting] == [("Léa Baron", 1), ("Yanis Diallo", 1)]
    assert [(row.name, row.excerpt_mine) for row in day.recent] == [("Inès Morel", True)]


def test_a_message_taken_back_is_neither_unread_nor_shown(api, cast):
    thread = cast.thread()
    api.camille.say(thread, "Bonjour Léa")
    uid = api.lea.say(thread, "une bêtise").json["id"]
    api.lea.delete(f"/threads/{thread.uid}/entries/{uid}")
    day = queries.day_of(cast.camille, cast.structures["cholet"])
    row = next(row for row in day.recent if row.name == "Léa Baron")
    assert (row.unread, row.excerpt) == (0, "Bonjour Léa")


def test_the_overview_counts_who_waits_and_since_when(api, cast):
    aged(api.lea.say(cast.thread("lea"), "SECRET-CHOLET").json, days=2)
    api.yanis.say(cast.thread("yanis"), "coucou")
    api.ines.say(cast.thread("ines"), "merci !")
    need_no_answer(opened=staff_thread(cast.camille, cast.thread("ines").uid))
    rows = {row.name: row for row in queries.overview(cast.structures["cholet"])}
    camille = rows["Camille Rousseau"]
    assert (camille.young, camille.waiting) == (3, 2)
    assert clock.now() - camille.oldest > timedelta(days=1)
    assert rows["Julien Besnard"].waiting == 0
    assert "Alex Lemoine" not in rows


def test_pilot_and_head_read_states_and_figures_never_a_text(api, pages, cast):
    api.lea.say(cast.thread(), "SECRET-CHOLET")
    for browser in (pages.dominique, pages.claude):
        for path in ("/", "/mes-jeunes/", "/mes-jeunes/?qui=tous", f"/?fil={cast.thread().uid}"):
            answer = browser.get(path)
            assert answer.status_code == 200
            assert "SECRET" not in text_of(answer)
            assert str(cast.thread().uid) not in text_of(answer)


def test_the_caseload_is_ones_own_or_the_structures(api, pages, cast):
    lou = support(young=cast.ines, counsellor=cast.julien, structure=cast.structures["cholet"]).young
    mine, whole = (
        text_of(pages.camille.get("/mes-jeunes/")),
        text_of(pages.camille.get("/mes-jeunes/?qui=tous")),
    )
    assert lou.last_name not in mine
    assert lou.last_name in whole
    assert "Baron" in mine
    assert "Keita" not in whole
    assert "Baron" not in text_of(pages.camille.get("/mes-jeunes/?q=diallo"))
    assert pages.camille.get("/mes-jeunes/?q=%00").status_code == 200


def test_another_conversation_is_opened_only_if_it_is_ones_own(api, pages, cast):
    api.ousmane.say(cast.thread("ousmane"), "SECRET-MAYENNE")
    for asked in (cast.thread("ousmane").uid, "nimporte", "%00"):
        answer = pages.camille.get(f"/?fil={asked}")
        assert answer.status_code == 200
        assert "SECRET" not in text_of(answer)


@pytest.mark.parametrize(
    ("moment", "sentence", "closed"),
    [
        ((2026, 3, 3, 10), f"Répond aujourd’hui jusqu’à 17{NNBSP}h{NNBSP}30", False),
        ((2026, 3, 3, 13), f"Répond aujourd’hui jusqu’à 17{NNBSP}h{NNBSP}30", False),
        ((2026, 3, 3, 8), f"Répondra aujourd’hui à 9{NNBSP}h", True),
        ((2026, 3, 3, 18), f"Répondra demain à 9{NNBSP}h", True),
        ((2026, 3, 6, 18), f"Répondra lundi 9 mars à 9{NNBSP}h", True),
        ((2026, 4, 30, 18), f"Répondra lundi 4 mai à 9{NNBSP}h", True),
    ],
)
def test_when_the_structure_answers(cast, at, moment, sentence, closed):
    at(*moment)
    answers = answers_for(cast.lea, cast.structures["cholet"])
    assert (answers.sentence, answers.closed) == (sentence, closed)


def test_a_structure_without_hours_says_so(cast):
    cast.structures["cholet"].opening_hours.all().delete()
    assert answers_for(cast.lea, cast.structures["cholet"]).sentence == "Ne répond pas en ce moment"


def test_the_young_persons_home_says_when_their_counsellor_answers(pages, cast, at):
    at(2027, 3, 6, 12)
    assert f"lundi 8 mars à 9{NNBSP}h" in text_of(pages.lea.get("/"))


def test_without_a_referent_the_home_says_what_will_come(pages, cast):
    Membership.objects.filter(person=cast.julien).update(role=Role.YOUNG)
    assert "Personne ne vous suit encore ici." in text_of(pages.julien.get("/"))


def test_who_works_here_no_longer_is_told_so_and_reads_nothing(api, pages, cast):
    api.lea.say(cast.thread(), "SECRET-CHOLET")
    Membership.objects.filter(person=cast.camille).update(ends_on=clock.now().date())
    answer = pages.camille.get("/")
    assert answer.status_code == 403
    assert "SECRET" not in text_of(answer)


def test_who_is_no_longer_followed_is_told_so_kindly(pages, cast):
    Membership.objects.filter(person=cast.lea).update(ends_on=clock.now().date())
    page = text_of(pages.lea.get("/"))
    assert "Votre accompagnement est terminé." in page
    assert "Relire mes échanges" in page


def test_several_roles_are_asked_once_and_remembered_on_the_device(pages, cast):
    mayenne = cast.structures["mayenne"]
    today = clock.now().date()
    Membership.objects.create(person=cast.camille, structure=mayenne, role=Role.HEAD, starts_on=today)
    assert pages.camille.get("/").headers["Location"] == "/mon-role/"
    assert "Mission Locale de Mayenne" in text_of(pages.camille.get("/mon-role/"))
    for forged in ("", "head:cholet", "admin"):
        assert pages.camille.post("/mon-role/", {"role": forged}).status_code == 200
    assert pages.camille.post("/mon-role/", {"role": "head:mayenne"}).headers["Location"] == "/"
    assert "Mission Locale de Mayenne" in text_of(pages.camille.get("/"))
    pages.camille.post("/mon-role/", {"role": "counsellor:cholet"})
    assert "Bonjour Camille" in text_of(pages.camille.get("/"))


def test_who_came_for_a_structure_sees_the_young_people_of_that_one(pages, cast):
    mayenne = cast.structures["mayenne"]
    today = clock.now().date()
    Membership.objects.create(person=cast.camille, structure=mayenne, role=Role.HEAD, starts_on=today)
    pages.camille.post("/mon-role/", {"role": "head:mayenne"})
    shown = text_of(pages.camille.get("/mes-jeunes/?qui=tous"))
    assert "Keita" in shown
    assert "Baron" not in shown


def test_every_link_of_the_frame_leads_somewhere(pages, cast):
    mayenne = cast.structures["mayenne"]
    today = clock.now().date()
    Membership.objects.create(person=cast.claude, structure=mayenne, role=Role.HEAD, starts_on=today)
    pages.claude.post("/mon-role/", {"role": "head:cholet"})
    for name in ("lea", "camille", "dominique", "claude", "alex", "admin", "nobody"):
        browser = getattr(pages, name)
        for href in set(re.findall(r'<a[^>]* href="(/[^"#]*)"', text_of(browser.get("/")))):
            assert browser.get(href).status_code == 200, f"{href} for {name}"


def test_signed_out_one_structure_is_its_page_and_several_are_listed(pages, cast):
    shown = text_of(pages.nobody.get("/"))
    assert "Mission Locale du Choletais" in shown
    assert "Mission Locale de Mayenne" in shown
    assert "Baron" not in shown


def test_an_installation_with_one_structure_opens_on_it(db):
    create_structure(slug="seule", name="Mission Locale du Bocage")
    assert "Quand on répond" in text_of(signed_in(None).get("/"))
    Structure.objects.all().delete()
    assert "Aucune Mission Locale" in text_of(signed_in(None).get("/"))


def test_a_referent_named_twice_is_counted_once(cast):
    support(young=cast.lea, counsellor=cast.julien, structure=cast.structures["cholet"])
    rows = {row.name: row.young for row in queries.overview(cast.structures["cholet"])}
    assert (rows["Camille Rousseau"], rows["Julien Besnard"]) == (2, 1)
    assert Support.objects.filter(young=cast.lea).count() == 2


def test_to_be_told_is_offered_once_after_a_first_message(api, cast, pages):
    offer = "Être prévenu des réponses"
    assert offer not in text_of(pages.lea.get("/"))
    api.camille.say(cast.thread(), "Bonjour Léa")
    assert offer not in text_of(pages.lea.get("/")), "she has written nothing yet"
    api.lea.say(cast.thread(), "Bonjour")
    assert offer in text_of(pages.lea.get("/"))
    assert pages.lea.post("/notifications/plus-tard/")["Location"] == "/"
    assert offer not in text_of(pages.lea.get("/"))
    assert offer not in text_of(pages.yanis.get("/"))
