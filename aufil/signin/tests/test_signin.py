"""The way in by a code sent to an address, and the way out."""

import re

import pytest
from django.core import mail
from django.test import Client

from aufil.audit.models import Record
from aufil.jobs.models import Job
from aufil.jobs.worker import work_off
from aufil.kernel import clock
from aufil.people.actions import create_person, revoke_devices, start_device
from aufil.people.models import Device, Membership, Role
from aufil.signin.actions import purge_codes
from aufil.signin.models import Code
from aufil.signin.tests.phones import text_of, who
from aufil.web.authentication import COOKIE


def ask_for_a_code(browser, email):
    """Ask, let the letter leave, and return the code it holds (None when no letter left)."""
    answer = browser.post("/connexion/", {"address": email})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/connexion/code/")
    before = len(mail.outbox)
    while work_off():
        pass
    if len(mail.outbox) == before:
        return None
    return re.search(r"\b(\d{6})\b", mail.outbox[-1].body).group(1)


def other(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_right_code_signs_in_and_asks_for_four_digits_once(browser):
    code = ask_for_a_code(browser, "lea@exemple.fr")
    assert mail.outbox[-1].to == ["lea@exemple.fr"]
    answer = browser.post("/connexion/code/", {"code": code})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/mon-code/"), "once"
    assert who(browser) == "lea"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser):
    code = ask_for_a_code(browser, "lea@exemple.fr")
    cookie = browser.post("/connexion/code/", {"code": code}).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_code_is_read_as_people_type_it(browser):
    code = ask_for_a_code(browser, " LEA@exemple.fr ")
    browser.post("/connexion/code/", {"code": f" {code[:3]} {code[3:]} "})
    assert who(browser) == "lea"


def test_a_wrong_code_says_so_and_the_right_one_still_works(browser):
    code = ask_for_a_code(browser, "lea@exemple.fr")
    answer = browser.post("/connexion/code/", {"code": other(code)})
    assert answer.status_code == 422
    assert "Ce code ne marche pas" in text_of(answer)
    assert who(browser) is None
    browser.post("/connexion/code/", {"code": code})
    assert who(browser) == "lea"


def test_five_wrong_codes_and_the_right_one_no_longer_works(browser):
    code = ask_for_a_code(browser, "lea@exemple.fr")
    for _ in range(5):
        browser.post("/connexion/code/", {"code": other(code)})
    assert browser.post("/connexion/code/", {"code": code}).status_code == 422
    assert who(browser) is None


@pytest.mark.parametrize("typed", ["", "abc", "12345", "²²²²²²", "\x00", "1" * 500])
def test_what_is_no_code_is_a_wrong_one(browser, typed):
    ask_for_a_code(browser, "lea@exemple.fr")
    assert browser.post("/connexion/code/", {"code": typed}).status_code == 422


def test_a_code_is_good_for_fifteen_minutes(browser, later):
    code = ask_for_a_code(browser, "lea@exemple.fr")
    later(minutes=15, seconds=1)
    assert browser.post("/connexion/code/", {"code": code}).status_code == 422
    assert who(browser) is None


def test_a_code_is_good_once(browser):
    code = ask_for_a_code(browser, "lea@exemple.fr")
    thief = Client(headers={"Sec-Fetch-Site": "same-origin"})
    thief.cookies["aufil_code"] = browser.cookies["aufil_code"].value
    browser.post("/connexion/code/", {"code": code})
    assert thief.post("/connexion/code/", {"code": code}).status_code == 422
    assert who(thief) is None


def test_a_code_is_good_only_in_the_browser_that_asked(browser):
    code = ask_for_a_code(browser, "lea@exemple.fr")
    elsewhere = Client(headers={"Sec-Fetch-Site": "same-origin"})
    assert elsewhere.post("/connexion/code/", {"code": code}).headers["Location"] == "/connexion/"
    elsewhere.cookies["aufil_code"] = "forgé"
    assert elsewhere.post("/connexion/code/", {"code": code}).headers["Location"] == "/connexion/"


def test_an_address_nobody_has_gets_the_same_answer_and_no_letter(browser, cast):
    known = browser.post("/connexion/", {"address": "lea@exemple.fr"})
    page = browser.get("/connexion/code/")
    stranger = Client(headers={"Sec-Fetch-Site": "same-origin"})
    unknown = stranger.post("/connexion/", {"address": "moi@exemple.fr"})
    assert (unknown.status_code, unknown.headers["Location"]) == (
        known.status_code,
        known.headers["Location"],
    )
    same = text_of(stranger.get("/connexion/code/")).replace("moi@exemple.fr", "lea@exemple.fr")
    assert same == text_of(page)
    assert Job.objects.count() == 2, "the same work is written down for both"
    while work_off():
        pass
    assert [letter.to for letter in mail.outbox] == [["lea@exemple.fr"]]


def test_who_is_no_longer_followed_gets_no_letter(browser, cast):
    Membership.objects.filter(person=cast.lea).update(ends_on=clock.now().date())
    assert ask_for_a_code(browser, "lea@exemple.fr") is None


def test_the_administrator_needs_no_structure(browser, cast):
    cast.admin.email = "admin@exemple.fr"
    cast.admin.save()
    browser.post("/connexion/code/", {"code": ask_for_a_code(browser, "admin@exemple.fr")})
    assert who(browser) == "admin"


@pytest.fixture
def brothers(cast):
    """Two brothers on their mother's address."""
    cholet = cast.structures["cholet"]
    return [
        create_person(
            username=name, first_name=name, structure=cholet, role=Role.YOUNG, email="famille@exemple.fr"
        )
        for name in ("Adam", "Bilal")
    ]


