"""Every page, as everybody who may see it: axe, narrow and large, light and dark, keyboard alone, nothing foreign."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.axe import NARROWEST, enlarge_text, faults_in_every_light, hidden_behind, too_wide
from tests.browser.chromium import FRENCH
from tests.browser.steps import ENTRY, entry, lines, role, thread_id, watch
from tests.serving import Served

pytestmark = pytest.mark.browser

NOBODY = ""
FILE_PAGES = (  # of a young person, under their address
    "",
    "parcours/",
    "ouvertures/",
    "envois/",
    "modifier/identite/",
    "modifier/inscription/",
    "modifier/etape/",
    "modifier/echanges/",
    "modifier/themes/",
    "modifier/equipement/",
    "modifier/numerique/",
    "modifier/langues/",
    "situations/nouvelle/",
    "representants/nouveau/",
    "confier/",
    "terminer/",
)
PAGES = {  # who: the addresses they may see, with words in braces for what the demonstration made
    NOBODY: [
        "/",
        "/ml/cholet/",
        "/connexion/",
        "/connexion/code/",
        "/au-revoir/",
        "/entrer/",
        "/entrer/{pairing}/",
        "/entrer/K7MP4XRT/",
        "/lien/{link}/",
        "/equipe/connexion/",
        "/equipe/mot-de-passe/oublie/",
        "/equipe/mot-de-passe/lien-envoye/",
        "/ml/cholet/rendez-vous/",
        "/ml/cholet/rendez-vous/?genre={first}&facon=site",
        "/demo/",
        "/ui/",
        "/aide/",
        "/hors-ligne/",
        "/nulle-part/",
        "/api/v1/docs",
    ],
    "lea": [
        "/",
        "/?repondre={entry}",
        "/fil/{thread}/",
        "/fil/{group}/",
        "/fil/{thread}/personnes/",
        "/fil/{group}/personnes/",
        "/fil/{group}/quitter/",
        "/fil/{group}/message/{said}/reagir/",
        "/fil/{group}/message/{masked}/reagir/",
        "/fil/{thread}/message/{entry}/modifier/",
        "/fil/{thread}/message/{entry}/supprimer/",
        "/fil/{thread}/envoyer/",
        "/fil/{thread}/fichiers/{missing}/renvoyer/",
        "/aide/",
        "/appareils/",
        "/notifications/",
        "/agenda/calendriers/",
        "/qui-a-ouvert/",
        "/chercher/",
        "/chercher/?q=immersion",
        "/mon-code/",
        "/rendez-vous/prendre/",
        "/rendez-vous/prendre/?genre={kind}",
        "/rendez-vous/prendre/?genre={kind}&facon=site",
        "/rendez-vous/prendre/?genre={kind}&facon=site&heure=2026-01-05T08:00Z&avec={counsellor}",
        "/rendez-vous/prevenir/",
        "/rendez-vous/seances/",
        "/mes-jeunes/",
        "/rendez-vous/",
        "/rendez-vous/{meeting}/",
        "/visio/essai/",
    ],
    "yanis": ["/rendez-vous/", "/rendez-vous/{asked}/"],  # who has not answered yet
    "ines": ["/", "/mon-code/", "/entrer/{pairing}/"],
    "marius": ["/", "/fil/{closed}/", "/qui-a-ouvert/"],  # who has left
    "camille": [
        "/",
        "/?fil={thread}",
        "/?fil={group}",
        "/fil/{thread}/",
        "/fil/{group}/",
        "/fil/{thread}/personnes/",
        "/fil/{group}/personnes/",
        "/fil/{yanis}/",
        "/fil/{thread}/visio/",
        "/visio/essai/",
        "/fil/{yanis}/fichiers/{voice}/texte/",
        "/fil/{group}/message/{said}/reagir/",
        "/fil/{group}/message/{said}/epingler/",
        "/fil/{group}/message/{said}/masquer/",
        "/fil/{group}/message/{masked}/masquer/",
        "/mes-jeunes/",
        "/mes-jeunes/?qui=tous",
        "/mes-jeunes/?q=zzzz",
        "/chercher/?q=lea",
        "/chercher/?q=entretein&du=2020-01-01",
        "/chercher/?fil={thread}&q=zzzz",
        "/a-trier/",
        "/appels/",
        "/appels/{line}/",
        "/non-remis/",
        "/?fil={thread}&autour=3",
        "/mes-jeunes/{young}/telephone/",
        "/mes-jeunes/{young}/telephone/papier/",
        "/mes-jeunes/partis/",
        "/mes-jeunes/nouveau/",
        "/mes-jeunes/confier/",
        "/mes-jeunes/{gone}/",
        "/mes-jeunes/{gone}/rouvrir/",
        *(f"/mes-jeunes/{{lea}}/{page}" for page in FILE_PAGES),
        "/agenda/prendre/",
        "/agenda/prendre/?pour={lea}",
        "/agenda/prendre/?pour={lea}&a-la-main=1",
        "/agenda/noter/?pour={lea}",
        "/agenda/proposer/?pour={lea}",
        "/groupes/nouveau/",
        "/ecrire-a-plusieurs/",
        "/aide/",
        "/appareils/",
        "/notifications/",
        "/agenda/calendriers/",
        "/agenda/economies/",
        "/mes-horaires/",
        "/agenda/ouvertures/",
        "/agenda/ouvertures/ajouter/",
        "/agenda/ouvertures/jour/",
        "/agenda/ouvertures/{opening}/",
        "/absences/nouvelle/",
        "/mon-role/",
        "/equipe/securite/",
        "/equipe/securite/application/",
        "/equipe/securite/cle/",
        "/equipe/securite/mot-de-passe/",
        "/equipe/securite/codes/nouveaux/",
        "/equipe/securite/se-reconnecter/",
        "/fil/{entry}/",
        "/agenda/",
        "/agenda/?qui=tous&annules=1",
        "/agenda/semaine/",
        "/agenda/semaine/?qui=tous",
        "/agenda/mois/",
        "/agenda/feuille/",
        "/agenda/exporter/",
        "/agenda/a-noter/",
        "/agenda/rdv/{meeting}/",
        "/agenda/rdv/{workshop}/",
    ],
    "dominique": [
        "/",
        "/appels/",
        "/non-remis/",
        "/mes-jeunes/",
        "/groupes/nouveau/",
        "/mes-jeunes/?qui=tous",
        "/structure/joignables/",
        "/sans-reponse/",
    ],
    "karim": ["/"],  # who stands in for Marion
    "claude": [
        "/",
        "/mes-jeunes/",
        "/equipe/securite/",
        "/structure/",
        "/structure/reglages/",
        "/structure/sms/",
        "/structure/horaires/",
        "/structure/absences/",
        "/structure/relais/",
        "/structure/lieux/",
        "/structure/lieux/ajouter/",
        "/structure/lieux/{site}/",
        "/structure/lieux/{site}/horaires/",
        "/structure/equipe/",
        "/structure/partenaires/",
        "/importer/",
        "/dossiers-doubles/",
        "/dossiers-doubles/?q=le",
        "/structure/equipe/ajouter/",
        "/structure/equipe/{colleague}/",
        "/structure/equipe/{colleague}/horaires/",
        "/structure/equipe/{colleague}/absence/",
        "/equipe/securite/perdue/{colleague}/",
        "/agenda/ouvertures/?de={colleague}",
        "/structure/visio/",
        "/structure/rendez-vous/",
        "/structure/rendez-vous/ajouter/",
        "/structure/rendez-vous/regles/",
        "/structure/rendez-vous/{offer}/",
        "/structure/endroits/",
        "/structure/endroits/ajouter/",
        "/structure/endroits/{somewhere}/",
        "/mes-jeunes/{lea}/",
        "/fil/{thread}/consulter/",
        "/fil/{thread}/consultation/",
        "/agenda/absences/{away}/",
    ],
    "alex": ["/", "/fil/{thread}/"],
    "admin": [
        "/",
        "/a-trier/",
        "/importer/",
        "/ml/mayenne/",
        "/structures/nouvelle/",
        "/structures/mayenne/",
    ],
}
EVERY = [(who, address) for who, addresses in PAGES.items() for address in addresses]
REFUSED = {  # pages that say no are pages too
    (NOBODY, "/entrer/K7MP4XRT/"),
    (NOBODY, "/nulle-part/"),
    ("lea", "/mes-jeunes/"),
    ("camille", "/fil/{entry}/"),
    ("lea", "/fil/{group}/message/{masked}/reagir/"),
    ("alex", "/fil/{thread}/"),
}


@dataclass
class Visits:
    """One browser profile a person, for the whole file; and the words of addresses."""

    product: Served
    chromium: Browser
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def context(self, who: str) -> BrowserContext:
        if who not in self.contexts:
            made = self.chromium.new_context(**FRENCH, service_workers="block")
            self.contexts[who] = made
            if who:
                made.request.get(f"{self.product.url}/demo/login/{who}/")
            else:
                made.request.post(
                    f"{self.product.url}/connexion/",
                    form={"address": "personne@exemple.fr"},
                    headers={"Origin": self.product.url},
                )
        return self.contexts[who]

    def learn(self) -> None:
        """Léa's thread, her last message, a group, a colleague and a site of Claude's."""
        page = self.context("lea").new_page()
        page.goto(self.product.url)
        own = [line for line in lines(page) if line["state"]]
        self.words = {"thread": thread_id(page), "entry": own[-1]["id"]}
        for word, who in (("meeting", "lea"), ("asked", "yanis")):
            coming = self.context(who).request.get(f"{self.product.url}/api/v1/appointments").json()
            self.words[word] = coming["results"][0]["id"]
        answer = self.context("lea").request.get(f"{self.product.url}/api/v1/threads")
        groups = [one["id"] for one in answer.json()["results"] if one["kind"] == "group"]
        self.words["group"] = groups[0]
        at = f"{self.product.url}/api/v1/threads/{groups[0]}/entries"
        said = self.context("lea").request.get(at).json()["results"]
        self.words["masked"] = next(one["id"] for one in said if one["hidden_by"])
        self.words["said"] = next(one["id"] for one in said if one["reactions"] and not one["mine"])
        for word, address in (("colleague", "/structure/equipe/"), ("site", "/structure/lieux/")):
            shown = self.context("claude").request.get(self.product.url + address).text()
            self.words[word] = re.findall(rf'href="{address}([0-9a-f-]{{36}})/"', shown)[-1]
        for word, address in (("offer", "/structure/rendez-vous/"), ("somewhere", "/structure/endroits/")):
            shown = self.context("claude").request.get(self.product.url + address).text()
            self.words[word] = re.findall(rf'href="{address}([0-9a-f-]{{36}})/"', shown)[0]
        shown = self.context("camille").request.get(f"{self.product.url}/agenda/ouvertures/").text()
        self.words["opening"] = re.findall(r'href="/agenda/ouvertures/([0-9a-f-]{36})/"', shown)[0]
        self.words["missing"] = self._file(self.words["thread"], "lea", "missing")
        known = self.context("yanis").request.get(f"{self.product.url}/api/v1/threads").json()["results"]
        self.words["yanis"] = next(one["id"] for one in known if one["kind"] == "support")
        self.words["voice"] = self._file(self.words["yanis"], "yanis", "ready", kind="voice")
        self.words["lea"] = self.me("lea")["id"]
        self.words["counsellor"] = self.me("camille")["id"]
        for word, who, address in (
            ("kind", "lea", "/rendez-vous/prendre/"),
            ("first", NOBODY, "/ml/cholet/rendez-vous/"),
        ):
            shown = self.context(who).request.get(self.product.url + address).text()
            self.words[word] = re.findall(r"genre=([0-9a-f-]{36})", shown)[0]
        self.words["gone"] = self.me("marius")["id"]
        gone = self.context("marius").request.get(f"{self.product.url}/api/v1/threads").json()["results"]
        shown = self.context("camille").request.get(f"{self.product.url}/appels/").text()
        self.words["line"] = re.findall(r'href="/appels/([0-9a-f-]{36})/"', shown)[0]
        self.words["closed"] = gone[0]["id"]
        self.context("claude").request.post(
            f"{self.product.url}/fil/{self.words['thread']}/consulter/",
            form={"reason": "Pour voir si la page se lit bien"},
            headers={"Origin": self.product.url},
        )
        page.close()
        self.find_meetings()
        self.make_paper()

    def find_meetings(self) -> None:
        """One to come, a workshop, and an absence over some."""
        shown = self.context("claude").request.get(f"{self.product.url}/agenda/").text()
        self.words["away"] = re.findall(r'href="/agenda/absences/([0-9a-f-]{36})/"', shown)[0]
        day = datetime.now(UTC).date()
        while "workshop" not in self.words:
            address = f"{self.product.url}/agenda/semaine/?qui=tous&jour={day}"
            week = self.context("claude").request.get(address).text()
            slots = re.findall(
                r'<li class="slot ([^"]*)">\s*<a [^>]*href="/agenda/rdv/([0-9a-f-]{36})/"', week
            )
            for kind, uid in slots:
                self.words["workshop" if "slot--several" in kind else "meeting"] = uid
            day += timedelta(days=7)

    def _file(self, thread: str, who: str, state: str, kind: str = "photo") -> str:
        """A file of this state and kind that stands in a thread."""
        address = f"{self.product.url}/api/v1/threads/{thread}/entries?limit=200"
        entries = self.context(who).request.get(address).json()["results"]
        found = [file for entry in entries for file in entry["files"]]
        return next(file["id"] for file in found if (file["state"], file["kind"]) == (state, kind))

    def make_paper(self) -> None:
        """For a young person of Camille's."""
        page = self.context("camille").new_page()
        found = page.request.get(f"{self.product.url}/api/v1/people?q=kylian").json()["results"]
        self.words["young"] = found[0]["id"]
        self.words["link"] = self._way_in(page, "paper-code", "papier")
        page.close()

    def show_code(self) -> None:
        """For the same, lately: it lives some minutes. A phone has opened it."""
        page = self.context("camille").new_page()
        self.words["pairing"] = self._way_in(page, "pairing-code", "Afficher un")
        page.close()
        phone = self.context(NOBODY).new_page()
        phone.goto(f"{self.product.url}/entrer/{self.words['pairing']}/")
        phone.get_by_role("button").click()
        role(phone, "number").wait_for()
        phone.close()

    def _way_in(self, page: Page, shown: str, button: str) -> str:
        page.goto(f"{self.product.url}/mes-jeunes/{self.words['young']}/telephone/")
        page.get_by_role("button", name=button).click()
        return role(page, shown).inner_text().replace("-", "")

    def me(self, who: str) -> dict[str, str]:
        return self.context(who).request.get(f"{self.product.url}/api/v1/me").json()

    def open(self, who: str, address: str) -> Page:
        if "{pairing}" in address:
            self.show_code()
        page = self.context(who).new_page()
        page.noted = watch(page)
        page.answer = page.goto(self.product.url + address.format(**self.words))
        page.wait_for_load_state("load")
        return page


