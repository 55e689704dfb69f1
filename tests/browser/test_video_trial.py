"""The test of the video by a text's link, and an appointment by video from the card, the agenda and a text."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import turn
from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.chromium import DESK, PHONE, started
from tests.browser.steps import role, watch
from tests.serving import Served, demonstration

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not turn.installed(), reason=turn.MISSING)]

DEVICES = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
PROPOSED = """
from aufil.people.models import Person
from aufil.signin.actions import choose_personal_code
from aufil.thread.access import support
from aufil.thread.queries import support_thread_of
from aufil.video.actions import propose_check
from aufil.video.models import Trial
from aufil.video.queries import path_of

young, camille = (Person.objects.get(username=name) for name in ("{young}", "camille"))
choose_personal_code(person=young, code="4711")
thread = support_thread_of(young.pk, young.memberships.get().structure_id)
print(path_of(propose_check(opened=support(camille, thread.uid), by=camille)))
"""
BOOKED = """
from datetime import timedelta
from uuid import uuid4
from aufil.appointments.actions import Wanted, book
from aufil.appointments.models import Kind
from aufil.kernel import clock
from aufil.people.models import Person
from aufil.signin.actions import choose_personal_code
from aufil.video.queries import paths_to

young, camille = (Person.objects.get(username=name) for name in ("{young}", "camille"))
choose_personal_code(person=young, code="4711")
structure = young.memberships.get().structure
kind = next(k for k in Kind.objects.filter(structure=structure, is_collective=False) if "video" in k.modes)
starts = clock.now().replace(second=0, microsecond=0) + timedelta(minutes={ahead})
wanted = Wanted(structure=structure, kind=kind, mode="video", counsellor=camille, young=young,
                starts_at=starts, ends_at=starts + timedelta(minutes=30))
row = book(wanted=wanted, by=camille, uid=uuid4(), overlap_reason="Essai").appointment
print(row.uid, paths_to("appointment", [row.uid])[row.uid, young.pk])
"""
ICE = re.compile(r'(<script id="ice" type="application/json">).*?(</script>)')
REFUSES = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, static_root: str) -> Iterator[Served]:
    """The demonstration, with a relay through which alone anything passes."""
    with turn.coturn(tmp_path_factory.mktemp("coturn")) as relay:
        settings = {"AUFIL_TURN_URL": relay.url, "AUFIL_TURN_SECRET": turn.SECRET, "AUFIL_TURN_ONLY": "1"}
        with demonstration(
            tmp_path_factory.mktemp("trial"), AUFIL_STATIC_ROOT=static_root, **settings
        ) as served:
            yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started(*DEVICES) as browser:
        yield browser


@pytest.fixture
def nobody(context: Callable[..., BrowserContext]) -> Page:
    """A phone nobody is signed in on."""
    return context(**PHONE).new_page()


@pytest.fixture
def someone(product: Served, context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    def make(username: str) -> Page:
        page = context(**(DESK if username in ("camille", "claude") else PHONE)).new_page()
        page.goto(f"{product.url}/demo/login/{username}/")
        return page

    return make


@pytest.fixture
def told(product: Served) -> Callable[..., list[str]]:
    """What a piece of the server's own shell says."""

    def say(script: str, **words: Any) -> list[str]:
        return product.aufil("shell", "-v", "0", "-c", script.format(**words)).split()

    return say


def faults(page: Page) -> list[str]:
    """In both lights and at 320 px; the page is left as a phone has it."""
    found = faults_in_every_light(page)
    found += [f"{wide} px too wide" for wide in [too_wide(page, NARROWEST)] if wide > 0]
    page.set_viewport_size({"width": 360, "height": 740})
    return found


def start(page: Page) -> None:
    page.get_by_role("button", name="Commencer le test").press("Enter")