def test_two_who_share_an_address_say_which_they_are(browser, brothers):
    code = ask_for_a_code(browser, "famille@exemple.fr")
    choice = browser.post("/connexion/code/", {"code": code})
    assert "Adam" in text_of(choice)
    assert "Bilal" in text_of(choice)
    assert who(browser) is None, "not before they chose"
    browser.post("/connexion/personne/", {"person": str(brothers[1].uid)})
    assert who(browser) == "Bilal"


@pytest.mark.parametrize("forged", ["", "pas-un-uuid", "\x00"])
def test_nobody_else_is_chosen_on_a_shared_address(browser, cast, brothers, forged):
    code = ask_for_a_code(browser, "famille@exemple.fr")
    browser.post("/connexion/code/", {"code": code})
    for person in (str(cast.camille.uid), forged):
        answer = browser.post("/connexion/personne/", {"person": person})
        assert answer.headers["Location"] == "/connexion/"
    assert who(browser) is None


def test_choosing_needs_the_right_code_first(browser, brothers):
    ask_for_a_code(browser, "famille@exemple.fr")
    answer = browser.post("/connexion/personne/", {"person": str(brothers[0].uid)})
    assert answer.headers["Location"] == "/connexion/"
    assert who(browser) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Écrivez votre numéro ou votre adresse e-mail."),
        ("lea@", "Cette adresse n’est pas complète."),
        ("06 12 34", "Ce numéro n’est pas complet."),
    ],
)
def test_an_address_that_is_none_is_said_and_kept(browser, typed, said):
    answer = browser.post("/connexion/", {"address": typed})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert f'value="{typed}"' in text_of(answer)


def test_asking_again_and_again_is_slowed_down_for_that_address(browser):
    for _ in range(5):
        browser.post("/connexion/", {"address": "lea@exemple.fr"})
    answer = browser.post("/connexion/", {"address": "lea@exemple.fr"})
    assert answer.status_code == 429
    assert "Attendez quelques minutes" in text_of(answer)
    assert browser.post("/connexion/", {"address": "yanis@exemple.fr"}).status_code == 302


def test_neither_the_code_nor_the_letter_stays_anywhere(browser):
    code = ask_for_a_code(browser, "lea@exemple.fr")
    assert code.encode() not in bytes(Code.objects.get().code_hash)
    assert Job.objects.get().arguments == {}


def test_codes_are_forgotten_a_day_after_they_expired(browser, later):
    ask_for_a_code(browser, "lea@exemple.fr")
    later(days=1)
    purge_codes()
    assert Code.objects.count() == 1
    later(minutes=16)
    purge_codes()
    assert not Code.objects.exists()


def test_signing_out_revokes_the_device(browser):
    browser.post("/connexion/code/", {"code": ask_for_a_code(browser, "lea@exemple.fr")})
    secret = browser.cookies[COOKIE].value
    answer = browser.post("/deconnexion/")
    assert answer.headers["Location"] == "/au-revoir/"
    assert who(browser) is None
    assert Device.objects.get().revoked_at
    browser.cookies[COOKIE] = secret
    assert who(browser) is None, "the secret itself is worth nothing any more"


def test_getting_the_way_out_signs_nobody_out(pages, cast):
    assert pages.lea.get("/deconnexion/").status_code == 405
    assert pages.lea.get("/appareils/").status_code == 200


def test_a_revoked_cookie_is_signed_out_and_forgotten(pages, cast):
    pages.lea.get("/")
    revoke_devices(devices=list(Device.objects.filter(person=cast.lea)), actor=cast.lea)
    answer = pages.lea.get("/appareils/")
    assert answer.headers["Location"] == "/connexion/"
    assert answer.cookies[COOKIE].value == ""


def test_an_expired_device_is_signed_out(pages, cast, later):
    pages.lea.get("/")
    later(days=91)
    assert pages.lea.get("/appareils/").headers["Location"] == "/connexion/"


def test_one_device_signs_another_out(pages, cast):
    lost, _ = lost_phone(cast.lea)
    assert "Téléphone perdu" in text_of(pages.lea.get("/appareils/"))
    assert pages.camille.post(f"/appareils/{lost.uid}/deconnecter/").status_code == 404
    pages.lea.post(f"/appareils/{lost.uid}/deconnecter/")
    lost.refresh_from_db()
    assert lost.revoked_at
    page = text_of(pages.lea.get("/appareils/"))
    assert f"/appareils/{lost.uid}/" not in page
    assert "par vous" in page


def lost_phone(person):
    return start_device(person=person, label="Téléphone perdu")


def test_the_device_is_named_as_a_person_would(browser):
    browser.post("/connexion/code/", {"code": ask_for_a_code(browser, "lea@exemple.fr")})
    assert Device.objects.get().label == "Téléphone Android"


def test_coming_in_and_going_out_is_journaled(browser, cast):
    browser.post("/connexion/code/", {"code": ask_for_a_code(browser, "lea@exemple.fr")})
    browser.post("/deconnexion/")
    lines = Record.objects.filter(actor=cast.lea.pk).order_by("pk").values_list("verb", flat=True)
    assert list(lines) == ["signed-in-email", "device-started-browser", "signed-out", "device-revoked"]


def test_a_browsers_secret_is_no_token_and_a_token_no_cookie(api, pages, cast):
    secret = pages.lea.cookies[COOKIE].value
    bare = Client()
    assert bare.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    token = api.lea.headers["Authorization"].removeprefix("Bearer ")
    bare.cookies[COOKIE] = token
    assert bare.get("/api/v1/me").status_code == 401