@pytest.fixture(scope="module")
def visits(product: Served, chromium: Browser) -> Iterator[Visits]:
    found = Visits(product, chromium)
    found.learn()
    yield found
    for context in found.contexts.values():
        context.close()


@pytest.fixture
def visit(visits: Visits) -> Iterator[Callable[[str, str], Page]]:
    opened: list[Page] = []

    def open_page(who: str, address: str) -> Page:
        opened.append(visits.open(who, address))
        return opened[-1]

    yield open_page
    for page in opened:
        page.close()


@pytest.mark.parametrize(("who", "address"), EVERY, ids=[f"{w or 'nobody'} {a}" for w, a in EVERY])
def test_a_page_is_for_everybody(visit, who, address):
    """All that is asked of every page, in one visit: opening it forty times would cost minutes."""
    page = visit(who, address)
    assert page.answer.status == (404 if (who, address) in REFUSED else 200)
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.title().strip()
    assert page.locator("h1:visible").count() >= 1

    faults = faults_in_every_light(page)
    faults += [f"{n} px too wide at {NARROWEST}" for n in [too_wide(page, NARROWEST)] if n > 0]
    enlarge_text(page)
    faults += [f"{n} px too wide at 360 with large text" for n in [too_wide(page, 360)] if n > 0]
    faults += [f"cut with large text: {words}" for words in hidden_behind(page)]
    refused = [one for one in page.noted if "status of 404" in one]
    assert len(refused) <= ((who, address) in REFUSED)
    assert not faults + [one for one in page.noted if one not in refused]


