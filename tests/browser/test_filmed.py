"""Videos: filmed in the page or chosen, seen before they leave, light for the other side."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from aufil.demo.making import film
from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.chromium import started
from tests.browser.conftest import As
from tests.browser.hostile import Hostile
from tests.browser.phones import Phone, wait_for
from tests.browser.speaking import (
    FAKE_DEVICES,
    heard,
    last,
    open_camera,
    panel,
    press,
    ready,
    refusing,
    send,
    speaking_phone,
    takes,
    throw_away,
)
from tests.browser.steps import role, thread_id

pytestmark = pytest.mark.browser

YOUNG, COUNSELLOR = "clara", "nadia"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started(FAKE_DEVICES) as browser:
        yield browser


@pytest.fixture
def phone(chromium: Browser, network: Hostile) -> Iterator[Phone]:
    yield from speaking_phone(chromium, network)


def video(seconds: float, weight: int = 0) -> FilePayload:
    """A video of this length; `weight` bytes more that mean nothing."""
    return {
        "name": "vacances.mp4",
        "mimeType": "video/mp4",
        "buffer": film(seconds, 1, (160, 120)) + bytes(weight),
    }


def test_a_video_is_filmed_seen_sent_and_played_by_the_other_side(phone: Phone, as_: As) -> None:
    page = phone.sign_in(YOUNG)
    open_camera(page)
    expect(panel(page)).to_contain_text("Rien n’est encore enregistré.")
    press(page, "Commencer")
    page.wait_for_timeout(4000)
    press(page, "Pause")
    expect(panel(page)).to_contain_text("En pause.")
    press(page, "Reprendre")
    page.wait_for_timeout(800)
    press(page, "Terminer")
    seen = panel(page).locator("video[controls]")
    expect(seen).to_be_visible()
    (take,), sizes = takes(page)
    assert 4000 < take["milliseconds"] < 15_000
    assert sum(sizes) / (take["milliseconds"] / 1000) < 160_000, "about 1 Mbit a second at the most"
    wait_for(page, lambda: min(seen.evaluate("(one) => [one.videoWidth, one.videoHeight]")) == 480)
    send(page)
    assert takes(page) == ([], [])

    desk = as_(COUNSELLOR, phone.network.url)
    desk.goto(f"{phone.network.url}/fil/{thread_id(page)}/")
    ready(desk)
    theirs = last(desk).locator("video")
    assert theirs.evaluate("(one) => one.readyState") == 0, "only its picture is fetched"
    last(desk).get_by_role("button", name="Lire la vidéo : 0:0").click()
    wait_for(desk, lambda: heard(theirs) > 0.5)
    assert theirs.evaluate("(one) => one.currentSrc").endswith("/light/")
    last(desk).get_by_role("button", name="Vitesse : 1").click()
    assert theirs.evaluate("(one) => one.playbackRate") == 1.25


def test_while_it_is_on_its_way_its_place_has_a_picture(phone: Phone, as_: As) -> None:
    page = phone.sign_in(YOUNG)
    open_camera(page)
    press(page, "Commencer")
    page.wait_for_timeout(1500)
    press(page, "Terminer")
    expect(panel(page).locator("video[controls]")).to_be_visible()
    page.wait_for_timeout(500)
    phone.offline()
    press(page, "Envoyer")
    expect(panel(page)).to_have_count(0)
    place = last(page).locator(".photo")
    expect(place).to_contain_text("En attente")
    assert str(place.locator("img").get_attribute("src")).startswith("data:image/webp;base64,")
    phone.offline(False)
    ready(page)


def test_a_chosen_video_is_looked_at_before_it_leaves(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    role(page, "attach").click()
    role(page, "way-video").click()
    choose = panel(page).locator("input[type=file]")
    choose.set_input_files([video(95)])
    expect(panel(page)).to_contain_text("Cette vidéo dure 1:35. 1 min 30 au plus")
    choose.set_input_files([video(2, 21_000_000)])
    expect(panel(page)).to_contain_text("dépasse 20 Mo. Filmez-la ici")
    choose.set_input_files([video(2)])
    expect(panel(page)).to_contain_text("Regardez, puis envoyez.")
    expect(panel(page).locator(".recorder__line")).to_contain_text("0:02 · ")
    send(page)


def test_a_video_brought_by_the_tray_goes_the_same_way(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    role(page, "attach").click()
    role(page, "way-photos").locator("input").set_input_files([video(2)])
    expect(panel(page)).to_contain_text("Regardez, puis envoyez.")
    throw_away(page)
    expect(role(page, "composer-text")).to_be_visible()


def test_a_video_that_was_begun_is_there_at_the_return(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    open_camera(page)
    press(page, "Commencer")
    wait_for(page, lambda: len(takes(page)[1]) >= 1, 15)
    page.reload()
    expect(panel(page)).to_contain_text("Vous aviez commencé une vidéo de 0:0")
    press(page, "Voir et envoyer")
    expect(panel(page).locator("video[controls]")).to_be_visible()
    throw_away(page)
    assert takes(page) == ([], [])


def test_a_refused_camera_is_no_dead_end(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    refusing(page, "NotAllowedError")
    role(page, "attach").click()
    role(page, "way-video").click()
    press(page, "Filmer")
    expect(panel(page)).to_contain_text("La caméra ou le micro est bloqué pour Aufil.")
    assert not faults_in_every_light(page)
    panel(page).locator("input[type=file]").set_input_files([video(2)])
    expect(panel(page)).to_contain_text("Regardez, puis envoyez.")
    throw_away(page)


def test_every_state_of_filming_is_for_everybody(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    role(page, "attach").click()
    role(page, "way-video").click()
    for name in ("Filmer", "Commencer", "Terminer"):
        assert not faults_in_every_light(page)
        assert too_wide(page, NARROWEST) <= 0
        press(page, name)
        page.wait_for_timeout(700)
    assert not faults_in_every_light(page)
    assert too_wide(page, NARROWEST) <= 0
    send(page)
    assert not faults_in_every_light(page)
    assert too_wide(page, NARROWEST) <= 0
