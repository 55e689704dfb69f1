"""The second proof: set, asked, lost, required."""

import json
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from aufil.audit.models import Record
from aufil.people.actions import start_device
from aufil.people.models import Device
from aufil.signin.actions import forget_factors, sign_in
from aufil.signin.staff.actions import remove_factor
from aufil.signin.tests.team import (
    LOGIN,
    SECOND,
    SECURITY,
    add_application,
    browser,
    code_now,
    enter,
    letters,
    signed_in,
    text_of,
    who,
    with_password,
)
from aufil.signin.tests.test_signin import ask_for_a_code
from aufil.web.authentication import COOKIE
from tests.support import Caller


def assurance(client: Client) -> str:
    device = Device.objects.order_by("-pk").first()
    return device.assurance


def test_after_the_password_the_code_of_the_application(cast):
    secret, _codes = add_application(signed_in(cast.camille))
    client = browser()
    assert enter(client, "camille").headers["Location"] == SECOND
    assert who(client) is None
    assert client.get("/appareils/").headers["Location"] == "/connexion/"
    page = text_of(client.get(SECOND))
    assert "Code de votre application" in page
    answer = client.post(SECOND, {"code": code_now(secret, 1)})
    assert answer.headers["Location"] == "/"
    assert who(client) == "camille"
    assert assurance(client) == "strong"


def test_a_wrong_code_says_so_and_is_journaled(cast):
    add_application(signed_in(cast.camille))
    client = browser()
    enter(client, "camille")
    answer = client.post(SECOND, {"code": "000000"})
    assert answer.status_code == 422
    assert "Ce code ne marche pas" in text_of(answer)
    assert Record.objects.filter(verb="second-proof-failed", subject_uid=cast.camille.uid).count() == 1
    assert who(client) is None


def test_codes_are_not_guessed_at(cast):
    secret, _codes = add_application(signed_in(cast.camille))
    client = browser()
    enter(client, "camille")
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    answer = client.post(SECOND, {"code": code_now(secret, 1)})
    assert answer.status_code == 422
    assert "Trop d’essais" in text_of(answer)


def test_a_code_seen_over_the_shoulder_is_good_once(cast):
    secret, _codes = add_application(signed_in(cast.camille))
    code = code_now(secret, 1)
    first, second = browser(), browser()
    for client in (first, second):
        enter(client, "camille")
        client.post(SECOND, {"code": code})
    assert (who(first), who(second)) == ("camille", None)


def test_a_recovery_code_replaces_the_phone_once(cast):
    _secret, codes = add_application(signed_in(cast.camille))
    client = browser()
    enter(client, "camille")
    client.post(SECOND, {"code": codes[0]})
    assert who(client) == "camille"
    again = browser()
    enter(again, "camille")
    assert again.post(SECOND, {"code": codes[0]}).status_code == 422
    assert "9 codes qui n’ont pas servi" in text_of(client.get(SECURITY))


def test_recovery_codes_are_shown_once_and_made_anew(cast):
    client = signed_in(cast.camille)
    _secret, codes = add_application(client)
    page = text_of(client.get(f"{SECURITY}codes/"))
    assert not [code for code in codes if code in page]
    assert client.post(f"{SECURITY}codes/nouveaux/").headers["Location"] == f"{SECURITY}codes/"
    assert codes[0] not in text_of(client.get(f"{SECURITY}codes/"))
    again = browser()
    enter(again, "camille")
    assert again.post(SECOND, {"code": codes[0]}).status_code == 422


def test_an_email_code_does_not_spare_the_second_proof(cast):
    secret, _codes = add_application(signed_in(cast.camille))
    client = browser()
    code = ask_for_a_code(client, "camille@cholet.exemple.fr")
    answer = client.post("/connexion/code/", {"code": code})
    assert answer.headers["Location"] == SECOND
    assert answer.cookies["aufil_equipe"]["path"] == "/equipe/"
    assert who(client) is None
    client.post(SECOND, {"code": code_now(secret, 1)})
    assert who(client) == "camille"
    assert Record.objects.filter(verb="signed-in-email", actor=cast.camille.pk).exists()