def press_until(page: Page, key: str, found: str, times: int = 80) -> None:
    """Press a key until what has the focus matches."""
    for _ in range(times):
        page.keyboard.press(key)
        if page.evaluate("(found) => document.activeElement.matches(found)", found):
            return
    raise AssertionError(f"{key} never reaches {found}")


def focus_is_visible(page: Page) -> bool:
    """Does what has the focus look otherwise than without?"""
    return page.evaluate(
        """() => {
            const look = (one) => {
                const { outlineStyle, outlineWidth, boxShadow, backgroundColor, borderColor } = getComputedStyle(one);
                return [outlineStyle === 'none' ? '' : outlineWidth, boxShadow, backgroundColor, borderColor].join();
            };
            const one = document.activeElement;
            const focused = look(one);
            const around = one.closest('form, label, li') || one;
            const aroundFocused = look(around);
            one.blur();
            const changed = focused !== look(one) || aroundFocused !== look(around);
            one.focus();
            return changed;
        }"""
    )


def go_to_composer(page: Page) -> None:
    """By the way past the entries, each of which has links of its own."""
    press_until(page, "Tab", '.skip[href="#composer-text"]')
    page.keyboard.press("Enter")
    expect(role(page, "composer-text")).to_be_focused()
    assert focus_is_visible(page)


