"""In a room: two who hear each other through a real coturn and nothing else, what goes wrong, and who does not get in."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import turn
from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.chromium import DESK, FRENCH, PHONE, started
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
# What a page's connections say of themselves, for tests to read.
KEEPS_CONNECTIONS = """
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
def product(tmp_path_factory: pytest.TempPathFactory, static_root: str) -> Iterator[Served]:
    """The demonstration, with a relay, through which alone two hear each other."""
    with turn.coturn(tmp_path_factory.mktemp("coturn")) as coturn:
        settings = {"AUFIL_TURN_URL": coturn.url, "AUFIL_TURN_SECRET": turn.SECRET, "AUFIL_TURN_ONLY": "1"}
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


def test_two_hear_and_see_each_other_through_the_relay_alone(opened, someone):
    address, camille, lea = opened(), someone("camille"), someone("lea")
    problems = watch(camille) + watch(lea)
    both_inside(camille, lea, address)
    for page in (camille, lea):
        assert hears(page)["through"] == "relay"
    expect(camille.locator(".tile", has_text="Léa")).to_be_visible()
    assert problems == []
