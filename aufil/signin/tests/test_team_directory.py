"""The team by its organisation's directory, in the shape of ProConnect."""

from urllib.parse import parse_qs, urlsplit

import environ
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured

from aufil.audit.models import Record
from aufil.config.directory import directory_settings
from aufil.people.actions import create_person
from aufil.people.models import Device, Person, Role
from aufil.signin.tests.provider import CLIENT, OTHER_KEY, SECRET, Provider, provider
from aufil.signin.tests.team import (
    LOGIN,
    SECOND,
    SECURITY,
    add_application,
    browser,
    code_now,
    signed_in,
    text_of,
    who,
)

GO = "/equipe/connexion/annuaire/"
BACK = "/equipe/connexion/annuaire/retour/"


@pytest.fixture
def directory(settings, cast):
    with provider() as here:
        settings.OIDC = {
            "issuer": here.url,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "name": "ProConnect",
            "scopes": ["openid", "email", "given_name", "usual_name"],
            "acr": "eidas1",
            "trust_email": True,
            "two_proofs": [],
        }
        yield here


def come_by(directory: Provider, client=None):
    client = client or browser()
    away = client.get(GO)
    assert away.status_code == 302, text_of(away)
    answer = client.get(f"{BACK}?{directory.agree(away.headers['Location'])}")
    return client, answer


def test_the_page_offers_it_only_when_there_is_one(cast, settings):
    assert GO not in text_of(browser().get(LOGIN))
    settings.OIDC = {"name": "ProConnect"}
    page = text_of(browser().get(LOGIN))
    assert GO in page
    assert "Entrer avec ProConnect" in page


def test_the_directory_lets_one_of_the_team_in(directory, cast):
    client, answer = come_by(directory)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert who(client) == "camille"
    assert Device.objects.get(person=cast.camille).assurance == "plain"
    assert Record.objects.filter(verb="signed-in-oidc", actor=cast.camille.pk).exists()


def test_what_is_asked_ties_the_answer_to_this_browser(directory):
    come_by(directory)
    asked = directory.asked
    assert asked["response_type"] == "code"
    assert set(asked["scope"].split()) == {"openid", "email", "given_name", "usual_name"}
    assert asked["acr_values"] == "eidas1"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://127.0.0.1:8000" + BACK
    assert asked["nonce"] != asked["state"]


def test_userinfo_may_be_plain_json_too(directory):
    directory.signed_userinfo = False
    client, _answer = come_by(directory)
    assert who(client) == "camille"


def refused(directory, said):
    client, answer = come_by(directory)
    assert answer.status_code == 403
    assert said in text_of(answer)
    assert who(client) is None
    assert not Device.objects.exists()


@pytest.mark.parametrize("email", ["inconnue@exemple.fr", "lea@exemple.fr", "", None])
def test_a_stranger_is_told_plainly_and_no_account_is_made(directory, cast, email):
    before = Person.objects.count()
    directory.claims["email"] = email
    refused(directory, "Nous ne vous avons pas trouvé ici.")
    assert Person.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_an_address_of_two_of_the_team_opens_for_neither(directory, cast):
    create_person(
        username="double",
        structure=cast.structures["mayenne"],
        role=Role.COUNSELLOR,
        email="camille@cholet.exemple.fr",
    )
    refused(directory, "Nous ne vous avons pas trouvé ici.")


def test_an_address_nobody_vouches_for_is_not_believed(directory, settings):
    settings.OIDC["trust_email"] = False
    refused(directory, "Nous ne vous avons pas trouvé ici.")
    directory.claims["email_verified"] = "true"
    refused(directory, "Nous ne vous avons pas trouvé ici.")
    directory.claims["email_verified"] = True
    client, _answer = come_by(directory)
    assert who(client) == "camille"


def test_an_address_and_its_proof_come_from_one_mouth(directory, settings):
    settings.OIDC["trust_email"] = False
    directory.token_claims = {"email": "autre@exemple.fr", "email_verified": True}
    refused(directory, "Nous ne vous avons pas trouvé ici.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "un autre"},
        {"nonce": None},
        {"aud": "un autre"},
        {"iss": "https://ailleurs.exemple.fr"},
        {"exp": 1},
        {"sub": "s-2"},
    ],
)
def test_a_token_made_for_something_else_opens_nothing(directory, wrong):
    directory.token_claims = wrong
    refused(directory, "ProConnect ne vous a pas fait entrer.")


def test_a_signature_of_somebody_else_opens_nothing(directory):
    directory.key = OTHER_KEY
    refused(directory, "ProConnect ne vous a pas fait entrer.")


