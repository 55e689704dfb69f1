"""In a room: two who hear each other through a real coturn alone, what goes wrong, and who does not get in."""

import json
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from aufil.video.ladder import START, TABLE, Measure, Place, climb, word_for
from tests import turn
from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.chromium import CHROMIUM, DESK, FLAGS, FRENCH, PHONE, started
from tests.browser.steps import role, until, watch
from tests.serving import Served, demonstration

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not turn.installed(), reason=turn.MISSING)]

DEVICES = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
ROOM = """
from datetime import timedelta
from uuid import uuid4
from aufil.kernel import clock
from aufil.people.models import Person, Structure
from aufil.video.actions import Wanted, open_room
from aufil.video.admission import Hours

people = Person.objects.in_bulk(["camille", "lea", "yanis"], field_name="username")
opens = clock.now() + timedelta(minutes={ahead})
wanted = Wanted(structure=Structure.objects.get(slug="cholet"), kind="appointment", subject=uuid4(),
                hours=Hours(opens, opens + timedelta(hours=1)), hosts=[people["camille"]],
                expected=[people["lea"]], title="Entretien", link="{link}")
print(open_room(wanted=wanted, by=people["camille"]).uid)
"""
# What a page's connections say of themselves, and the tracks it was given, for tests to read.
KEEPS_CONNECTIONS = """
window.taken = [];
const devices = navigator.mediaDevices, plain = devices.getUserMedia.bind(devices);
devices.getUserMedia = async (wanted) => {
  const given = await plain(wanted);
  window.taken.push(...given.getTracks());
  return given;
};
window.connections = [];
const Plain = RTCPeerConnection;
window.RTCPeerConnection = class extends Plain {
  constructor(...said) { super(...said); window.connections.push(this); }
};
"""
HEARD = """async () => {
  const last = window.connections[window.connections.length - 1];
  if (!last) return { packets: 0, energy: 0, through: "" };
  const said = { packets: 0, energy: 0, through: "", frames: 0 };
  const report = await last.getStats();
  report.forEach((one) => {
    if (one.type === "inbound-rtp" && one.kind === "audio") {
      said.packets = one.packetsReceived; said.energy = one.totalAudioEnergy;
    }
    if (one.type === "inbound-rtp" && one.kind === "video") said.frames += one.framesDecoded || 0;
    if (one.type === "candidate-pair" && one.nominated && one.state === "succeeded") {
      said.through = report.get(one.localCandidateId).candidateType;
    }
  });
  return said;
}"""


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[turn.Coturn]:
    with turn.coturn(tmp_path_factory.mktemp("coturn")) as coturn:
        yield coturn


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, static_root: str, relay: turn.Coturn
) -> Iterator[Served]:
    """The demonstration, with a relay, through which alone two hear each other."""
    settings = {"AUFIL_TURN_URL": relay.url, "AUFIL_TURN_SECRET": turn.SECRET, "AUFIL_TURN_ONLY": "1"}
    home = tmp_path_factory.mktemp("video")
    with demonstration(home, AUFIL_STATIC_ROOT=static_root, **settings) as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started(*DEVICES) as browser:
        yield browser


@pytest.fixture
def opened(product: Served) -> Callable[..., str]:
    """`opened()`: the address of a new room of Camille and Léa."""

    def make(ahead: int = -5, link: str = "") -> str:
        uid = product.aufil("shell", "-v", "0", "-c", ROOM.format(ahead=ahead, link=link)).split()[-1]
        return f"{product.url}/salle/{uid}/"

    return make


