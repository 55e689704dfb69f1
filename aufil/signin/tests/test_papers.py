"""A paper with a code on it: one use, dated, and it asks who one is."""

import pytest

from aufil.audit.models import Record
from aufil.people.models import Device, Membership, Role
from aufil.signin.actions import choose_personal_code, purge_codes
from aufil.signin.models import Link
from aufil.signin.tests.phones import Counsellor, new_phone, text_of, who
from aufil.web.authentication import COOKIE

BORN = {"day": "12", "month": "3"}  # Léa


@pytest.fixture
def camille(cast):
    return Counsellor(cast.camille, cast.lea)


@pytest.fixture
def paper(camille):
    return camille.paper()


def tried(phone, address, **proof):
    phone.get(address)
    return phone.post(address, proof)


def test_day_and_month_of_birth_open_the_door_once(cast, paper, browser):
    answer = tried(browser, paper, **BORN)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/mon-code/")
    assert who(browser) == "lea"
    assert tried(new_phone(), paper, **BORN).status_code == 404
    lines = Record.objects.filter(subject_uid=cast.lea.uid).order_by("pk").values_list("verb", flat=True)
    assert list(lines)[-3:] == ["link-made-enter", "signed-in-paper", "device-started-browser"]


def test_nothing_personal_shows_before(paper, browser):
    page = text_of(browser.get(paper))
    assert "C’est bien vous ?" in page
    assert not {w for w in ("Léa", "Baron", "exemple.fr", "Camille", "Cholet") if w in page}


def test_who_chose_four_digits_is_asked_for_them_and_for_nothing_else(cast, paper, browser):
    choose_personal_code(person=cast.lea, code="4711")
    assert "quatre chiffres" in text_of(browser.get(paper))
    assert tried(browser, paper, **BORN).status_code == 422
    assert who(browser) is None
    answer = tried(browser, paper, code=" 47 11 ")
    assert answer.headers["Location"] == "/"
    assert who(browser) == "lea"


def test_five_wrong_tries_and_the_paper_is_dead(camille, paper, browser):
    for left in (4, 3, 2, 1):
        answer = tried(browser, paper, day="1", month="1")
        assert answer.status_code == 422
        assert f"Il reste {left} essai" in text_of(answer)
    assert tried(browser, paper, day="1", month="1").status_code == 404
    assert tried(browser, paper, **BORN).status_code == 404
    assert who(browser) is None
    assert "Faire un autre papier" not in text_of(camille.screen.get(camille.at)), "none is alive"


@pytest.mark.parametrize(
    "typed", [{}, {"day": "12"}, {"day": "40", "month": "3"}, {"day": "x", "month": "\x00"}]
)
def test_what_is_no_date_is_no_try(paper, browser, typed):
    answer = tried(browser, paper, **typed)
    assert answer.status_code == 422
    assert Link.objects.get().tries == 0


def test_a_paper_lives_as_many_days_as_was_said(camille, browser, later):
    paper = camille.paper(days=3)
    later(days=3)
    assert browser.get(paper).status_code == 404
    assert tried(browser, paper, **BORN).status_code == 404
    assert who(browser) is None


@pytest.mark.parametrize("days", ["", "0", "61", "abc", "-1", "\x00"])
def test_how_long_must_be_a_number_of_days(camille, days):
    answer = camille.screen.post(camille.at + "papier/", {"days": days})
    assert answer.status_code == 422
    assert "de 1 à 60" in text_of(answer)
    assert not Link.objects.exists()


def test_a_new_paper_kills_the_one_before(camille, paper, browser):
    second = camille.paper()
    assert tried(browser, paper, **BORN).status_code == 404
    assert tried(browser, second, **BORN).status_code == 302
    assert who(browser) == "lea"


def test_without_birth_date_or_four_digits_a_meeting_is_proposed(cast, camille):
    cast.lea.birth_date = None
    cast.lea.save()
    page = text_of(camille.screen.get(camille.at))
    assert "la date de naissance n’est pas connue" in page
    assert "Affichez plutôt un code à un rendez-vous" in page
    assert camille.screen.post(camille.at + "papier/", {"days": 14}).status_code == 403
    choose_personal_code(person=cast.lea, code="4711")
    camille.paper()


def test_a_birth_date_taken_away_kills_the_paper(cast, paper, browser):
    cast.lea.birth_date = None
    cast.lea.save()
    assert browser.get(paper).status_code == 404
    assert tried(browser, paper, **BORN).status_code == 404
    assert who(browser) is None


def test_a_paper_opens_no_desk(cast, camille, paper, browser):
    Membership.objects.create(
        person=cast.lea,
        structure=cast.structures["mayenne"],
        role=Role.COUNSELLOR,
        starts_on=Membership.objects.get(person=cast.lea).starts_on,
    )
    tried(browser, paper, **BORN)
    assert who(browser) is None
    assert camille.screen.post(camille.at + "papier/", {"days": 14}).status_code == 403


def test_the_paper_says_whose_it_is_by_first_name_only(camille, paper):
    page = text_of(camille.screen.get(camille.at + "papier/"))
    paper_itself = page[page.index('<article class="paper"') : page.index("</article>")]
    assert "Léa" in paper_itself
    assert "Baron" not in paper_itself
    assert "testserver/entrer/" in paper_itself


def test_the_papers_code_can_be_typed(paper, browser):
    code = paper.split("/")[2]
    answer = browser.post("/entrer/", {"code": "-".join([code[:4], code[4:8], code[8:]]).lower()})
    assert answer.headers["Location"] == paper


def test_an_answer_lost_on_its_way_is_asked_again_and_is_the_same_device(cast, paper, browser, later):
    browser.get(paper)
    arrival = browser.cookies["aufil_arrival"].value
    browser.post(paper, BORN)
    cut = new_phone()
    cut.cookies["aufil_arrival"] = arrival
    cut.post(paper, BORN)
    assert who(cut) == "lea"
    assert cut.cookies[COOKIE].value == browser.cookies[COOKIE].value
    assert Device.objects.filter(person=cast.lea).count() == 1
    later(minutes=11)
    late = new_phone()
    late.cookies["aufil_arrival"] = arrival
    late.post(paper, BORN)
    assert who(late) is None


def test_a_code_of_another_kind_opens_nothing(camille, paper, browser):
    pairing = camille.show()
    assert browser.get(paper.replace("lien", "entrer")).status_code == 404
    assert browser.get(pairing.replace("entrer", "lien")).status_code == 404


def test_papers_survive_a_new_key_and_are_printed_again(camille, paper, browser, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-autre-cle-d-au-moins-trente-deux-lettres"
    code = paper.split("/")[2]
    assert code[:4] in text_of(camille.screen.get(camille.at + "papier/"))
    tried(browser, paper, **BORN)
    assert who(browser) == "lea"


def test_papers_are_forgotten_a_month_after(camille, later):
    camille.paper(days=1)
    later(days=30)
    purge_codes()
    assert Link.objects.exists()
    later(days=2)
    purge_codes()
    assert not Link.objects.exists()