def test_one_key_need_not_be_named(directory):
    directory.names_its_key = False
    client, _answer = come_by(directory)
    assert who(client) == "camille"


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_anybody_could_make_opens_nothing(directory, algorithm):
    directory.algorithm = algorithm
    refused(directory, "ProConnect ne vous a pas fait entrer.")


def test_an_answer_without_the_question_opens_nothing(directory):
    client = browser()
    directory.agree(client.get(GO).headers["Location"])
    for query in ("code=c-1&state=forgé", "code=c-1", "", "error=access_denied&state=forgé"):
        assert client.get(f"{BACK}?{query}").status_code == 403
    thief = browser()
    assert thief.get(f"{BACK}?code=c-1&state={directory.asked['state']}").status_code == 403
    assert who(thief) is None


def test_who_changes_their_mind_there_comes_back_to_a_page(directory):
    client = browser()
    directory.agree(client.get(GO).headers["Location"])
    answer = client.get(f"{BACK}?error=access_denied&state={directory.asked['state']}")
    assert answer.status_code == 403
    assert "Entrée de l’équipe" in text_of(answer)


def test_a_directory_that_does_not_answer_is_said(directory, settings):
    settings.OIDC["issuer"] = "http://127.0.0.1:9"
    answer = browser().get(GO)
    assert answer.status_code == 403
    assert "ProConnect ne répond pas." in text_of(answer)


def test_another_site_cannot_start_it(directory):
    answer = browser().get(GO, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Location" not in answer.headers


def test_our_second_proof_is_asked_all_the_same(directory, cast):
    secret, _codes = add_application(signed_in(cast.camille))
    client, answer = come_by(directory)
    assert answer.headers["Location"] == SECOND
    assert who(client) is None
    client.post(SECOND, {"code": code_now(secret, 1)})
    assert who(client) == "camille"


@pytest.mark.parametrize("claims", [{"acr": "eidas2"}, {"amr": ["pwd", "mfa"]}])
def test_a_directory_set_to_be_believed_spares_it(directory, cast, settings, claims):
    add_application(signed_in(cast.camille))
    directory.token_claims = claims
    assert come_by(directory)[1].headers["Location"] == SECOND, "not unless we were told to"
    settings.OIDC["two_proofs"] = ["eidas2", "mfa"]
    client, answer = come_by(directory)
    assert answer.headers["Location"] == "/"
    assert who(client) == "camille"
    directory.token_claims = {"acr": "eidas1"}
    assert come_by(directory)[1].headers["Location"] == SECOND


def test_a_head_by_such_a_directory_needs_no_other(directory, cast, settings):
    Person.objects.filter(pk=cast.claude.pk).update(email="claude@cholet.exemple.fr")
    directory.claims["email"] = "claude@cholet.exemple.fr"
    client, _answer = come_by(directory)
    assert client.get("/").headers["Location"] == SECURITY
    settings.OIDC["two_proofs"] = ["eidas2"]
    directory.token_claims = {"acr": "eidas2"}
    client, _answer = come_by(directory)
    assert client.get("/").status_code == 200


def test_coming_as_somebody_else_on_an_open_browser_changes_who_is_there(directory, pages):
    _client, answer = come_by(directory, pages.alex)
    assert answer.headers["Location"] == "/"
    assert who(pages.alex) == "camille"


def env(**values):
    made = environ.Env()
    made.ENVIRON = {f"AUFIL_OIDC_{name}": value for name, value in values.items()}
    return made


def test_without_settings_there_is_no_directory():
    assert directory_settings(env()) == {}


def test_a_directory_half_set_is_said_at_once():
    with pytest.raises(ImproperlyConfigured, match="AUFIL_OIDC_CLIENT_SECRET"):
        directory_settings(env(ISSUER="https://a.exemple.fr", CLIENT_ID="x"))
    with pytest.raises(ImproperlyConfigured, match="https"):
        directory_settings(env(ISSUER="http://a.exemple.fr", CLIENT_ID="x", CLIENT_SECRET="y"))


def test_the_directory_is_read_from_the_environment():
    found = directory_settings(
        env(
            ISSUER="https://a.exemple.fr/",
            CLIENT_ID="x",
            CLIENT_SECRET="y",
            TWO_PROOFS="eidas2,mfa",
            TRUST_EMAIL="1",
        )
    )
    assert found["issuer"] == "https://a.exemple.fr"
    assert found["scopes"] == ["openid", "email", "profile"]
    assert (found["two_proofs"], found["trust_email"]) == (["eidas2", "mfa"], True)


def test_the_query_asks_for_nothing_the_visitor_chose(directory):
    away = browser().get(f"{GO}?scope=admin&auth_params=prompt%3Dnone&next=https://ailleurs.exemple.fr/")
    asked = parse_qs(urlsplit(away.headers["Location"]).query)
    assert "admin" not in asked["scope"][0]
    assert "prompt" not in asked
