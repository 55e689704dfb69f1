"""The team by password: coming in, choosing one, guessing at one."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session

from aufil.audit.models import Record
from aufil.kernel import clock
from aufil.people.actions import start_device
from aufil.people.models import Device, Membership
from aufil.signin.actions import invite, purge_sessions
from aufil.signin.staff.actions import choose_password
from aufil.signin.tests.team import (
    LOGIN,
    PASSWORD,
    SECURITY,
    add_application,
    browser,
    code_now,
    enter,
    letters,
    link_in,
    signed_in,
    text_of,
    who,
    with_password,
)
from aufil.web.authentication import COOKIE

WRONG = "L’identifiant et le mot de passe ne vont pas ensemble."


@pytest.mark.parametrize(
    "name", ["camille", "CAMILLE", "camille@cholet.exemple.fr", " Camille@Cholet.exemple.fr "]
)
def test_a_name_or_an_address_and_the_password_open(cast, name):
    with_password(cast.camille)
    client = browser()
    answer = enter(client, name)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert who(client) == "camille"
    device = Device.objects.get(person=cast.camille)
    assert (device.assurance, device.label) == ("plain", "Ordinateur Windows")
    assert Record.objects.filter(verb="signed-in-password", actor=cast.camille.pk).count() == 1


def test_the_session_lives_below_the_teams_addresses_and_is_gone_once_in(cast):
    with_password(cast.camille)
    client = browser()
    answer = enter(client, "camille")
    cookie = answer.cookies["aufil_equipe"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/equipe/", True, "Lax")
    assert answer.cookies[COOKIE]["path"] == "/"
    held = Session.objects.get().get_decoded()
    assert [record["method"] for record in held["account_authentication_methods"]] == ["came-in"]


def test_pages_elsewhere_make_no_session(pages):
    for address in ("/", "/appareils/", "/connexion/"):
        assert "aufil_equipe" not in pages.camille.get(address).cookies
    assert not Session.objects.exists()


def test_unknown_known_and_young_are_answered_alike(cast):
    with_password(cast.camille)
    with_password(cast.lea)
    answers = {
        name: enter(browser(), name, "pas celui-là du tout")
        for name in ("camille", "julien", "personne", "personne@exemple.fr")
    }
    answers["lea"] = enter(browser(), "lea", PASSWORD)
    said = {text_of(answer).replace(f'value="{name}"', "") for name, answer in answers.items()}
    assert {answer.status_code for answer in answers.values()} == {422}
    assert len(said) == 1
    assert WRONG in said.pop()
    assert not Device.objects.exists()


def test_unknown_and_known_take_the_same_work(cast, monkeypatch):
    with_password(cast.camille)
    work = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        work.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    done = {}
    for name in ("camille", "julien", "lea", "personne"):
        work.clear()
        enter(browser(), name, "pas celui-là du tout")
        done[name] = len(work)
    assert set(done.values()) == {1}, done


def test_who_left_the_team_no_longer_comes_in(cast):
    with_password(cast.camille)
    Membership.objects.filter(person=cast.camille).update(ends_on=clock.now().date())
    assert enter(browser(), "camille").status_code == 422


def test_guessing_at_one_account_is_slowed_wherever_it_comes_from(cast):
    with_password(cast.camille)
    with_password(cast.alex)
    for n in range(5):
        client = browser()
        client.defaults["REMOTE_ADDR"] = f"198.51.100.{n}"
        enter(client, "camille", "au hasard")
    answer = enter(browser(), "camille")
    assert answer.status_code == 422
    assert "Trop d’essais" in text_of(answer)
    assert enter(browser(), "alex").status_code == 302, "another account is not slowed"


def test_guessing_from_one_place_is_slowed_whoever_it_is_at(cast):
    with_password(cast.camille)
    for n in range(20):
        enter(browser(), f"personne{n}", "au hasard")
    assert "Trop d’essais" in text_of(enter(browser(), "camille"))
    elsewhere = browser()
    elsewhere.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert enter(elsewhere, "camille").status_code == 302


def test_who_asks_without_end_is_asked_to_wait(cast):
    answers = [enter(browser(), "personne", "au hasard") for _ in range(61)]
    assert answers[-1].status_code == 429
    assert "Attendez une minute" in text_of(answers[-1])


def test_failures_are_journaled_with_who_it_was_about(cast):
    enter(browser(), "camille", "au hasard")
    enter(browser(), "camille@cholet.exemple.fr", "au hasard")
    enter(browser(), "personne", "au hasard")
    lines = Record.objects.filter(verb="sign-in-failed").order_by("pk")
    assert list(lines.values_list("subject_uid", flat=True)) == [cast.camille.uid, cast.camille.uid, None]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"login": "", "password": "x"}, "Écrivez votre identifiant"),
        ({"login": "camille", "password": ""}, "Écrivez votre mot de passe."),
        ({"login": "a\x00b", "password": "x"}, "Entrée de l’équipe"),
        ({"login": "x" * 5000, "password": "x"}, WRONG),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_kept(cast, typed, said):
    answer = browser().post(LOGIN, typed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert typed["login"] in text_of(answer)


def test_another_site_cannot_send_a_password(cast):
    with_password(cast.camille)
    client = browser()
    answer = client.post(
        LOGIN, {"login": "camille", "password": PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert who(client) is None


def test_after_coming_in_one_goes_nowhere_else(cast):
    with_password(cast.camille)
    answer = browser().post(
        f"{LOGIN}?next=https://ailleurs.exemple.fr/", {"login": "camille", "password": PASSWORD}
    )
    assert answer.headers["Location"] == "/"


def invited(person, **more):
    return link_in(invite(person=person, actor=None, **more))


def test_an_invitation_lets_one_choose_a_password_and_come_in_once(cast):
    link = invited(cast.camille)
    client = browser()
    page = text_of(client.get(link))
    assert "Bienvenue Camille" in page
    answer = client.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert who(client) == "camille"
    assert browser().get(link).status_code == 410
    again = browser().post(link, {"password": PASSWORD, "again": PASSWORD})
    assert again.status_code == 410
    assert "Il a déjà servi" in text_of(again)
    assert enter(browser(), "camille").status_code == 302
    verbs = Record.objects.filter(subject_uid=cast.camille.uid).values_list("verb", flat=True)
    assert {"invited", "password-set", "signed-in-link"} <= set(verbs)


def test_an_invitation_ends_after_seven_days(cast, monkeypatch):
    link = invited(cast.camille)
    week = timedelta(days=7, seconds=5).total_seconds()
    at = time.time() + week
    monkeypatch.setattr("django.core.signing.time.time", lambda: at)
    assert browser().get(link).status_code == 410


def test_an_invitation_is_good_for_no_other_sort_and_no_other_person(cast):
    link = invited(cast.camille)
    assert browser().get(link.replace("/invitation/", "/oubli/")).status_code == 410
    assert browser().get(link[:-3] + "xx/").status_code == 410
    Membership.objects.filter(person=cast.camille).update(ends_on=clock.now().date())
    assert browser().get(link).status_code == 410, "who left is not let in by an old letter"


def test_young_people_are_not_invited_to_have_a_password(cast):
    with pytest.raises(ValueError, match="équipe"):
        invite(person=cast.lea, actor=cast.claude)


def test_of_two_who_use_a_link_at_once_one_wins(cast):
    mine, theirs = cast.camille, type(cast.camille).objects.get(pk=cast.camille.pk)
    assert choose_password(person=mine, password=PASSWORD)
    assert not choose_password(person=theirs, password="un autre mot de passe")
    assert enter(browser(), "camille").status_code == 302


def test_an_invitation_leaves_by_mail_when_asked(cast):
    invite(person=cast.camille, actor=cast.claude, by_mail=True)
    letter = letters()[-1]
    assert letter.to == ["camille@cholet.exemple.fr"]
    assert browser().get(link_in(letter.body)).status_code == 200


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("court", "court", "12 caractères"),
        ("123456789012345", "123456789012345", "numérique"),
        ("camille@cholet.exemple", "camille@cholet.exemple", "trop semblable"),
        (PASSWORD, PASSWORD + "s", "Les deux ne sont pas pareils"),
        ("", "", "Choisissez un mot de passe."),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_in_french(cast, password, again, said):
    answer = browser().post(invited(cast.camille), {"password": password, "again": again})
    assert answer.status_code == 422
    assert said in text_of(answer)
    cast.camille.refresh_from_db()
    assert not cast.camille.has_usable_password()


def ask(email):
    return browser().post("/equipe/mot-de-passe/oublie/", {"email": email})


def test_a_forgotten_password_is_chosen_anew_by_a_link(cast):
    with_password(cast.camille)
    thief = signed_in(cast.camille)
    answer = ask(" Camille@cholet.exemple.fr ")
    assert answer.headers["Location"] == "/equipe/mot-de-passe/lien-envoye/"
    link = link_in(letters()[-1].body)
    client = browser()
    client.post(link, {"password": "tout autre chose ici", "again": "tout autre chose ici"})
    assert who(client) == "camille"
    assert who(thief) is None, "who had the old one is out"
    assert enter(browser(), "camille").status_code == 422
    assert "vient de changer" in letters()[-1].body


def test_asking_for_a_link_tells_nobody_who_has_an_account(cast):
    known, young, unknown = (
        ask("camille@cholet.exemple.fr"),
        ask("lea@exemple.fr"),
        ask("personne@exemple.fr"),
    )
    assert {a.status_code for a in (known, young, unknown)} == {302}
    assert len({a.headers["Location"] for a in (known, young, unknown)}) == 1
    assert [letter.to for letter in letters()] == [["camille@cholet.exemple.fr"]]


def test_asking_for_links_again_and_again_is_slowed(cast):
    for _ in range(5):
        ask("camille@cholet.exemple.fr")
    answer = ask("camille@cholet.exemple.fr")
    assert answer.status_code == 429
    assert "Attendez quelques minutes" in text_of(answer)


def test_a_link_does_not_spare_the_second_proof(cast):
    secret, _codes = add_application(signed_in(cast.camille))
    client = browser()
    answer = client.post(invited(cast.camille), {"password": PASSWORD, "again": PASSWORD})
    assert answer.headers["Location"] == "/equipe/connexion/seconde-preuve/"
    assert who(client) is None
    client.post("/equipe/connexion/seconde-preuve/", {"code": code_now(secret, 1)})
    assert who(client) == "camille"


def test_changing_it_from_inside_signs_the_other_browsers_out(cast):
    here, elsewhere = signed_in(cast.camille), signed_in(cast.camille)
    assert "Vos autres appareils seront déconnectés" in text_of(here.get(f"{SECURITY}mot-de-passe/"))
    new = "encore un fil et une aiguille"
    assert here.post(f"{SECURITY}mot-de-passe/", {"password": new, "again": new}).status_code == 302
    assert (who(here), who(elsewhere)) == ("camille", None)
    assert enter(browser(), "camille", new).status_code == 302


def test_an_open_screen_is_not_enough_to_change_anything(cast):
    with_password(cast.camille)
    client = browser()
    _device, client.cookies[COOKIE] = start_device(person=cast.camille, label="bureau")
    for page in ("mot-de-passe", "application", "cle", "codes/nouveaux"):
        asked = client.get(f"{SECURITY}{page}/").headers["Location"]
        assert asked.startswith(f"{SECURITY}c-est-moi/mot-de-passe/?next="), page
    wrong = client.post(asked, {"password": "au hasard", "next": f"{SECURITY}application/"})
    assert wrong.status_code == 422
    right = client.post(asked, {"password": PASSWORD, "next": f"{SECURITY}application/"})
    assert right.headers["Location"] == f"{SECURITY}application/"
    assert client.get(f"{SECURITY}application/").status_code == 200


def test_who_comes_by_code_alone_changes_things_only_just_after(cast):
    client = browser()
    device, client.cookies[COOKIE] = start_device(person=cast.camille, label="bureau")
    assert client.get(f"{SECURITY}application/").status_code == 200
    Device.objects.filter(pk=device.pk).update(created_at=clock.now() - timedelta(minutes=16))
    assert client.get(f"{SECURITY}application/").headers["Location"] == f"{SECURITY}se-reconnecter/"


def test_half_made_entrances_are_forgotten(cast):
    signed_in(cast.camille)
    purge_sessions()
    assert Session.objects.count() == 1
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    purge_sessions()
    assert not Session.objects.exists()