@pytest.fixture
def someone(product: Served, context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`someone("lea")`: an empty page of hers, whose connections can be read."""

    def make(username: str, **options: Any) -> Page:
        on = PHONE if username in ("lea", "yanis") else DESK
        made = context(**{**on, **options})
        made.add_init_script(KEEPS_CONNECTIONS)
        page = made.new_page()
        page.goto(f"{product.url}/demo/login/{username}/")
        return page

    return make


def heard(page: Page) -> dict[str, Any]:
    return page.evaluate(HEARD)


def hears(page: Page, seconds: float = 20) -> dict[str, Any]:
    """Until sound comes; what was heard."""
    first = heard(page)["packets"]
    until(page, lambda: heard(page)["packets"] > first + 25 and heard(page)["energy"] > 0, seconds)
    return heard(page)


def both_inside(camille: Page, lea: Page, address: str) -> None:
    camille.goto(address)
    expect(camille.locator(".room")).to_have_attribute("data-screen", "inside")
    lea.goto(address)
    expect(lea.locator(".room")).to_have_attribute("data-screen", "inside")
    for page in (camille, lea):
        expect(page.locator(".room")).to_have_attribute("data-connection", "live")


def screen(page: Page, name: str) -> None:
    expect(page.locator(".room")).to_have_attribute("data-screen", name)


def test_two_hear_and_see_each_other_through_the_relay_alone(opened, someone):
    address, camille, lea = opened(), someone("camille"), someone("lea")
    problems = [watch(camille), watch(lea)]
    weights: list[int] = []
    lea.on("response", lambda r: weights.append(max(r.request.sizes()["responseBodySize"], 0)))
    lea.goto(address)
    screen(lea, "lobby")
    assert sum(weights) <= 80_000
    lea.get_by_label("Votre message").fill("Je suis là")
    lea.keyboard.press("Enter")
    expect(lea.locator(".talk__line", has_text="Je suis là")).to_be_visible()

    camille.goto(address)
    expect(camille.locator(".talk__line", has_text="Je suis là")).to_be_visible()
    for page in (camille, lea):
        expect(page.locator(".room")).to_have_attribute("data-connection", "live")
        assert hears(page)["through"] == "relay"
    expect(camille.locator(".tile", has_text="Léa")).to_be_visible()
    assert heard(camille)["frames"] == 0

    lea.get_by_role("button", name="Activer ma caméra").click()
    expect(camille.locator(".tile__picture")).to_be_visible()
    until(camille, lambda: heard(camille)["frames"] > 5)
    camille.get_by_label("Votre message").fill("On vous voit bien")
    camille.keyboard.press("Enter")
    expect(role(lea, "caption")).to_have_text("On vous voit bien")
    lea.get_by_role("button", name="J’ai besoin d’aide").click()
    expect(camille.locator(".tile__label")).to_contain_text("demande de l’aide")

    camille.get_by_role("button", name="Couper le micro de Léa Baron").click()
    expect(lea.get_by_role("button", name="Parler")).to_be_visible()
    expect(camille.locator(".tile__label")).to_contain_text("micro coupé")
    lea.get_by_role("button", name="Sortir").click()
    screen(lea, "after")
    lea.get_by_role("button", name="Bonne").click()
    expect(lea.get_by_text("Merci, c’est noté.")).to_be_visible()
    expect(camille.get_by_text("Personne d’autre n’est là")).to_be_visible()
    assert problems == [[], []]


def test_what_is_sent_in_the_thread_is_looked_at_beside_the_picture(opened, someone):
    camille, lea = someone("camille"), someone("lea")
    both_inside(camille, lea, opened())
    lea.get_by_role("button", name="Écrire").click()
    lea.get_by_text("Fichiers et liens du fil").click()
    thread = role(camille, "shared").get_attribute("data-thread")
    said = f"Regardez https://exemple.invalid/{thread}, puis on en parle."
    posted = camille.evaluate(
        """async ([thread, text]) => (await fetch(`/api/v1/threads/${thread}/entries`, {
          method: "POST", body: JSON.stringify({ id: crypto.randomUUID(), text }),
          headers: { "Content-Type": "application/json", "X-Requested-With": "essai" },
        })).status""",
        [thread, said],
    )
    assert posted == 201
    link = role(lea, "shared-list").get_by_role("link", name=f"exemple.invalid/{thread}")
    expect(link).to_have_attribute("href", f"https://exemple.invalid/{thread}", timeout=30_000)
    expect(link).to_have_attribute("target", "_blank")


def test_after_a_cut_it_comes_back_and_after_two_the_telephone_is_offered(opened, someone, relay):
    camille, lea = someone("camille"), someone("lea")
    both_inside(camille, lea, opened())
    hears(lea)
    for turn_of in (1, 2):
        os.kill(relay.pid, signal.SIGSTOP)
        try:
            expect(lea.locator(".room")).to_have_attribute("data-connection", "cut", timeout=40_000)
            expect(role(lea, "said")).to_contain_text("Elle revient toute seule")
        finally:
            os.kill(relay.pid, signal.SIGCONT)
        expect(lea.locator(".room")).to_have_attribute("data-connection", "live", timeout=40_000)
        hears(lea, 40)
        offer = role(lea, "phone-offer")
        expect(offer).to_be_visible() if turn_of == 2 else expect(offer).to_be_hidden()
    expect(lea.locator('[data-role="phone-offer"] a')).to_have_attribute("href", "tel:+33241000001")
    expect(role(camille, "present")).to_contain_text("proposez le téléphone")


def test_on_a_second_device_one_says_which_goes_on(opened, someone):
    address, camille, lea = opened(), someone("camille"), someone("lea")
    both_inside(camille, lea, address)
    other = someone("lea")
    other.goto(address)
    expect(other.get_by_role("heading", name="Vous êtes sur un autre appareil")).to_be_visible()
    other.get_by_role("button", name="Continuer sur cet appareil").click()
    expect(other.locator(".room")).to_have_attribute("data-connection", "live")
    hears(other)
    expect(lea.get_by_text("La visio continue sur votre autre appareil.")).to_be_visible()
    expect(camille.locator(".tile")).to_have_count(1)


def test_without_a_microphone_one_listens_and_reads_what_to_press(opened, someone, product, chromium):
    camille, address = someone("camille"), opened()
    camille.goto(address)
    screen(camille, "inside")
    flags = [*FLAGS, *DEVICES[::2], "--use-fake-ui-for-media-stream=deny"]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=flags)
    try:
        lea = browser.new_context(**FRENCH, **PHONE).new_page()
        lea.add_init_script(KEEPS_CONNECTIONS)
        lea.goto(f"{product.url}/demo/login/lea/")
        lea.goto(address)
        expect(role(lea, "trouble-said")).to_contain_text("n’a pas le droit d’utiliser le micro")
        for device in ("Sur Android", "Sur iPhone", "Sur ordinateur"):
            expect(lea.get_by_text(device)).to_be_visible()
        expect(lea.locator(".room")).to_have_attribute("data-connection", "live")
        hears(lea)
        expect(camille.locator(".tile__label")).to_contain_text("micro coupé")
    finally:
        browser.close()


def test_what_interrupts_is_said_and_one_tap_brings_it_back(opened, someone):
    camille, lea = someone("camille"), someone("lea")
    both_inside(camille, lea, opened())
    expect(camille.locator(".tile__label")).not_to_contain_text("micro coupé")
    lea.evaluate("() => { const [one] = window.taken; one.stop(); one.dispatchEvent(new Event('ended')); }")
    expect(role(lea, "trouble-said")).to_contain_text("un appel peut-être")
    expect(camille.locator(".tile__label")).to_contain_text("micro coupé")
    lea.get_by_role("button", name="Reprendre").click()
    expect(role(lea, "trouble")).to_be_hidden()
    expect(camille.locator(".tile__label")).not_to_contain_text("micro coupé")
    hears(camille)


def test_who_is_sent_away_does_not_come_back(opened, someone):
    address, camille, lea = opened(), someone("camille"), someone("lea")
    both_inside(camille, lea, address)
    camille.get_by_role("button", name="Renvoyer Léa Baron").click()
    camille.get_by_role("button", name="Renvoyer Léa Baron").click()
    expect(lea.get_by_role("heading", name="Vous n’êtes plus dans la visio")).to_be_visible()
    lea.reload()
    expect(role(lea, "door-said")).to_contain_text("Vous ne pouvez plus entrer")
    camille.get_by_role("button", name="Terminer pour tout le monde").click()
    camille.get_by_role("button", name="Touchez encore").click()
    expect(camille.get_by_role("heading", name="La visio est terminée")).to_be_visible()


def test_too_early_a_stranger_and_nobody(opened, someone, product, context):
    address = opened(ahead=60)
    lea, yanis = someone("lea"), someone("yanis")
    lea.goto(address)
    expect(role(lea, "door-said")).to_contain_text("La visio ouvre")
    assert yanis.goto(address).status == 404
    nobody = context().new_page()
    nobody.goto(address)
    assert "/connexion/" in nobody.url


def test_a_structure_s_own_meeting_is_in_the_same_place(opened, someone):
    address, camille = opened(link="https://visio.exemple.fr/cholet"), someone("camille")
    camille.goto(address)
    screen(camille, "inside")
    link = role(camille, "elsewhere-link")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", "https://visio.exemple.fr/cholet")


def test_without_a_script_one_reads_what_is_needed(opened, as_):
    page = as_("lea", java_script_enabled=False)
    page.goto(opened())
    expect(page.get_by_text("un navigateur à jour")).to_be_visible()
    expect(page.get_by_role("link", name="Appeler le")).to_be_visible()


def test_every_screen_holds_in_every_light_at_320_px_and_by_keyboard(opened, someone):
    address, camille, lea = opened(), someone("camille"), someone("lea")
    lea.goto(address)
    screen(lea, "lobby")
    assert faults_in_every_light(lea) == []
    camille.goto(address)
    expect(camille.locator(".room")).to_have_attribute("data-connection", "live")
    assert faults_in_every_light(camille) == []
    lea.get_by_role("button", name="Activer ma caméra").click()
    assert faults_in_every_light(lea) == []
    assert too_wide(lea, NARROWEST) <= 0
    small = lea.locator(".controls button:visible").evaluate_all(
        "(all) => all.filter((one) => one.offsetHeight < 44 || one.offsetWidth < 44).map((one) => one.textContent)"
    )
    assert small == []

    lea.get_by_role("button", name="Couper le micro").focus()
    lea.keyboard.press("Enter")
    expect(lea.get_by_role("button", name="Parler")).to_be_focused()
    for _ in range(20):
        lea.keyboard.press("Tab")
        if lea.get_by_role("button", name="Lever la main").evaluate(
            "(one) => one === document.activeElement"
        ):
            break
    lea.keyboard.press("Space")
    expect(role(lea, "said")).to_contain_text("Votre main est levée")
    lea.get_by_role("button", name="Sortir").press("Enter")
    screen(lea, "after")
    assert faults_in_every_light(lea) == []
    assert too_wide(lea, NARROWEST) <= 0


def test_the_script_climbs_the_ladder_as_the_server_does(context):
    page = context().new_page()
    source = Path("aufil/video/static/video/js/ladder.js").read_text().replace("export ", "")
    dice = random.Random(7)
    measures = [
        {
            "loss": dice.choice([0, 0.01, 0.05, 0.08, 0.2, 0.6]),
            "roundTrip": dice.choice([60, 300, 700, 1500, 3000]),
            "rate": dice.choice([None, None, 30, 64, 120, 400, 900, 2000]),
        }
        for _ in range(400)
    ]
    measures += [{"loss": 0, "roundTrip": 60, "rate": None}] * 60
    said = page.evaluate(
        f"""([table, measures]) => {{ {source}
        let place = firstPlace(table, {START});
        return measures.map((one) => {{
          place = climb(table, place, one);
          return [place.rung, place.worse, place.better, place.upAfter, place.climbed, wordFor(table, one)];
        }}); }}""",
        [json.loads(json.dumps(TABLE)), measures],
    )
    place, expected = Place(), []
    for one in measures:
        measure = Measure(one["loss"], one["roundTrip"], one["rate"])
        place = climb(place, measure)
        expected.append([*place, word_for(measure)])
    assert said == expected
