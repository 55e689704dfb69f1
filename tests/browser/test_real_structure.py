"""A real Mission Locale opens: no demonstration, an empty home, its list of people, codes by e-mail; and every
task without JavaScript."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.mailbox import Mailbox, mail_server
from tests.browser.steps import ENTRY, add_application, entry, expect_state, role, texts, write
from tests.serving import Served, migrated

pytestmark = pytest.mark.browser

SLUG = "redon"
PEOPLE = 40
HEADER = "Nom;Prénom;Date de naissance;Téléphone;Mail;Commune;Code postal;Conseiller"


def list_of_people() -> str:
    """As a structure exports it: forty young people, twenty to each of two counsellors."""
    rows = [
        f"DURAND{n:02};Jo{n:02};{n % 28 + 1:02}/0{n % 9 + 1}/200{n % 8};06 12 34 56 {n:02};jo{n:02}@exemple.fr;"
        f"Redon;35600;{'nadia' if n % 2 else 'paul'}"
        for n in range(PEOPLE)
    ]
    return "\n".join([HEADER, *rows]) + "\n"


@dataclass
class Structure:
    """The installation and its mail."""

    served: Served
    mailbox: Mailbox

    def sign_in(self, context: BrowserContext, address: str, to: str = "/") -> Page:
        """By a code read in one's mail; an administrator is then led to their second protection."""
        page = context.new_page()
        page.goto(f"{self.served.url}/connexion/")
        page.get_by_label("Votre numéro ou votre e-mail").fill(address)
        page.get_by_role("button", name="Recevoir un code").click()
        page.get_by_label("Code reçu par e-mail").fill(self.mailbox.code_for(address))
        page.get_by_role("button", name="Entrer").click()
        page.wait_for_url(re.compile(f"{self.served.url}({to}|/mon-code/)$"))
        if page.url.endswith("/mon-code/"):
            page.get_by_role("link", name="Plus tard").click()
            page.wait_for_url(f"{self.served.url}/")
        page.wait_for_url(f"{self.served.url}{to}")
        return page


@contextmanager
def opened(home: Path, static_root: str) -> Iterator[Structure]:
    with mail_server() as (mailbox, address):
        served = Served(home, AUFIL_EMAIL_URL=address, AUFIL_STATIC_ROOT=static_root)
        served.begin_from(migrated())
        served.aufil("structure", "create", SLUG, "--name", "Mission Locale du Pays de Redon")
        served.aufil("person", "create", "chantal", "--role", "admin", "--email", "chantal@exemple.fr")
        for username in ("nadia", "paul"):
            served.aufil(
                "person", "create", username, "--structure", SLUG, "--role", "counsellor",
                "--email", f"{username}@redon.exemple.fr",
            )  # fmt: skip
        try:
            served.start()
            yield Structure(served, mailbox)
        finally:
            served.stop()


@pytest.fixture(scope="module")
def redon(tmp_path_factory: pytest.TempPathFactory, static_root: str) -> Iterator[Structure]:
    home = tmp_path_factory.mktemp("redon")
    people = home / "liste.csv"
    people.write_text(list_of_people(), encoding="utf-8")
    with opened(home, static_root) as structure:
        report = structure.served.aufil("import", "people", str(people), "--structure", SLUG, "--json")
        structure.served.open_day_and_night()
        outcomes = [json.loads(line)["outcome"] for line in report.splitlines()]
        assert outcomes == ["created"] * PEOPLE
        yield structure


def test_the_same_list_twice_changes_nothing(redon):
    people = str(redon.served.home / "liste.csv")
    report = redon.served.aufil("import", "people", people, "--structure", SLUG, "--json")
    assert {json.loads(line)["outcome"] for line in report.splitlines()} == {"unchanged"}