def test_an_email_code_is_enough_for_who_set_nothing(cast):
    client = browser()
    answer = client.post("/connexion/code/", {"code": ask_for_a_code(client, "camille@cholet.exemple.fr")})
    assert answer.headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_who_came_by_code_sees_the_recovery_codes_at_once(cast):
    client = browser()
    client.post("/connexion/code/", {"code": ask_for_a_code(client, "camille@cholet.exemple.fr")})
    add_application(client)
    assert client.get(f"{SECURITY}cle/").status_code == 200


def test_the_second_proof_alone_opens_nothing(cast):
    secret, _codes = add_application(signed_in(cast.camille))
    client = browser()
    assert client.get(SECOND).headers["Location"] == LOGIN
    assert client.post(SECOND, {"code": code_now(secret, 1)}).headers["Location"] == LOGIN


@pytest.mark.parametrize("name", ["claude", "admin"])
def test_a_head_or_administrator_sets_a_second_proof_before_anything_else(cast, name):
    client = signed_in(getattr(cast, name))
    for address in ("/", "/mes-jeunes/", "/appareils/", "/mon-role/", "/ml/cholet/", "/nulle-part/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers.get("Location")) == (302, SECURITY), address
    page = text_of(client.get(SECURITY))
    assert "Ajoutez une seconde protection" in page
    assert "Se déconnecter" in page
    add_application(client)
    assert client.get("/").status_code == 200
    assert client.get("/appareils/").status_code == 200


def test_the_api_is_closed_until_then_by_both_doors(cast):
    client = signed_in(cast.claude)
    assert client.get("/api/v1/people").status_code == 401
    program = Caller(None)
    program.headers = {"Cookie": f"{COOKIE}={client.cookies[COOKIE].value}", "Sec-Fetch-Site": "same-origin"}
    thread = cast.thread()
    assert program.get(f"/threads/{thread.uid}/entries").status == 401
    assert program.get("/live").status == 401
    add_application(client)
    assert client.get("/api/v1/people").status_code == 200
    assert program.get(f"/threads/{thread.uid}/entries").status == 404, "known now, and not a member"


def test_a_held_device_changes_nothing_else(cast):
    client = signed_in(cast.claude)
    for path in ("mot-de-passe/", "toute-l-equipe/", "7/retirer/"):
        for send in (client.get, client.post):
            assert send(f"{SECURITY}{path}", {"asked": "yes"}).headers["Location"] == SECURITY, path
    cast.structures["cholet"].refresh_from_db()
    assert not cast.structures["cholet"].second_factor_for_all


def test_a_password_alone_never_undoes_the_second_proof(cast):
    secret, _codes = add_application(signed_in(cast.camille))
    old = browser()
    _device, old.cookies[COOKIE] = start_device(person=cast.camille, label="bureau")
    for path in ("cle/", "mot-de-passe/", "codes/nouveaux/"):
        asked = old.get(f"{SECURITY}{path}").headers["Location"]
        assert asked.startswith(f"{SECURITY}c-est-moi/code/"), path
    by_password = old.get(f"{SECURITY}c-est-moi/mot-de-passe/")
    assert by_password.headers["Location"].startswith(f"{SECURITY}c-est-moi/code/")
    assert old.post(asked, {"code": code_now(secret, 1), "next": f"{SECURITY}cle/"}).status_code == 302
    assert old.get(f"{SECURITY}cle/").status_code == 200


def test_pages_that_show_secrets_are_stored_nowhere(cast):
    client = signed_in(cast.camille)
    assert "no-store" in client.get(f"{SECURITY}application/").headers["Cache-Control"]
    add_application(client)
    assert "no-store" in client.get(f"{SECURITY}codes/").headers["Cache-Control"]


def test_a_head_may_sign_out_before(cast):
    client = signed_in(cast.claude)
    assert client.post("/deconnexion/").headers["Location"] == "/au-revoir/"
    assert who(client) is None


def test_what_nobody_had_to_prove_is_not_held(cast, api):
    client = browser()
    _device, client.cookies[COOKIE] = sign_in(
        person=cast.claude, label="Démonstration", way="demo", assurance=Device.Assurance.TRUSTED
    )
    assert client.get("/").status_code == 200
    assert api.claude.get("/people").status == 200


def test_a_device_open_before_the_role_came_is_held_too(cast):
    client = browser()
    device, client.cookies[COOKIE] = start_device(person=cast.claude, label="bureau")
    assert device.assurance == "plain"
    assert client.get("/").headers["Location"] == SECURITY
    device.refresh_from_db()
    assert device.assurance == "held"


def test_another_browser_of_who_has_a_factor_proves_it_there(cast):
    secret, _codes = add_application(signed_in(cast.claude))
    old = browser()
    _device, old.cookies[COOKIE] = start_device(person=cast.claude, label="maison")
    assert old.get("/").headers["Location"] == SECURITY
    assert old.get(SECURITY).headers["Location"] == f"{SECURITY}c-est-moi/?next=/"
    code_page = old.get(f"{SECURITY}c-est-moi/").headers["Location"]
    assert code_page == f"{SECURITY}c-est-moi/code/?next=/"
    assert old.post(code_page, {"code": "000000", "next": "/"}).status_code == 422
    assert old.post(code_page, {"code": code_now(secret, 1), "next": "/"}).headers["Location"] == "/"
    assert old.get("/").status_code == 200


def test_a_structure_may_ask_it_of_its_whole_team_and_no_longer(cast):
    camille, alex, head = signed_in(cast.camille), signed_in(cast.alex), signed_in(cast.claude)
    add_application(head)
    assert head.post(f"{SECURITY}toute-l-equipe/", {"asked": "yes"}).status_code == 302
    assert camille.get("/").headers["Location"] == SECURITY
    assert alex.get("/").status_code == 200, "another structure decides for itself"
    head.post(f"{SECURITY}toute-l-equipe/", {"asked": "no"})
    assert camille.get("/").status_code == 200
    verbs = Record.objects.filter(subject="structure", actor=cast.claude.pk).values_list("verb", flat=True)
    assert list(verbs) == ["second-factor-for-all", "second-factor-for-head"]


def test_only_the_head_of_a_structure_asks_it(cast, pages):
    for name in ("camille", "dominique", "alex", "admin", "lea"):
        answer = getattr(pages, name).post(f"{SECURITY}toute-l-equipe/", {"asked": "yes"})
        assert answer.status_code == 404, name
    cast.structures["cholet"].refresh_from_db()
    assert not cast.structures["cholet"].second_factor_for_all


def test_the_last_protection_of_a_head_stays(cast):
    client = signed_in(cast.claude)
    add_application(client)
    factor = Authenticator.objects.get(user=cast.claude, type="totp")
    answer = client.post(f"{SECURITY}{factor.pk}/retirer/")
    assert answer.status_code == 422
    assert "votre dernière protection" in text_of(answer)
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_a_counsellor_takes_theirs_away_with_its_codes(cast):
    client = signed_in(cast.camille)
    add_application(client)
    factor = Authenticator.objects.get(user=cast.camille, type="totp")
    assert "Application de codes" in text_of(client.get(f"{SECURITY}{factor.pk}/retirer/"))
    assert client.post(f"{SECURITY}{factor.pk}/retirer/").headers["Location"] == SECURITY
    assert not Authenticator.objects.filter(user=cast.camille).exists()
    assert enter(browser(), "camille").headers["Location"] == "/"


def test_nobody_touches_anothers_protection(cast):
    add_application(signed_in(cast.camille))
    factor = Authenticator.objects.get(user=cast.camille, type="totp")
    for name in ("julien", "alex"):
        client = signed_in(getattr(cast, name))
        for send in (client.get, client.post):
            assert send(f"{SECURITY}{factor.pk}/retirer/").status_code == 404
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_every_change_is_journaled_and_told_by_mail(cast):
    client = signed_in(cast.camille)
    add_application(client)
    client.post(f"{SECURITY}codes/nouveaux/")
    remove_factor(factor=Authenticator.objects.get(user=cast.camille, type="totp"))
    verbs = Record.objects.filter(subject_uid=cast.camille.uid, actor=cast.camille.pk).values_list(
        "verb", flat=True
    )
    assert {"totp-added", "recovery-codes-made", "totp-removed"} <= set(verbs)
    told = " ".join(letter.body for letter in letters())
    assert "vient d’être ajoutée" in told
    assert "codes de secours viennent d’être faits" in told
    assert "vient d’être retirée" in told


def test_what_a_colleague_lost_is_forgotten_and_they_are_told(cast):
    client = signed_in(cast.camille)
    add_application(client)
    forget_factors(person=cast.camille, actor=cast.claude)
    assert who(client) is None
    assert enter(browser(), "camille").headers["Location"] == "/"
    assert Record.objects.filter(verb="factors-forgotten", actor=cast.claude.pk).count() == 1
    assert "à votre demande" in letters()[-1].body


def test_setting_an_application_asks_for_its_code(cast):
    client = signed_in(cast.camille)
    client.get(f"{SECURITY}application/")
    answer = client.post(f"{SECURITY}application/", {"code": "000000"})
    assert answer.status_code == 422
    assert "Ce code ne marche pas" in text_of(answer)
    assert "<svg" in text_of(answer)
    assert not Authenticator.objects.exists()


def test_young_people_have_no_such_page(cast, pages):
    for address in (SECURITY, f"{SECURITY}application/", f"{SECURITY}cle/"):
        assert pages.lea.get(address).status_code == 404
    assert "/equipe/securite/" not in text_of(pages.lea.get("/appareils/"))
    assert "/equipe/securite/" in text_of(pages.camille.get("/appareils/"))


KEY = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {}}
SIGNED = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "AAAA"}


