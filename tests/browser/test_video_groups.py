"""Three pages and a real Janus: everybody hears everybody, a few are seen, and a Janus that dies is come back from."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import janus
from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.chromium import DESK, PHONE, started
from tests.browser.rooms import FLAGS, Bare, open_room
from tests.browser.speaking import FAKE_DEVICES
from tests.browser.steps import role
from tests.serving import Served, demonstration

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not janus.installed(), reason=janus.MISSING),
]
HOST, YOUNG, OTHER = "camille", "lea", "yanis"
Three = tuple[Bare, Bare, Bare]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started(FAKE_DEVICES, "--use-fake-ui-for-media-stream", *FLAGS) as browser:
        yield browser


@pytest.fixture(scope="module")
def sfu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[janus.Janus]:
    with janus.janus(tmp_path_factory.mktemp("janus")) as running:
        yield running


@pytest.fixture(scope="module")
def meeting_place(
    tmp_path_factory: pytest.TempPathFactory, static_root: str, sfu: janus.Janus
) -> Iterator[Served]:
    """The demonstration, with a Janus."""
    home = tmp_path_factory.mktemp("groups")
    with demonstration(home, AUFIL_STATIC_ROOT=static_root, AUFIL_SFU_URL=sfu.url) as served:
        yield served


@pytest.fixture
def three(meeting_place: Served, context: Callable[..., BrowserContext]) -> Iterator[Three]:
    """Camille, Léa and Yanis in one room, heard by one another."""
    room = open_room(meeting_place, [HOST], [YOUNG, OTHER])
    pages = tuple(Bare(context(), meeting_place, name) for name in (HOST, YOUNG, OTHER))
    for one in pages:
        assert one.enter(room)["status"] == 201
    everybody_hears(pages)
    yield pages
    for one in pages:
        assert one.page.evaluate("window.failed") == []


def everybody_hears(pages: tuple[Bare, ...], *, seconds: float = 20) -> None:
    for one in pages:
        for other in pages:
            if one is not other:
                one.hears(other, seconds=seconds)


def test_everybody_hears_everybody_and_sees_who_turns_a_camera_on(three: Three) -> None:
    camille, lea, yanis = three
    lea.page.evaluate("camera(true)")
    camille.sees(lea)
    yanis.sees(lea)
    lea.page.evaluate("camera(false)")
    camille.sees_no(lea)
    lea.page.evaluate("camera(true)")
    yanis.sees(lea)
    camille.hears(lea)


def test_janus_dies_in_mid_call_and_everybody_is_heard_again(three: Three, sfu: janus.Janus) -> None:
    sfu.kill()
    for one in three:
        one.wait("window.states.includes('cut')")
    sfu.start()
    for one in three:
        one.wait("window.states[window.states.length - 1] === 'live'", seconds=30)
    everybody_hears(three)


def test_small_rooms_hear_themselves_alone_until_they_are_called_back(three: Three) -> None:
    camille, lea, yanis = three
    guests = camille.page.evaluate(
        "Object.fromEntries(rooms[rooms.length - 1].people.map((p) => [p.stay, p.guest]))"
    )
    parts = [[guests[camille.stay], guests[lea.stay]], [guests[yanis.stay]]]
    assert camille.page.evaluate("(guests) => post('/parts', { guests, minutes: 5 })", parts) == 204
    yanis.wait("Object.keys(window.shown).length === 0")
    camille.hears(lea)
    lea.hears(camille)
    lea.wait(f"!window.shown['{yanis.stay} audio']")
    assert camille.page.evaluate("post('/parts', {}, 'DELETE')") == 204
    everybody_hears(three)


def test_who_is_sent_away_is_heard_no_more_and_does_not_come_back(three: Three) -> None:
    camille, lea, yanis = three
    guest = camille.page.evaluate(
        f"rooms[rooms.length - 1].people.find((p) => p.stay === '{yanis.stay}').guest"
    )
    assert camille.page.evaluate(f"post('/guests/{guest}/remove')") == 204
    yanis.wait("window.over === 'removed'")
    lea.wait(f"!window.shown['{yanis.stay} audio']")
    lea.hears(camille)
    assert yanis.page.evaluate("stays().then((told) => told.status)") in (403, 410)


def test_a_host_asks_for_silence(three: Three) -> None:
    camille, lea, yanis = three
    for one in (lea, yanis):
        said = camille.page.evaluate(
            "(to) => post('/signals', { id: crypto.randomUUID(), to, kind: 'mute', data: {} })", one.stay
        )
        assert said == 201
    for one in (lea, yanis):
        one.wait("window.standing.sound === false")
    camille.wait("rooms[rooms.length - 1].people.filter((p) => p.sound).length === 1")
    lea.hears(camille)


@pytest.fixture
def pages(meeting_place: Served, context: Callable[..., BrowserContext]) -> tuple[Page, Page, Page]:
    """The true page of a room, for the same three."""
    address = (
        f"{meeting_place.url}/salle/{open_room(meeting_place, [HOST], [YOUNG, OTHER], title='Atelier CV')}/"
    )
    made = []
    for name, on in ((HOST, DESK), (YOUNG, PHONE), (OTHER, PHONE)):
        page = context(**on).new_page()
        page.goto(f"{meeting_place.url}/demo/login/{name}/")
        page.goto(address)
        expect(page.locator(".room")).to_have_attribute("data-connection", "live")
        made.append(page)
    return made[0], made[1], made[2]


def test_the_page_of_a_group_divides_it_and_calls_it_back(pages: tuple[Page, Page, Page]) -> None:
    camille, lea, yanis = pages
    for page in pages:
        expect(page.locator(".tile")).to_have_count(2)
    lea.get_by_role("button", name="Lever la main").click()
    expect(role(camille, "group-people")).to_contain_text("main levée, n° 1")
    camille.get_by_role("button", name="Couper tous les micros").click()
    expect(yanis.locator(".tile", has_text="Léa")).to_contain_text("micro coupé")
    camille.get_by_role("button", name="Partager le groupe").click()
    expect(role(camille, "said")).to_contain_text("Il faut au moins deux petites salles")
    camille.get_by_label("Qui va où").select_option(label="Je choisis")
    camille.get_by_label("Salle de Yanis").first.select_option(label="Petite salle 2")
    camille.get_by_label("Salle de Léa").first.select_option(label="Petite salle 1")
    camille.get_by_role("button", name="Partager le groupe").click()
    expect(lea.locator(".tile")).to_have_count(0)
    expect(role(camille, "present").locator("li", has_text="Yanis")).to_contain_text("Petite salle 2")
    camille.get_by_role("button", name="Rappeler tout le monde").click()
    expect(lea.locator(".tile")).to_have_count(2)


def test_the_page_of_a_group_has_no_fault_and_fits_the_narrowest_phone(
    pages: tuple[Page, Page, Page],
) -> None:
    camille, lea, _yanis = pages
    expect(camille.get_by_role("button", name="Partager le groupe")).to_be_visible()
    assert faults_in_every_light(camille) == []
    for page in (lea, camille):
        assert too_wide(page, NARROWEST) <= 0


def test_who_spoke_last_is_seen_and_a_network_that_loses_shows_fewer(
    meeting_place: Served, context: Callable[..., BrowserContext]
) -> None:
    page = Bare(context(), meeting_place, HOST).page
    page.evaluate("import('/essai-visio/video/js/carriers/crowd.js').then((all) => { window.crowd = all; })")
    page.wait_for_function("window.crowd")
    seen = page.evaluate(
        """() => {
          let heard = new Map();
          const levels = (loud) => new Map([1, 2, 3, 4, 5].map((n) => [n, n === loud ? 0.2 : 0]));
          [5, 5, 2, 3, 3, 3].forEach((loud, look) => { heard = crowd.listened(heard, levels(loud), look + 1); });
          return [crowd.toBeSeen([1, 2, 3, 4, 5], heard, 3), crowd.toBeSeen([1, 2], heard, 0)];
        }"""
    )
    assert seen == [[3, 5, 1], []], "a word of one look is no speech"
    most = page.evaluate(
        """() => {
          let now = { most: 9, bad: 0, good: 0 };
          const after = [];
          for (const loss of [0.2, 0.2, 0.2, 0.2, 0, 0, 0, 0, 0]) after.push((now = crowd.seats(now, loss, 9)).most);
          return after;
        }"""
    )
    assert most == [9, 4, 4, 2, 2, 2, 2, 2, 3]