def test_a_text_leads_to_the_test_without_an_account_and_the_counsellor_reads_it(
    product, told, nobody, someone
):
    address = product.url + told(PROPOSED, young="lea")[-1]
    problems = watch(nobody)
    nobody.goto(address)
    assert faults(nobody) == []
    nobody.get_by_label("Vos quatre chiffres").fill("1234")
    nobody.keyboard.press("Enter")
    expect(nobody.get_by_role("alert")).to_contain_text("Il reste 4 essais")
    assert faults(nobody) == []
    nobody.get_by_label("Vos quatre chiffres").fill("4711")
    nobody.keyboard.press("Enter")
    nobody.wait_for_url("**/visio/essai/*/")
    assert faults(nobody) == []
    start(nobody)
    expect(role(nobody, "level")).to_be_visible()
    expect(role(nobody, "audio-word")).to_have_text("Il marche, on vous entend.")
    expect(role(nobody, "own")).to_be_visible()
    expect(role(nobody, "spoken")).to_contain_text("Caméra")
    expect(role(nobody, "result")).to_have_text("Tout est prêt", timeout=40_000)
    expect(role(nobody, "result")).to_be_focused()
    expect(role(nobody, "network-word")).to_have_text("Bon : le son et l’image passent.")
    expect(role(nobody, "told")).to_have_text("Votre conseiller voit ce résultat.")
    expect(role(nobody, "own")).to_be_hidden()
    assert faults(nobody) == []
    assert [one for one in problems if "422" not in one] == []

    camille = someone("camille")
    camille.goto(f"{product.url}/mes-jeunes/?q=baron")
    camille.locator("tbody").get_by_role("link", name="Léa Baron").first.click()
    expect(camille.get_by_text("Test de visio").first).to_contain_text("prêt")


def test_five_wrong_tries_shut_it_and_it_says_what_to_do(product, told, nobody):
    address = product.url + told(PROPOSED, young="theo")[-1]
    nobody.goto(address)
    for _time in range(5):
        nobody.get_by_label("Vos quatre chiffres").fill("1234")
        nobody.keyboard.press("Enter")
        nobody.wait_for_load_state("load")
    expect(nobody.get_by_role("heading", name="Ce lien ne marche plus.")).to_be_visible()
    expect(nobody.get_by_role("link", name="Appeler le")).to_be_visible()
    assert faults(nobody) == []
    nobody.goto(f"{product.url}/video/ABCDEFGHJKMN/")
    assert faults(nobody) == []


def test_without_a_relay_the_network_is_not_measured(product, someone):
    page = someone("yanis")

    def without(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=ICE.sub(r"\1[]\2", answer.text()))

    page.route("**/visio/essai/", without)
    page.goto(f"{product.url}/visio/essai/")
    start(page)
    expect(role(page, "network-word")).to_have_text("Pas mesuré.", timeout=30_000)
    expect(role(page, "result")).to_have_text("Le micro et la caméra marchent")
    page.get_by_role("button", name="Recommencer").click()
    expect(role(page, "verdict")).to_be_hidden()
    expect(role(page, "verdict")).to_be_visible(timeout=30_000)


def test_refused_it_says_what_to_press_and_the_telephone_is_there(product, someone):
    page = someone("ines")
    page.add_init_script(REFUSES)
    page.goto(f"{product.url}/visio/essai/")
    start(page)
    expect(role(page, "result")).to_have_text("Mieux vaut le téléphone", timeout=40_000)
    for device in ("Sur Android", "Sur iPhone", "Sur ordinateur"):
        expect(page.get_by_text(device)).to_be_visible()
    expect(role(page, "to-phone")).to_be_visible()
    assert faults(page) == []


def test_the_heads_page_and_the_page_of_a_call(product, someone):
    claude, camille, lea = someone("claude"), someone("camille"), someone("lea")
    claude.goto(f"{product.url}/structure/visio/")
    assert faults(claude) == []
    thread = lea.request.get(f"{product.url}/api/v1/threads").json()["results"]
    own = next(one["id"] for one in thread if one["kind"] == "support")
    camille.goto(f"{product.url}/fil/{own}/visio/")
    assert faults(camille) == []
    camille.set_viewport_size(DESK["viewport"])
    camille.get_by_role("button", name="Proposer plutôt un essai").click()
    camille.wait_for_url(f"**/?fil={own}")
    expect(
        camille.locator('[data-role="text"]', has_text="vous propose d’essayer la visio").last
    ).to_be_visible()
    lea.goto(f"{product.url}/fil/{own}/")
    lea.get_by_role("link", name="Essayer ma visio").last.click()
    lea.wait_for_url("**/visio/essai/")


def inside(page: Page) -> None:
    expect(page.locator(".room")).to_have_attribute("data-screen", "inside")


