"""In a room when things go wrong: network, microphone, relay, a call that interrupts, a page that is closed."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import turn
from tests.browser.chromium import CHROMIUM, DESK, FLAGS, FRENCH, PHONE, started
from tests.browser.rooms import open_room
from tests.browser.speaking import REFUSES
from tests.browser.steps import CAN_LOOK_AWAY, role
from tests.browser.test_video import DEVICES, KEEPS_CONNECTIONS, both_inside, hears, screen
from tests.serving import Served, demonstration

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not turn.installed(), reason=turn.MISSING)]

# The browser looks for ways through the relay alone, as behind a firewall that lets nothing else through.
RELAY_ALONE = """
const Open = RTCPeerConnection;
window.RTCPeerConnection = class extends Open {
  constructor(said) { super({ ...said, iceTransportPolicy: "relay" }); }
};
"""
# What a phone does to the microphone while it rings: silent, then back.
TAKEN_BY_A_CALL = """(muted) => {
  const [one] = window.taken;
  Object.defineProperty(one, "muted", { configurable: true, get: () => muted });
  one.dispatchEvent(new Event(muted ? "mute" : "unmute"));
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
    with demonstration(
        tmp_path_factory.mktemp("troubles"), AUFIL_STATIC_ROOT=static_root, **settings
    ) as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started(*DEVICES) as browser:
        yield browser


@pytest.fixture
def address(product: Served) -> str:
    """A new room of Camille and Léa."""
    return f"{product.url}/salle/{open_room(product, ['camille'], ['lea'], most=2)}/"


@pytest.fixture
def someone(product: Served, context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """`someone("lea")`: an empty page of hers, whose connections can be read."""

    def make(username: str, *scripts: str, url: str = "") -> Page:
        made = context(**(PHONE if username == "lea" else DESK))
        for script in (*scripts, KEEPS_CONNECTIONS):
            made.add_init_script(script)
        page = made.new_page()
        page.goto(f"{url or product.url}/demo/login/{username}/")
        return page

    return make


@contextmanager
def silenced(relay: turn.Coturn) -> Iterator[None]:
    """The relay's host is out of reach."""
    os.kill(relay.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(relay.pid, signal.SIGCONT)


def test_forty_seconds_without_any_network_and_one_is_back_in_the_same_room(address, someone, relay):
    camille, lea = someone("camille"), someone("lea")
    both_inside(camille, lea, address)
    hears(lea)
    lea.context.set_offline(True)
    with silenced(relay):
        expect(lea.locator(".room")).to_have_attribute("data-connection", "cut", timeout=20_000)
        lea.wait_for_timeout(40_000)
        expect(role(lea, "word")).to_have_text("Liaison coupée")
    lea.context.set_offline(False)
    expect(lea.locator(".room")).to_have_attribute("data-connection", "live", timeout=30_000)
    for page in (lea, camille):
        hears(page, 30)
    expect(camille.locator(".tile", has_text="Léa")).to_have_count(1)
    expect(role(lea, "phone-offer")).to_be_hidden()


def test_a_page_that_is_closed_is_gone_at_once(address, someone):
    camille, lea = someone("camille"), someone("lea")
    both_inside(camille, lea, address)
    lea.close(run_before_unload=True)
    expect(camille.locator(".tile")).to_have_count(0, timeout=5_000)


def test_who_goes_back_to_the_page_is_in_the_room_again(address, someone):
    camille, lea = someone("camille"), someone("lea")
    both_inside(camille, lea, address)
    lea.goto(address.partition("/salle/")[0] + "/")
    expect(camille.locator(".tile")).to_have_count(0, timeout=5_000)
    lea.go_back()
    expect(lea.locator(".room")).to_have_attribute("data-connection", "live")
    hears(camille)
    with lea.expect_navigation():  # kept whole by the browser, the page begins anew
        lea.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(lea.locator(".room")).to_have_attribute("data-connection", "live")
    expect(camille.locator(".tile")).to_have_count(1)


def test_who_has_no_microphone_listens_and_writes(address, someone, product, chromium):
    camille = someone("camille")
    camille.goto(address)
    screen(camille, "inside")
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *DEVICES[1:]])
    try:
        lea = browser.new_context(**FRENCH, **PHONE).new_page()
        lea.add_init_script(KEEPS_CONNECTIONS)
        lea.goto(f"{product.url}/demo/login/lea/")
        lea.goto(address)
        expect(role(lea, "trouble-said")).to_contain_text("Aucun micro trouvé")
        expect(lea.locator(".room")).to_have_attribute("data-connection", "live")
        hears(lea)
        role(lea, "talk").click()
        lea.get_by_label("Votre message").fill("Je vous entends")
        lea.keyboard.press("Enter")
        expect(camille.locator(".talk__line", has_text="Je vous entends")).to_be_visible()
        expect(camille.locator(".tile__label")).to_contain_text("micro coupé")
    finally:
        browser.close()


def test_a_microphone_that_serves_elsewhere_is_said_and_comes_with_one_tap(address, someone):
    """No program takes a fake device away: asking fails as it does in Chromium then."""
    taken = f"""const given = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    window.free = () => {{ navigator.mediaDevices.getUserMedia = given; }};
    ({REFUSES})("NotReadableError");"""
    camille, lea = someone("camille"), someone("lea", taken)
    both_inside(camille, lea, address)
    expect(role(lea, "trouble-said")).to_contain_text("Le micro sert déjà ailleurs")
    lea.get_by_role("button", name="Activer ma caméra").click()
    expect(role(lea, "trouble-said")).to_contain_text("La caméra sert déjà ailleurs")
    lea.get_by_role("button", name="Continuer sans").click()
    lea.get_by_role("button", name="Activer le micro").click()
    expect(role(lea, "trouble-said")).to_contain_text("Le micro sert déjà ailleurs")
    hears(lea)
    lea.evaluate("free()")
    lea.get_by_role("button", name="Réessayer").click()
    expect(role(lea, "trouble")).to_be_hidden()
    hears(camille)
    expect(camille.locator(".tile__label")).not_to_contain_text("micro coupé")


def test_a_call_that_interrupts_is_said_to_both_and_its_end_brings_the_sound_back(address, someone):
    """No telephone rings here: the track does what it does on a phone."""
    camille, lea = someone("camille"), someone("lea", CAN_LOOK_AWAY)
    both_inside(camille, lea, address)
    label = camille.locator(".tile__label")
    expect(label).not_to_contain_text("micro coupé")
    lea.evaluate(TAKEN_BY_A_CALL, True)
    expect(role(lea, "trouble-said")).to_contain_text("un appel peut-être")
    expect(label).to_contain_text("micro coupé")
    lea.evaluate(TAKEN_BY_A_CALL, False)
    expect(role(lea, "trouble")).to_be_hidden()
    expect(label).not_to_contain_text("micro coupé")

    # On some the call ends the track and hides the page: what it took comes back with the page, without a tap.
    lea.evaluate("turn(true)")
    lea.evaluate("() => { const [one] = window.taken; one.stop(); one.dispatchEvent(new Event('ended')); }")
    expect(label).to_contain_text("micro coupé")
    lea.evaluate("turn(false)")
    expect(role(lea, "trouble")).to_be_hidden()
    expect(label).not_to_contain_text("micro coupé")
    hears(camille)


@pytest.fixture
def mute_relay(product: Served, static_root: str, tmp_path: Path) -> Iterator[Served]:
    """The same installation, whose relay swallows all that is sent to it."""
    hole = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    hole.bind(("127.0.0.1", 0))
    settings: dict[str, Any] = {
        "AUFIL_TURN_URL": f"turn://127.0.0.1:{hole.getsockname()[1]}",
        "AUFIL_TURN_SECRET": turn.SECRET,
    }
    served = Served(product.home, demo=True, AUFIL_STATIC_ROOT=static_root, **settings)
    served.start()
    try:
        yield served
    finally:
        served.stop()
        hole.close()


def test_with_a_relay_that_never_answers_one_speaks_straight(mute_relay, someone):
    address = f"{mute_relay.url}/salle/{open_room(mute_relay, ['camille'], ['lea'], most=2)}/"
    camille, lea = (someone(name, url=mute_relay.url) for name in ("camille", "lea"))
    both_inside(camille, lea, address)
    assert hears(lea)["through"] in ("host", "prflx")


def test_where_only_a_relay_that_never_answers_would_do_the_telephone_is_offered(mute_relay, someone):
    address = f"{mute_relay.url}/salle/{open_room(mute_relay, ['camille'], ['lea'], most=2)}/"
    camille, lea = (someone(name, RELAY_ALONE, url=mute_relay.url) for name in ("camille", "lea"))
    for page in (camille, lea):
        page.goto(address)
        screen(page, "inside")
    for page in (camille, lea):
        expect(role(page, "phone-offer")).to_be_visible(timeout=35_000)
        expect(role(page, "said")).to_contain_text("le téléphone, lui, passera")
    role(lea, "talk").click()
    lea.get_by_label("Votre message").fill("Je n’entends rien")
    lea.keyboard.press("Enter")
    expect(camille.locator(".talk__line", has_text="Je n’entends rien")).to_be_visible()
