"""An entry read aloud, by a voice of the device itself or not at all."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.phones import Phone, wait_for, write
from tests.browser.speaking import VOICES, last
from tests.browser.steps import role

pytestmark = pytest.mark.browser

YOUNG = "clara"
AWAY = {"name": "Nuage", "lang": "fr-FR", "localService": False, "default": True}
ENGLISH = {"name": "Daniel", "lang": "en-GB", "localService": True, "default": False}
FRENCH = {"name": "Amélie", "lang": "fr_FR", "localService": True, "default": False}


def opened(phone: Phone, *voices: dict[str, Any]) -> Page:
    phone.context.add_init_script(f"({VOICES})({json.dumps(voices)})")
    page = phone.sign_in(YOUNG)
    expect(role(page, "voice")).to_be_visible()
    return page


def action(page: Page) -> Locator:
    return last(page).get_by_role("button", name="Écouter", exact=True)


def listen(page: Page) -> Locator:
    """Have the last entry read; the bar that says so."""
    last(page).hover()
    action(page).click()
    bar = role(page, "aloud-bar")
    expect(bar).to_be_visible()
    return bar


def said(page: Page) -> list[dict[str, str]]:
    return list(page.evaluate("window.said"))


def test_a_text_is_read_by_a_french_voice_of_the_device(phone: Phone, word: str) -> None:
    page = opened(phone, AWAY, ENGLISH, FRENCH)
    write(page, f"Bonjour {word}. Le car part à 8 h !\nVoir https://exemple.fr/horaires merci")
    expect(last(page)).to_contain_text(word)
    bar = listen(page)
    assert said(page) == [{"text": f"Bonjour {word}.", "voice": "Amélie"}]
    page.evaluate("window.reach(8)")
    range_ = "[...CSS.highlights.get('aloud')].join()"
    assert page.evaluate(range_) == f"{word}."
    while page.evaluate("window.speaks()"):
        page.evaluate("window.finish()")
    pieces = [one["text"].strip() for one in said(page)]
    assert pieces == [f"Bonjour {word}.", "Le car part à 8 h !", "Voir un lien merci"]
    expect(bar).to_have_count(0)
    assert {one["voice"] for one in said(page)} == {"Amélie"}


def test_one_pauses_goes_on_and_stops(phone: Phone, word: str) -> None:
    page = opened(phone, FRENCH)
    write(page, f"Un. Deux {word}. Trois.")
    expect(last(page)).to_contain_text(word)
    bar = listen(page)
    expect(bar.get_by_role("button", name="Pause")).to_be_focused()
    page.evaluate("window.finish()")
    page.keyboard.press("Enter")
    assert not page.evaluate("window.speaks()")
    page.keyboard.press("Enter")
    assert [one["text"].strip() for one in said(page)] == ["Un.", f"Deux {word}.", f"Deux {word}."]
    assert not faults_in_every_light(page)
    assert too_wide(page, NARROWEST) <= 0
    bar.get_by_role("button", name="Arrêter").click()
    expect(bar).to_have_count(0)
    assert not page.evaluate("window.speaks()")
    expect(last(page)).to_be_focused()


def test_a_long_text_is_said_in_pieces_a_phone_can_say(phone: Phone, word: str) -> None:
    page = opened(phone, FRENCH)
    text = f"{word} " + "et puis je me suis dit que ce serait bien de vous écrire " * 12
    write(page, text)
    expect(last(page)).to_contain_text(word)
    listen(page)
    while page.evaluate("window.speaks()"):
        page.evaluate("window.finish()")
    pieces = [one["text"] for one in said(page)]
    assert max(len(piece) for piece in pieces) <= 221
    assert "".join(pieces) == text.strip()


def test_no_voice_that_sends_text_away_is_ever_used(phone: Phone, word: str) -> None:
    page = opened(phone, AWAY)
    write(page, word)
    expect(last(page)).to_contain_text(word)
    last(page).hover()
    expect(action(page)).to_have_count(0)  # hidden from everybody
    page.evaluate("document.querySelector('[data-role=entry]:last-child [data-role=aloud]').click()")
    page.wait_for_timeout(500)
    assert said(page) == []
    page.goto(phone.network.url + "/aide/")
    expect(page.locator("main")).to_contain_text("Certaines voix envoient le texte sur internet")


def test_another_voice_of_the_device_rather_than_none(phone: Phone, word: str) -> None:
    page = opened(phone, AWAY, ENGLISH)
    write(page, word)
    expect(last(page)).to_contain_text(word)
    listen(page)
    assert said(page) == [{"text": word, "voice": "Daniel"}]


def test_voices_that_come_late_bring_the_action(phone: Phone, word: str) -> None:
    page = opened(phone)
    write(page, word)
    expect(last(page)).to_contain_text(word)
    last(page).hover()
    expect(action(page)).to_have_count(0)
    page.evaluate(
        "(voice) => { speechSynthesis.getVoices().push(voice); speechSynthesis.onvoiceschanged(); }", FRENCH
    )
    listen(page)
    wait_for(page, lambda: len(said(page)) == 1)
