"""Each way in of a young person, with the counsellor's screen beside the phone: a code shown at a meeting, a paper, a
text message that a real gateway carries; and what a thief of any of them gets."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.steps import role, thread_id, until, watch
from tests.kannel import MISSING, Network, installed, kannel
from tests.serving import Served, demonstration

pytestmark = pytest.mark.browser

CODE = "4826"  # of those who chose four digits, in the demonstration


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network | None]:
    """The telephone network; None where Kannel cannot be had."""
    if not installed():
        yield None
        return
    with kannel(tmp_path_factory.mktemp("kannel")) as started:
        yield started


@pytest.fixture(scope="module")
def place(
    tmp_path_factory: pytest.TempPathFactory, static_root: str, network: Network | None
) -> Iterator[Served]:
    """A demonstration of its own, with a gateway: phones come and go here."""
    settings = {"AUFIL_STATIC_ROOT": static_root, "AUFIL_SMS_URL": network.url if network else "console://"}
    with demonstration(tmp_path_factory.mktemp("ways"), **settings) as served:
        yield served


@dataclass
class Desk:
    """Camille's screen, on the telephone page of one young person."""

    page: Page
    url: str
    young: dict[str, Any]

    @property
    def at(self) -> str:
        return f"{self.url}/mes-jeunes/{self.young['id']}/telephone/"

    def show(self) -> str:
        """Shows a code; returns the address in the square."""
        self.page.goto(self.at)
        self.page.get_by_role("button", name=re.compile("Afficher un")).click()
        code = role(self.page, "pairing-code").inner_text().replace("-", "")
        return f"{self.url}/entrer/{code}/"

    def confirm(self, number: str) -> None:
        self.page.get_by_label("Le nombre affiché").fill(number)
        self.page.get_by_role("button", name="Confirmer").click()

    def says(self, words: str) -> None:
        expect(role(self.page, "pairing-said")).to_contain_text(words)

    def paper(self) -> str:
        """Makes a paper; returns the address on it."""
        self.page.goto(self.at)
        self.page.get_by_role("button", name="papier").click()
        code = role(self.page, "paper-code").inner_text().replace("-", "")
        return f"{self.url}/lien/{code}/"


@pytest.fixture
def desk(place: Served, context: Callable[..., BrowserContext]) -> Callable[..., Desk]:
    """`desk("Sarah")`: Camille, on Sarah's telephone page."""

    def sit_down(first_name: str, **options: Any) -> Desk:
        page = context(**DESK, **options).new_page()
        page.goto(f"{place.url}/demo/login/camille/")
        found = page.request.get(f"{place.url}/api/v1/people?q={first_name}").json()["results"]
        young = next(one for one in found if one["first_name"] == first_name)
        return Desk(page, place.url, young)

    return sit_down