def test_two_people_of_the_list_sign_in_by_code_and_talk(redon, context):
    jo = redon.sign_in(context(viewport={"width": 360, "height": 740}), "jo01@exemple.fr")
    nadia = redon.sign_in(context(), "nadia@redon.exemple.fr")
    write(jo, "Bonjour, je cherche un stage")
    row = role(nadia, "thread-row").filter(has_text="Jo01")
    expect(role(row, "excerpt")).to_have_text("Bonjour, je cherche un stage")
    row.click()
    expect(entry(nadia, "Bonjour, je cherche un stage")).to_be_visible()
    expect_state(jo, "Bonjour, je cherche un stage", "seen")
    write(nadia, "Bonjour Jo, dans quel métier ?")
    expect(entry(jo, "Bonjour Jo, dans quel métier ?")).to_be_visible()
    expect_state(nadia, "Bonjour Jo, dans quel métier ?", "seen")
    assert texts(jo) == texts(nadia) == ["Bonjour, je cherche un stage", "Bonjour Jo, dans quel métier ?"]


def test_the_administrator_sees_the_structure(redon, context):
    chantal = redon.sign_in(context(), "chantal@exemple.fr", to="/equipe/securite/")
    add_application(chantal)
    chantal.get_by_role("link", name="C’est noté").click()
    expect(chantal.get_by_role("row").filter(has_text="Pays de Redon")).to_contain_text(str(PEOPLE))


def test_there_is_no_demonstration(redon, context):
    page = context().new_page()
    for address in ("/demo/", "/demo/login/nadia/", "/ui/"):
        answer = page.goto(redon.served.url + address)
        assert answer is not None
        assert answer.status == 404


def sent(page: Page, text: str) -> None:
    """Write as a form does."""
    page.get_by_label("Votre message").fill(text)
    page.get_by_role("button", name="Envoyer").click()
    expect(entry(page, text)).to_have_count(1)


def done(page: Page, line_text: str, what: str) -> None:
    """Follow one of the links of an entry."""
    line = entry(page, line_text)
    line.focus()
    line.get_by_role("link", name=what).click()


def test_every_task_can_be_done_without_javascript(redon, context: Callable[..., BrowserContext]):
    jo = redon.sign_in(context(java_script_enabled=False), "jo02@exemple.fr")
    paul = redon.sign_in(context(java_script_enabled=False), "paul@redon.exemple.fr")
    sent(jo, "Le bus ne passe plus")
    sent(jo, "Je viens a pied")

    done(jo, "Je viens a pied", "Modifier")
    jo.get_by_label("Votre message").fill("Je viens à pied")
    jo.get_by_role("button", name="Enregistrer").click()
    expect(role(entry(jo, "Je viens à pied"), "edited")).to_be_visible()
    sent(jo, "Oublie")
    done(jo, "Oublie", "Supprimer")
    jo.get_by_role("button", name="Supprimer").click()
    expect(jo.locator(ENTRY).last).to_contain_text("Message supprimé")

    paul.reload()
    row = role(paul, "thread-row").filter(has_text="Jo02")
    expect(role(row, "unread-count")).to_have_text("2")
    row.click()
    expect(entry(paul, "Je viens à pied")).to_be_visible()
    jo.reload()
    expect_state(jo, "Je viens à pied", "sent")  # opening a page is not reading it
    paul.get_by_role("button", name="Marquer comme lu").click()
    paul.goto(redon.served.url)
    expect(role(row, "unread-count")).to_be_hidden()
    jo.reload()
    expect_state(jo, "Je viens à pied", "seen")

    row.click()
    done(paul, "Le bus ne passe plus", "Répondre")
    sent(paul, "Depuis quand ?")
    jo.reload()
    expect(role(entry(jo, "Depuis quand ?"), "quote-text")).to_have_text("Le bus ne passe plus")

    long = "a" * 2001
    jo.get_by_label("Votre message").fill(long)
    jo.get_by_role("button", name="Envoyer").click()
    expect(role(jo, "composer-error")).to_contain_text("trop long")
    expect(jo.get_by_label("Votre message")).to_have_value(long)