def test_from_the_card_and_the_agenda_both_are_in_and_its_page_says_so(product, told, someone):
    uid, _path = told(BOOKED, young="lea", ahead=5)[-2:]
    camille, lea = someone("camille"), someone("lea")
    camille.goto(f"{product.url}/agenda/rdv/{uid}/")
    camille.get_by_role("link", name="Rejoindre la visio").click()
    inside(camille)
    lea.goto(product.url)
    lea.locator(f'[data-appointment="{uid}"]').get_by_role("link", name="Rejoindre la visio").click()
    inside(lea)
    for page in (camille, lea):
        expect(page.locator(".room")).to_have_attribute("data-connection", "live")
    lea.get_by_role("button", name="Sortir").click()
    expect(lea.locator(".room")).to_have_attribute("data-screen", "after")
    lea.get_by_role("button", name="Bonne").click()
    camille.goto(f"{product.url}/agenda/rdv/{uid}/")
    expect(camille.locator("#visio")).to_contain_text("son avis : bonne")


def test_by_a_text_four_digits_lead_into_the_room_and_before_its_hours_they_do_not(
    product, told, nobody, someone
):
    uid, path = told(BOOKED, young="theo", ahead=5)[-2:]
    camille = someone("camille")
    camille.goto(f"{product.url}/rendez-vous/{uid}/visio/")
    inside(camille)
    nobody.goto(product.url + path)
    assert faults(nobody) == []
    nobody.get_by_label("Vos quatre chiffres").fill("4711")
    nobody.keyboard.press("Enter")
    nobody.wait_for_url("**/salle/*/")
    inside(nobody)
    for page in (camille, nobody):
        expect(page.locator(".room")).to_have_attribute("data-connection", "live")
    camille.get_by_role("button", name="Terminer pour tout le monde").click()
    camille.get_by_role("button", name="Touchez encore pour terminer").click()
    expect(nobody.locator(".room")).to_have_attribute("data-screen", "after")
    nobody.goto(product.url + path)
    expect(nobody.get_by_role("heading", name="Cette visio n’est plus ouverte.")).to_be_visible()
    assert faults(nobody) == []

    _uid, path = told(BOOKED, young="theo", ahead=90)[-2:]
    nobody.goto(product.url + path)
    expect(nobody.get_by_role("heading", name="C’est un peu tôt.")).to_be_visible()
    assert faults(nobody) == []


def test_every_control_of_the_room_is_reached_by_keyboard_and_what_it_does_is_said(product, told, someone):
    uid, _path = told(BOOKED, young="yanis", ahead=5)[-2:]
    camille, yanis = someone("camille"), someone("yanis")
    for page in (camille, yanis):
        page.goto(f"{product.url}/rendez-vous/{uid}/visio/")
    for page in (camille, yanis):
        inside(page)
        expect(page.locator(".room")).to_have_attribute("data-connection", "live")
        shown = page.locator(".room button:visible, .room a:visible, .room summary:visible")
        wanted = shown.evaluate_all(
            "(all) => all.forEach((one, i) => { one.dataset.tried = i; }) || all.length"
        )
        reached = set()
        page.locator("body").focus()
        for _ in range(wanted * 2 + 12):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("() => document.activeElement.dataset.tried"))
        missed = [shown.nth(n).inner_text() for n in range(wanted) if str(n) not in reached]
        assert missed == []

    said = role(yanis, "said")
    assert said.get_attribute("aria-live") == "polite"
    yanis.get_by_role("button", name="Lever la main").press("Enter")
    expect(said).to_contain_text("Votre main est levée")
    yanis.get_by_role("button", name="J’ai besoin d’aide").press("Enter")
    expect(said).to_contain_text("seulement à qui anime")
    camille.get_by_role("button", name="Couper le micro de Yanis").press("Enter")
    expect(said).to_contain_text("a coupé votre micro")
    talk = yanis.get_by_role("button", name="Écrire")
    talk.press("Enter")
    expect(talk).to_have_attribute("aria-expanded", "true")
    yanis.get_by_label("Votre message").fill("Je vous lis")
    yanis.keyboard.press("Enter")
    log = camille.get_by_role("log")
    expect(log).to_contain_text("Je vous lis")
    assert log.get_attribute("aria-live") == "polite"
    assert faults(yanis) == []