@pytest.fixture
def phone(context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """A phone nobody is signed in on, as often as it is called."""
    return lambda **options: context(**{**PHONE, **options}).new_page()


def opened(page: Page, address: str) -> str:
    """Scan the code and say that the phone is one's own; the number it then shows."""
    page.goto(address)
    page.get_by_role("button", name="Oui, continuer").click()
    return role(page, "number").inner_text()


def at_home(page: Page, place: Served) -> None:
    """Past the four digits, on one's own thread."""
    page.wait_for_url(re.compile(f"{place.url}/(mon-code/)?$"))
    if page.url.endswith("/mon-code/"):
        page.get_by_role("link", name="Plus tard").click()
    page.wait_for_url(f"{place.url}/")
    assert thread_id(page)


def test_a_phone_comes_in_at_a_meeting_by_itself_and_chooses_four_digits(desk, phone, place):
    camille, sarahs = desk("Sarah"), phone()
    noted = [*watch(sarahs), *watch(camille.page)]
    number = opened(sarahs, camille.show())
    assert "Sarah" not in sarahs.content()
    camille.says("Un téléphone a ouvert ce code")
    camille.confirm(number)
    sarahs.wait_for_url(f"{place.url}/mon-code/")
    camille.says("C’est fait")
    sarahs.get_by_label("Mes quatre chiffres").fill("1234")
    sarahs.get_by_role("button", name="Enregistrer").click()
    expect(sarahs.get_by_role("alert")).to_contain_text("se devine trop vite")
    sarahs.get_by_label("Mes quatre chiffres").fill("5079")
    sarahs.get_by_role("button", name="Enregistrer").click()
    at_home(sarahs, place)
    sarahs.reload()
    assert thread_id(sarahs)
    assert [one for one in noted if "422" not in one] == []


def test_a_photographed_code_lets_nobody_in_and_a_fresh_one_does(desk, phone, place):
    camille, maximes, thiefs = desk("Maxime"), phone(), phone()
    address = camille.show()
    opened(maximes, address)
    thiefs.goto(address)
    thiefs.get_by_role("button", name="Oui, continuer").click()
    camille.says("Deux téléphones ont ouvert ce code")
    for page in (maximes, thiefs):
        expect(page.get_by_role("heading", level=1)).to_have_text("Deux téléphones ont ouvert ce code.")
        page.goto(f"{place.url}/appareils/")
        assert page.url == f"{place.url}/connexion/"
    number = opened(maximes, camille.show())
    camille.confirm(number)
    at_home(maximes, place)
    thiefs.goto(address)
    expect(thiefs.get_by_role("heading", level=1)).to_have_text("Deux téléphones ont ouvert ce code.")
    used = phone().goto(address)
    assert used.status == 404


def test_a_wrong_number_refuses_the_phone_before_its_eyes(desk, phone):
    camille, page = desk("Yanis"), phone()
    number = int(opened(page, camille.show()))
    camille.confirm(str(number - 1 if number > 10 else 11))
    camille.says("Ce n’était pas le nombre")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce n’était pas le bon nombre.")


def test_a_meeting_without_javascript(desk, phone, place):
    camille, kylians = desk("Kylian", java_script_enabled=False), phone(java_script_enabled=False)
    address = camille.show()
    kylians.goto(f"{place.url}/entrer/")
    kylians.get_by_label("Le code").fill(address.rstrip("/").rpartition("/")[2].lower())
    kylians.get_by_role("button", name="Continuer").click()
    number = opened(kylians, kylians.url)
    kylians.get_by_role("button", name="C’est fait, continuer").click()
    assert role(kylians, "number").inner_text() == number, "not confirmed yet"
    camille.confirm(number)
    camille.says("C’est confirmé")
    kylians.get_by_role("button", name="C’est fait, continuer").click()
    at_home(kylians, place)
    camille.page.reload()
    camille.says("C’est fait")


def test_a_paper_asks_for_the_day_and_month_of_birth(desk, phone, place):
    camille, page = desk("Inès"), phone()
    address = camille.paper()
    born = date.fromisoformat(camille.young["birth_date"])
    page.goto(address)
    assert "Inès" not in page.content()
    page.get_by_label("Jour de naissance").fill(str(born.day % 28 + 1))
    page.get_by_label("Mois de naissance").select_option(str(born.month))
    page.get_by_role("button", name="Ouvrir mon fil").click()
    expect(page.get_by_role("alert")).to_contain_text("Il reste 4 essais")
    page.get_by_label("Jour de naissance").fill(str(born.day))
    page.get_by_label("Mois de naissance").select_option(str(born.month))
    page.get_by_role("button", name="Ouvrir mon fil").click()
    at_home(page, place)
    again = phone().goto(address)
    assert again.status == 404


def test_a_paper_asks_who_chose_four_digits_for_them_and_dies_after_five_tries(desk, phone, place):
    camille, thiefs = desk("Amandine"), phone()
    address = camille.paper()
    thiefs.goto(address)
    for wrong in range(5):
        thiefs.get_by_label("Vos quatre chiffres").fill(f"000{wrong}")
        thiefs.get_by_role("button", name="Ouvrir mon fil").click()
    expect(thiefs.get_by_role("heading", level=1)).to_contain_text("ne marche plus")


def test_the_right_four_digits_open_a_paper(desk, phone, place):
    camille, theos = desk("Théo"), phone()
    theos.goto(camille.paper())
    theos.get_by_label("Vos quatre chiffres").fill(CODE)
    theos.get_by_role("button", name="Ouvrir mon fil").click()
    theos.wait_for_url(f"{place.url}/")
    assert thread_id(theos)


def test_a_paper_fits_one_sheet(desk):
    camille = desk("Léa")
    camille.paper()
    for size in ("A5", "A4"):
        printed = camille.page.pdf(format=size)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1, size


def test_a_code_comes_by_sms(desk, phone, place, network):
    if network is None:
        pytest.skip(MISSING)
    young, page = desk("Sarah").young, phone()
    page.goto(f"{place.url}/connexion/")
    national = f"0{young['phone'].removeprefix('+33')}"
    page.get_by_label("Votre numéro ou votre e-mail").fill(" ".join(re.findall("..", national)))
    page.get_by_role("button", name="Recevoir un code").click()
    text = network.next(young["phone"])
    assert (text.sender, text.coding) == ("MissionLoc", "text")
    code = re.findall(r"\d{6}", text.text)[0]
    assert text.text.splitlines()[-1] == f"@127.0.0.1 #{code}"
    page.get_by_label("Code reçu par SMS").fill("000000" if code != "000000" else "111111")
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce code ne marche pas")
    page.get_by_label("Code reçu par SMS").fill(code)
    page.get_by_role("button", name="Entrer").click()
    at_home(page, place)


def test_a_number_marked_by_nobody_gets_the_same_page_and_no_text(phone, place, network):
    if network is None:
        pytest.skip(MISSING)
    page = phone()
    page.goto(f"{place.url}/connexion/")
    page.get_by_label("Votre numéro ou votre e-mail").fill("06 12 34 56 78")
    page.get_by_role("button", name="Recevoir un code").click()
    expect(page.get_by_label("Code reçu par SMS")).to_be_visible()
    assert [text for text in network.received() if text.to == "+33612345678"] == []


# What a worker does that fetched a page before the sign-in and is slower than it.
FORGET_WHO = """() => new Promise((done) => {
  indexedDB.open("aufil").onsuccess = ({ target: { result: base } }) => {
    const writing = base.transaction("facts", "readwrite");
    writing.objectStore("facts").put("", "person");
    writing.oncomplete = () => { base.close(); done(); };
  };
})"""


@pytest.mark.parametrize("late", [False, True], ids=["", "a-late-worker"])
def test_a_lost_phone_is_disconnected_while_its_page_is_open(desk, phone, place, late):
    camille, lost = desk("Léa"), phone()
    camille.confirm(opened(lost, camille.show()))
    at_home(lost, place)
    camille.says("C’est fait")
    if late:
        lost.evaluate(FORGET_WHO)
    camille.page.goto(camille.at)
    first = camille.page.get_by_role("listitem").filter(has_text="connecté aujourd’hui")
    first.get_by_role("button", name="Téléphone perdu").click()
    expect(camille.page.get_by_text("1 déconnecté depuis un mois")).to_be_hidden()
    until(lost, lambda: lost.locator("body").get_attribute("data-device-state") != "live")
    lost.goto(f"{place.url}/appareils/")
    assert lost.url == f"{place.url}/connexion/"


READS_TEXTS = """
window.OTPCredential = function () {};
Object.defineProperty(navigator, "credentials", { value: { get: async () => ({ code: "123456" }) } });
"""


def test_a_browser_that_reads_the_text_fills_in_the_code_by_itself(phone, place):
    page = phone()
    page.add_init_script(READS_TEXTS)
    page.goto(f"{place.url}/connexion/")
    page.get_by_label("Votre numéro ou votre e-mail").fill("06 12 34 56 77")
    with page.expect_request(lambda request: request.method == "POST" and "code" in request.url) as sent:
        page.get_by_role("button", name="Recevoir un code").click()
    assert sent.value.post_data == "code=123456"