def test_camille_works_with_the_keyboard_alone(product, context):
    page = context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{product.url}/demo/")
    press_until(page, "Tab", 'a[href="/demo/login/camille/"]', 120)
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{product.url}/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.matches('.skip')"), (
        "the way past the navigation comes first"
    )
    press_until(page, "Tab", '[data-role="rows-unread"] [data-role="thread-row"]')
    assert focus_is_visible(page)
    chosen = page.evaluate("() => document.activeElement.dataset.thread")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/?fil={chosen}")
    assert thread_id(page) == chosen
    go_to_composer(page)
    page.keyboard.type("Répondu sans souris")
    page.keyboard.press("Enter")
    expect(entry(page, "Répondu sans souris")).to_have_attribute("data-state", "sent")
    press_until(page, "Tab", 'a[href="/mes-jeunes/"]', 10)  # after the last thing of a page comes the first
    page.keyboard.press("Enter")
    page.wait_for_url(f"{product.url}/mes-jeunes/")
    press_until(page, "Tab", "#q")
    page.keyboard.type("baron")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_lea_writes_answers_and_corrects_with_the_keyboard_alone(as_):
    page = as_("lea")
    go_to_composer(page)
    page.keyboard.type("Premier jet")
    press_until(page, "Tab", '[data-role="composer-send"]', 3)
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    expect(entry(page, "Premier jet")).to_have_attribute("data-state", "sent")
    expect(role(page, "composer-text")).to_be_focused()

    press_until(page, "Shift+Tab", f"{ENTRY}.entry--mine [data-role='edit']", 6)
    assert focus_is_visible(page)
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(role(page, "composer-text")).to_have_value("Premier jet")
    expect(role(page, "composer-text")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Second jet")
    press_until(page, "Tab", '[data-role="composer-send"]', 4)
    page.keyboard.press("Enter")
    expect(entry(page, "Second jet")).to_have_attribute("data-state", "sent")
    expect(role(entry(page, "Second jet"), "edited")).to_be_visible()

    press_until(page, "Shift+Tab", f"{ENTRY}.entry--theirs [data-role='reply']", 60)
    page.keyboard.press("Enter")
    expect(role(page, "reply-preview")).to_be_visible()
    expect(role(page, "composer-text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(role(page, "reply-preview")).to_be_hidden()
