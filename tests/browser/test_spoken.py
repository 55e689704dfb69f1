"""Voice notes: recorded in the page whatever happens, heard before they leave, played by the other side."""

import io
import math
import re
import struct
import time
import wave
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.chromium import started
from tests.browser.conftest import As
from tests.browser.hostile import Hostile
from tests.browser.phones import Phone, outbox, wait_for
from tests.browser.speaking import (
    FAKE_DEVICES,
    begin,
    heard,
    last,
    panel,
    press,
    ready,
    refusing,
    send,
    speak,
    speaking_phone,
    takes,
    throw_away,
)
from tests.browser.steps import CAN_LOOK_AWAY, role, thread_id, wait_for_keeping

pytestmark = pytest.mark.browser

YOUNG, COUNSELLOR, OTHER = "mathis", "sophie", "clara"
HOLDS_STREAM = """
const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (what) => (window.stream = await asked(what));
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started(FAKE_DEVICES) as browser:
        yield browser


@pytest.fixture
def phone(chromium: Browser, network: Hostile) -> Iterator[Phone]:
    yield from speaking_phone(chromium, network)


def sound(seconds: float) -> bytes:
    """A whistle in a WAV file."""
    place = io.BytesIO()
    with wave.open(place, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        samples = (int(9000 * math.sin(n / 3)) for n in range(int(16000 * seconds)))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return place.getvalue()


def test_a_voice_note_is_recorded_heard_sent_and_played_by_the_other_side(phone: Phone, as_: As) -> None:
    page = phone.sign_in(YOUNG)
    speak(page, 4)
    (take,), sizes = takes(page)
    assert 3500 < take["milliseconds"] < 12_000
    assert 2000 < sum(sizes) / (take["milliseconds"] / 1000) < 4000, "about 3 KB a second"
    mine = panel(page).locator("audio")
    panel(page).get_by_role("button", name="Écouter").click()
    wait_for(page, lambda: heard(mine) > 0.5)
    send(page)
    expect(role(page, "voice")).to_be_focused()
    assert takes(page) == ([], [])

    desk = as_(COUNSELLOR, phone.network.url)
    desk.goto(f"{phone.network.url}/fil/{thread_id(page)}/")
    ready(desk)
    theirs = last(desk).locator("audio")
    assert theirs.evaluate("(one) => one.readyState") == 0, "nothing is fetched before one listens"
    last(desk).get_by_role("button", name="Écouter", exact=True).first.click()
    wait_for(desk, lambda: heard(theirs) > 0.5)
    slider = last(desk).get_by_role("slider")
    slider.fill("3")
    wait_for(desk, lambda: heard(theirs) >= 3)
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^0:0[34] sur 0:"))
    expect(page.locator("[data-state=seen]").last).to_be_visible()


def test_one_listens_faster_and_that_is_remembered(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    for _ in range(2):
        speak(page, 1.5)
        send(page)
    first, second = page.locator(".entry .player").nth(-2), page.locator(".entry .player").nth(-1)
    first.get_by_role("button", name="Vitesse").click()
    first.get_by_role("button", name="Vitesse").click()
    expect(first.get_by_role("button", name="Vitesse : 1,5")).to_have_text("×\u202f1,5")
    first.get_by_role("button", name="Écouter").click()
    wait_for(page, lambda: heard(second.locator("audio")) > 0)  # what follows at once is heard at once
    rates = page.locator(".entry .player audio").evaluate_all(
        "(all) => all.slice(-2).map((one) => one.playbackRate)"
    )
    assert rates == [1.5, 1.5]
    first.get_by_role("button", name="Écouter").click()
    wait_for(page, lambda: heard(first.locator("audio")) > 0)
    assert second.locator("audio").evaluate("(one) => one.paused"), "one at a time"
    page.reload()
    expect(page.locator(".player__speed").last).to_have_text("×\u202f1,5")


def test_a_player_that_plays_bears_the_changes_of_its_entry(phone: Phone, as_: As) -> None:
    page = phone.sign_in(OTHER)
    speak(page, 6)
    send(page)
    last(page).get_by_role("button", name="Écouter", exact=True).first.click()
    audio = last(page).locator("audio")
    wait_for(page, lambda: heard(audio) > 0.3)
    rev = last(page).get_attribute("data-rev")
    page.evaluate(
        """async () => {
            const line = [...document.querySelectorAll("[data-role=entry]")].pop();
            const thread = document.querySelector("[data-role=thread]").dataset;
            await fetch(`/api/v1/threads/${thread.thread}/entries/${line.dataset.entryId}`, {
                method: "PATCH", body: JSON.stringify({ text: "à écouter" }),
                headers: { "Content-Type": "application/json", "X-Requested-With": "test", "Aufil-Person": thread.me },
            });
        }"""
    )
    wait_for(page, lambda: last(page).get_attribute("data-rev") != rev)
    assert not audio.evaluate("(one) => one.paused")


def test_three_minutes_end_by_themselves_and_are_announced(phone: Phone) -> None:
    page = phone.context.new_page()
    page.clock.install()
    page.goto(f"{phone.network.url}/demo/login/{YOUNG}/")
    role(page, "voice").click()
    wait_for(page, lambda: page.clock.run_for(300) or panel(page).get_attribute("data-state") == "on")
    page.clock.run_for(10_000)
    expect(panel(page)).to_contain_text("reste 2:4")
    page.clock.fast_forward(158_000)
    page.clock.run_for(400)
    expect(panel(page)).to_contain_text("Bientôt trois minutes")
    page.clock.fast_forward(12_000)
    page.clock.run_for(400)
    expect(panel(page)).to_contain_text("Trois minutes : c’est le plus long possible.")
    (take,), _ = takes(page)
    assert take["milliseconds"] == 180_000
    throw_away(page)
    assert takes(page) == ([], [])


def test_a_pause_is_no_part_of_it(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    begun = time.monotonic()
    begin(page)
    page.wait_for_timeout(1500)
    press(page, "Pause")
    expect(panel(page)).to_contain_text("En pause.")
    page.wait_for_timeout(4000)
    press(page, "Reprendre")
    page.wait_for_timeout(1000)
    press(page, "Terminer")
    expect(panel(page).locator(".player")).to_be_visible()
    (take,), _ = takes(page)
    assert 2000 < take["milliseconds"] < 1000 * (time.monotonic() - begun) - 4000
    throw_away(page)


def test_what_was_said_before_the_page_closed_is_there_at_the_return_of_its_author(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    begin(page)
    wait_for(page, lambda: len(takes(page)[1]) >= 1, 15)
    page.close()
    stranger = phone.sign_in(OTHER)
    expect(role(stranger, "voice")).to_be_visible()
    stranger.wait_for_timeout(500)
    expect(panel(stranger)).to_have_count(0)
    stranger.close()

    page = phone.sign_in(YOUNG)
    expect(panel(page)).to_contain_text("Vous aviez commencé un message vocal de 0:0")
    role(page, "composer-text").fill("je peux écrire quand même")
    role(page, "composer-text").fill("")
    press(page, "Écouter et envoyer")
    audio = panel(page).locator("audio")
    panel(page).get_by_role("button", name="Écouter", exact=True).click()
    wait_for(page, lambda: heard(audio) > 1)
    send(page)
    assert takes(page) == ([], [])
    page.reload()
    expect(role(page, "voice")).to_be_visible()
    expect(panel(page)).to_have_count(0)


def test_a_recording_that_was_not_sent_can_be_thrown_away_at_the_return(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    speak(page, 1)
    page.reload()
    expect(panel(page)).to_contain_text("Vous aviez commencé un message vocal")
    throw_away(page)
    wait_for(page, lambda: takes(page) == ([], []))


def test_what_was_begun_is_taken_up_by_the_button_and_bears_a_chosen_file(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    speak(page, 1)
    page.reload()
    expect(panel(page)).to_contain_text("Vous aviez commencé un message vocal")
    role(page, "attach").click()
    chosen = {"name": "dictaphone.wav", "mimeType": "audio/wav", "buffer": sound(3)}
    role(page, "way-file").locator("input").set_input_files([chosen])
    expect(panel(page).locator(".player__time")).to_have_text("0:03")
    throw_away(page)
    assert len(takes(page)[0]) == 1
    page.reload()
    expect(panel(page)).to_contain_text("Vous aviez commencé un message vocal")
    role(page, "voice").click()
    expect(panel(page)).to_contain_text("Écoutez, puis envoyez.")
    throw_away(page)
    wait_for(page, lambda: takes(page) == ([], []))


def test_a_call_or_another_application_takes_the_microphone_and_nothing_is_lost(phone: Phone) -> None:
    phone.context.add_init_script(HOLDS_STREAM)
    page = phone.sign_in(YOUNG)
    begin(page)
    page.wait_for_timeout(1200)
    page.evaluate("window.stream.getTracks()[0].dispatchEvent(new Event('mute'))")
    expect(panel(page)).to_contain_text("un appel ou une autre application a pris le micro")
    press(page, "Reprendre")
    page.wait_for_timeout(600)
    page.evaluate("window.stream.getTracks()[0].dispatchEvent(new Event('ended'))")
    expect(panel(page)).to_contain_text("Ce que vous avez dit est gardé.")
    send(page)


def test_a_page_out_of_sight_does_not_go_on_listening(phone: Phone) -> None:
    phone.context.add_init_script(CAN_LOOK_AWAY + HOLDS_STREAM)
    page = phone.sign_in(YOUNG)
    begin(page)
    page.wait_for_timeout(800)
    page.evaluate("window.turn(true)")
    expect(panel(page)).to_contain_text("la page n’était plus à l’écran")
    wait_for(page, lambda: len(takes(page)[1]) == 1)  # kept at once
    page.evaluate("window.turn(false)")
    press(page, "Terminer")
    expect(panel(page).locator(".player")).to_be_visible()
    assert page.evaluate("window.stream.getTracks()[0].readyState") == "ended", "the microphone is free again"
    throw_away(page)


@pytest.mark.parametrize(
    ("agent", "error", "sentence"),
    [
        (
            "Linux; Android 10",
            "NotAllowedError",
            "Touchez l’icône à gauche de l’adresse, puis « Autorisations »",
        ),
        (
            "iPhone; CPU iPhone OS 16_0",
            "NotAllowedError",
            "« Réglages du site web », « Micro », « Autoriser »",
        ),
        ("X11; Linux x86_64", "NotFoundError", "Aucun micro n’a été trouvé."),
        ("Linux; Android 10", "NotReadableError", "Le micro est déjà pris"),
    ],
)
def test_without_microphone_one_is_told_what_to_press(
    chromium: Browser, network: Hostile, agent: str, error: str, sentence: str
) -> None:
    for phone in speaking_phone(chromium, network, user_agent=f"Mozilla/5.0 ({agent})"):
        page = phone.sign_in(YOUNG)
        refusing(page, error)
        role(page, "voice").click()
        expect(panel(page)).to_contain_text(sentence)
        expect(panel(page).get_by_role("link")).to_have_attribute("href", "/aide/#micro")
        press(page, "Fermer")
        expect(role(page, "composer-text")).to_be_visible()


def test_a_refused_microphone_is_no_dead_end(chromium: Browser, network: Hostile) -> None:
    phone = Phone(chromium, network)  # nobody answers the browser's question: refused
    page = phone.sign_in(YOUNG)
    role(page, "voice").click()
    expect(panel(page)).to_contain_text("Le micro est bloqué pour Aufil.")
    chosen = {"name": "dictaphone.wav", "mimeType": "audio/wav", "buffer": sound(200)}
    panel(page).locator("input[type=file]").set_input_files([chosen])
    expect(panel(page)).to_contain_text("Cet enregistrement dure 3:20. Trois minutes au plus")
    panel(page).locator("input[type=file]").set_input_files([{**chosen, "buffer": sound(3)}])
    expect(panel(page).locator(".player__time")).to_have_text("0:03")
    send(page)
    expect(last(page).locator(".player__time")).to_have_text("0:03")
    phone.context.close()
    assert phone.errors == []


def test_a_sound_file_brought_by_the_tray_is_heard_first(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    role(page, "attach").click()
    chosen = {"name": "dictaphone.wav", "mimeType": "audio/wav", "buffer": sound(2)}
    role(page, "way-file").locator("input").set_input_files([chosen])
    expect(panel(page).locator(".player__time")).to_have_text("0:02")
    throw_away(page)
    expect(page.locator(".tray")).to_have_count(0)


def test_a_voice_note_waits_for_the_network_like_text(phone: Phone) -> None:
    page = phone.sign_in(OTHER)
    wait_for_keeping(page)
    phone.offline()
    speak(page, 2)
    press(page, "Envoyer")
    expect(panel(page)).to_have_count(0)
    (record,) = outbox(page)
    assert (record["kind"], record["label"]) == ("voice", "Message vocal, 0:02")
    expect(last(page)).to_contain_text("Message vocal, 0:02")
    phone.offline(False)
    ready(page)


def test_by_keyboard_alone_and_an_answer_stays_one(phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    theirs = page.locator(".entry--theirs").last
    theirs.hover()
    theirs.locator("[data-role=reply]").click()
    page.keyboard.press("Tab")
    expect(role(page, "voice")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page)).to_have_attribute("data-state", "on")
    expect(role(page, "reply-preview")).to_be_visible()
    page.wait_for_timeout(1500)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(panel(page)).to_have_attribute("data-state", "held")
    page.keyboard.press("Enter")
    expect(panel(page)).to_have_attribute("data-state", "on")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("button", name="Envoyer")).to_be_focused()
    panel(page).get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    assert float(panel(page).get_by_role("slider").input_value()) > 1
    panel(page).get_by_role("button", name="Envoyer").focus()
    page.keyboard.press("Enter")
    ready(page)
    expect(last(page).locator("[data-role=quote]")).to_be_visible()
    expect(role(page, "reply-preview")).to_be_hidden()


def test_a_second_tap_does_what_the_first_announced(phone: Phone) -> None:
    page = phone.sign_in(OTHER)
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    speak(page, 1)
    place = panel(page).get_by_role("button", name="Effacer").bounding_box()
    assert place
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.click(x, y)
    expect(panel(page).get_by_role("button", name="Oui, effacer")).to_be_visible()
    page.mouse.click(x, y)
    expect(panel(page)).to_have_count(0)
    assert outbox(page) == []
    assert takes(page) == ([], [])


def test_every_state_is_for_everybody(phone: Phone) -> None:
    page = phone.sign_in(OTHER)
    begin(page)
    page.wait_for_timeout(700)
    for state in ("Pause", "Terminer"):
        press(page, state)
        assert not faults_in_every_light(page)
        assert too_wide(page, NARROWEST) <= 0
    send(page)
    assert not faults_in_every_light(page)
    assert too_wide(page, NARROWEST) <= 0
    refusing(page, "NotAllowedError")
    role(page, "voice").click()
    expect(panel(page)).to_have_attribute("data-state", "trouble")
    assert not faults_in_every_light(page)
    assert too_wide(page, NARROWEST) <= 0


def test_without_a_script_there_is_the_player_of_the_browser_and_no_button(as_: As, phone: Phone) -> None:
    page = phone.sign_in(YOUNG)
    speak(page, 1)
    send(page)
    plain = as_(YOUNG, phone.network.url, java_script_enabled=False)
    assert last(plain).locator("audio[controls]").count() == 1
    assert not role(plain, "voice").is_visible()
    assert role(plain, "aloud").count()
    assert not role(plain, "aloud").first.is_visible()