@pytest.mark.parametrize(
    "sent",
    [
        *("", "{}", "[]", "null", '{"id": 3}', "pas du json", '{"response": {"userHandle": "éé"}}'),
        json.dumps({**KEY, "response": SIGNED}),
        json.dumps({**KEY, "response": {**SIGNED, "userHandle": "é"}}),
        json.dumps({**KEY, "response": {**SIGNED, "clientDataJSON": "W10"}}),
        json.dumps({**KEY, "response": {**SIGNED, "authenticatorData": "A" * 60}}),
        json.dumps({**KEY, "id": "????", "response": SIGNED}),
    ],
)
def test_what_is_no_passkey_opens_nothing(cast, sent):
    client = browser()
    options = client.get("/equipe/connexion/cle/", headers={"Accept": "application/json"})
    assert options.json()["request_options"]["publicKey"]["challenge"]
    answer = client.post("/equipe/connexion/cle/", {"credential": sent})
    assert answer.status_code == 422
    assert "n’ouvre rien ici" in text_of(answer)


def test_a_password_left_half_way_does_not_open_for_the_next(cast):
    """Signed in with a passkey or not: each entrance begins with no proof at all."""
    add_application(signed_in(cast.camille))
    with_password(cast.julien)
    client = browser()
    enter(client, "camille")
    assert enter(client, "julien").headers["Location"] in ("/", SECOND)
    assert who(client) in (None, "julien")


def test_the_proof_given_at_the_door_fades(cast, monkeypatch):
    client = signed_in(cast.camille)
    assert client.get(f"{SECURITY}application/").status_code == 200
    at = time.time() + timedelta(minutes=16).total_seconds()
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: at)
    assert client.get(f"{SECURITY}application/").status_code == 302


@pytest.mark.parametrize(
    "sent", ["{}", json.dumps({**KEY, "response": {"clientDataJSON": "e30", "attestationObject": "oA"}})]
)
def test_what_is_no_passkey_is_not_added(cast, sent):
    client = signed_in(cast.camille)
    client.get(f"{SECURITY}cle/")
    answer = client.post(f"{SECURITY}cle/", {"credential": sent, "name": "x" * 300})
    assert answer.status_code == 422
    assert "La clé n’a pas pu être ajoutée" in text_of(answer)
    assert not Authenticator.objects.exists()
