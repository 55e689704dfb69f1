"""The team comes in, in Chromium, in a real installation: invitation, password, application, passkey, directory.

Every page on the way is looked at with axe, narrow, with large text, in both lights.
"""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import NARROWEST, enlarge_text, faults_in_every_light, hidden_behind, too_wide
from tests.browser.chromium import DESK
from tests.browser.steps import add_application, code_now, role
from tests.serving import Served, free_port, migrated

pytestmark = pytest.mark.browser

PASSWORD = "un fil et une aiguille"
TEAM = {
    "nadia": "counsellor",
    "paul": "counsellor",
    "renee": "counsellor",
    "martine": "head",
    "odile": "counsellor",
    "lucie": "counsellor",
}


@dataclass
class Team:
    """The installation, and the links its people were given."""

    served: Served
    url: str
    links: dict[str, str]
    checked: set[str] = field(default_factory=set)

    def open(self, page: Page, path: str) -> None:
        page.goto(self.url + path)

    def choose_password(self, page: Page, name: str) -> None:
        """By the link one was given."""
        page.goto(self.links[name])
        page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
        page.get_by_label("Le même, une seconde fois").fill(PASSWORD)
        page.get_by_role("button", name="Choisir ce mot de passe").click()

    def password(self, page: Page, name: str, typed: str = PASSWORD) -> None:
        self.open(page, "/equipe/connexion/")
        page.get_by_label("Identifiant ou adresse e-mail").fill(name)
        page.get_by_label("Mot de passe", exact=True).fill(typed)
        page.get_by_role("button", name="Entrer", exact=True).click()

    def leave(self, page: Page) -> None:
        self.open(page, "/equipe/securite/")
        page.locator("summary.desk__me").click()
        role(page, "sign-out").click()
        page.wait_for_url(f"{self.url}/au-revoir/")

    def look(self, page: Page) -> None:
        """All that is asked of every page; each once."""
        path = re.sub(r"/\d+/|/lien/.*", "/*/", page.url) + page.locator("h1").inner_text()
        if path in self.checked:
            return
        self.checked.add(path)
        before = page.viewport_size
        assert before
        faults = faults_in_every_light(page)
        faults += [f"{n} px too wide at {NARROWEST}" for n in [too_wide(page, NARROWEST)] if n > 0]
        enlarge_text(page)
        faults += [f"{n} px too wide at 360 with large text" for n in [too_wide(page, 360)] if n > 0]
        faults += [f"cut with large text: {words}" for words in hidden_behind(page)]
        page.evaluate("() => { document.documentElement.style.fontSize = '' }")
        page.set_viewport_size(before)
        assert not faults, (page.url, faults)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A real OpenID provider on loopback, that knows Odile and a stranger."""
    port = free_port()
    claims = [
        '{"sub": "odile", "email": "odile@redon.exemple.fr", "email_verified": true}',
        '{"sub": "inconnue", "email": "inconnue@exemple.fr", "email_verified": true}',
    ]
    words = [
        Path(sys.executable).parent / "oidc-provider-mock",
        "--port",
        str(port),
        "--require-nonce",
        "true",
    ]
    process = subprocess.Popen(
        [*words, *[word for claim in claims for word in ("--user-claims", claim)]],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    url = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 60
    while not answers(f"{url}/.well-known/openid-configuration"):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.2)
    yield url
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory, static_root: str, provider: str) -> Iterator[Team]:
    served = Served(tmp_path_factory.mktemp("equipe"), AUFIL_STATIC_ROOT=static_root)
    url = f"http://localhost:{served.port}"  # passkeys know no bare address
    served.settings |= {
        "AUFIL_BASE_URL": url,
        "AUFIL_OIDC_ISSUER": provider,
        "AUFIL_OIDC_CLIENT_ID": "aufil",
        "AUFIL_OIDC_CLIENT_SECRET": "secret",
        "AUFIL_OIDC_NAME": "l’annuaire",
    }
    served.begin_from(migrated())
    served.aufil("structure", "create", "redon", "--name", "Mission Locale du Pays de Redon")
    links = {}
    for name, as_role in TEAM.items():
        words = ("person", "create", name, "--structure", "redon", "--role", as_role)
        links[name] = served.aufil(*words, "--email", f"{name}@redon.exemple.fr").split()[-1]
    try:
        served.start()
        yield Team(served, url, links)
    finally:
        served.stop()


@pytest.fixture
def page(team: Team, context: Callable[..., BrowserContext]) -> Page:
    return context(**DESK).new_page()


def test_a_counsellor_chooses_a_password_by_the_link_and_comes_in_by_it(team, page):
    page.goto(team.links["nadia"])
    expect(page.get_by_role("heading", name="Bienvenue Nadia")).to_be_visible()
    team.look(page)
    page.get_by_label("Nouveau mot de passe").fill("court")
    page.get_by_label("Le même, une seconde fois").fill("court")
    page.get_by_role("button", name="Choisir ce mot de passe").click()
    expect(page.get_by_role("alert").first).to_contain_text("12 caractères")
    team.look(page)
    team.choose_password(page, "nadia")
    page.wait_for_url(f"{team.url}/")
    page.locator("summary.desk__me").click()
    page.get_by_role("link", name="Sécurité").click()
    expect(page.get_by_role("heading", name="Sécurité")).to_be_visible()
    team.look(page)
    team.leave(page)

    page.goto(team.links["nadia"])
    expect(page.get_by_role("heading", name="Ce lien ne marche plus.")).to_be_visible()
    team.look(page)

    page.goto(f"{team.url}/connexion/")
    page.get_by_role("link", name="Vous travaillez dans une Mission Locale ?").click()
    team.look(page)
    team.password(page, "nadia", "pas celui-là du tout")
    expect(page.get_by_role("alert")).to_contain_text("ne vont pas ensemble")
    expect(page.get_by_label("Identifiant ou adresse e-mail")).to_have_value("nadia")
    team.look(page)
    team.password(page, "nadia")
    page.wait_for_url(f"{team.url}/")
    team.open(page, "/equipe/securite/mot-de-passe/")
    team.look(page)
    team.open(page, "/equipe/securite/c-est-moi/mot-de-passe/?next=/appareils/")
    team.look(page)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url(f"{team.url}/appareils/")


def test_a_head_is_led_to_a_second_protection_and_nowhere_else(team, page):
    team.choose_password(page, "martine")
    page.wait_for_url(f"{team.url}/equipe/securite/")
    expect(page.get_by_role("heading", name="Ajoutez une seconde protection")).to_be_visible()
    team.look(page)
    team.open(page, "/mes-jeunes/")
    page.wait_for_url(f"{team.url}/equipe/securite/")
    page.get_by_role("link", name="Ajouter une application de codes").click()
    team.look(page)
    page.go_back()
    secret = add_application(page)
    team.look(page)
    page.get_by_role("link", name="C’est noté").click()
    page.wait_for_url(f"{team.url}/")
    expect(page.locator(".desk__who")).to_contain_text("Martine")
    team.open(page, "/equipe/securite/")
    team.look(page)
    page.get_by_role("link", name=re.compile("Retirer l’application")).click()
    team.look(page)
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("alert")).to_contain_text("votre dernière protection")
    team.leave(page)

    team.password(page, "martine")
    expect(page.get_by_role("heading", name="C’est bien vous ?")).to_be_visible()
    team.look(page)
    page.get_by_label("Code de votre application, ou un code de secours").fill("000000")
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce code ne marche pas")
    page.get_by_label("Code de votre application, ou un code de secours").fill(code_now(secret, 1))
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url(f"{team.url}/")


@pytest.fixture
def keyring(page: Page) -> Iterator[Page]:
    """A page whose browser holds passkeys, as a phone does behind its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    session.send("WebAuthn.disable")


def test_a_passkey_is_added_and_is_all_one_needs(team, keyring):
    page = keyring
    team.choose_password(page, "paul")
    page.wait_for_url(f"{team.url}/")
    team.open(page, "/equipe/securite/")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    team.look(page)
    page.get_by_label("Nom de la clé").fill("Mon ordinateur")
    page.get_by_role("button", name="Ajouter la clé").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    team.open(page, "/equipe/securite/")
    expect(page.locator(".list__item").filter(has_text="Mon ordinateur")).to_contain_text(
        "ajoutée aujourd’hui"
    )
    team.look(page)
    team.leave(page)

    # The browser offers it by itself beside the name; where it does not, the button asks.
    team.open(page, "/equipe/connexion/")
    page.wait_for_timeout(500)
    if page.url != f"{team.url}/":
        page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    page.wait_for_url(f"{team.url}/")
    expect(page.locator(".desk__who")).to_contain_text("Paul")


def test_a_passkey_is_a_second_proof_too(team, keyring):
    page = keyring
    team.choose_password(page, "renee")
    page.wait_for_url(f"{team.url}/")
    team.open(page, "/equipe/securite/cle/")
    page.get_by_role("button", name="Ajouter la clé").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    team.leave(page)

    # Only the password, without the key the browser offers by itself.
    page.context.request.post(
        f"{team.url}/equipe/connexion/",
        form={"login": "renee", "password": PASSWORD},
        headers={"Origin": team.url},
    )
    team.open(page, "/equipe/connexion/seconde-preuve/")
    team.look(page)
    team.open(page, "/equipe/connexion/seconde-preuve/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url(f"{team.url}/")
    team.open(page, "/equipe/securite/c-est-moi/cle/?next=/appareils/")
    team.look(page)
    team.open(page, "/equipe/securite/c-est-moi/cle/?next=/appareils/")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(f"{team.url}/appareils/")


def at_the_provider(page: Page, who: str) -> None:
    page.locator("input[name=sub]").fill(who)
    page.get_by_role("button", name=re.compile("authorize", re.IGNORECASE)).first.click()


def test_the_directory_lets_one_of_the_team_in(team, page):
    team.open(page, "/equipe/connexion/")
    page.get_by_role("link", name="Entrer avec l’annuaire").click()
    at_the_provider(page, "odile")
    page.wait_for_url(f"{team.url}/")
    expect(page.locator(".desk__who")).to_contain_text("Odile")


def test_a_stranger_of_the_directory_is_told_so(team, page):
    team.open(page, "/equipe/connexion/")
    page.get_by_role("link", name="Entrer avec l’annuaire").click()
    at_the_provider(page, "inconnue")
    expect(page.get_by_role("heading", name="Nous ne vous avons pas trouvé ici.")).to_be_visible()
    team.look(page)


def test_who_forgot_asks_for_a_link(team, page):
    team.open(page, "/equipe/connexion/")
    page.get_by_role("link", name=re.compile("Mot de passe oublié")).click()
    team.look(page)
    page.get_by_label("Votre adresse e-mail").fill("personne@exemple.fr")
    page.get_by_role("button", name="Recevoir un lien").click()
    expect(page.get_by_role("heading", name="Regardez vos e-mails")).to_be_visible()
    team.look(page)


def test_all_but_passkeys_works_without_javascript(team, context):
    page = context(**DESK, java_script_enabled=False).new_page()
    team.choose_password(page, "lucie")
    page.wait_for_url(f"{team.url}/")
    team.open(page, "/equipe/securite/")
    add_application(page)
    page.get_by_role("link", name="C’est noté").click()
    team.open(page, "/equipe/securite/codes/")
    expect(page.get_by_text("Ils n’ont été montrés qu’une fois.")).to_be_visible()
    page.get_by_role("link", name="Faire d’autres codes").click()
    page.get_by_role("button", name="Faire d’autres codes").click()
    expect(page.locator(".secrets li")).to_have_count(10)
    team.open(page, "/equipe/securite/cle/")
    expect(page.get_by_text("Les clés d’accès demandent JavaScript.")).to_be_visible()
