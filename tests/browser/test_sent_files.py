"""What people send, as it is sent by plain forms and seen on another screen, in a real Chromium."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.conftest import As
from tests.browser.steps import thread_id, until, watch

pytestmark = pytest.mark.browser

READY = "a.photo[data-is=ready]"


def picture(name: str, colour: tuple[int, int, int], size: tuple[int, int] = (900, 1200)) -> dict:
    place = io.BytesIO()
    Image.new("RGB", size, colour).save(place, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": place.getvalue()}


def opened_for_camille(as_: As, who: str) -> tuple[Page, Page]:
    """The thread of `who` without a script, and live on Camille's screen."""
    young = as_(who, java_script_enabled=False, viewport={"width": 360, "height": 740})
    camille = as_("camille")
    camille.goto(re.sub(r"/demo/.*|/$", "", camille.url) + f"/fil/{thread_id(young)}/")
    return young, camille


def is_drawn(page: Page) -> bool:
    """Has the browser the picture, not only its place?"""
    last = page.locator(f"{READY} img").last
    return last.count() == 1 and last.evaluate("(one) => one.complete && one.naturalWidth > 0")


def test_photos_sent_without_a_script_are_seen_live_and_large(as_: As, word: str) -> None:
    young, camille = opened_for_camille(as_, "amandine")
    problems = watch(camille)
    young.locator("[data-role=attach]").click()
    young.get_by_label("Des photos").set_input_files(
        [picture("une.jpg", (180, 60, 40)), picture("deux.jpg", (40, 90, 160))]
    )
    young.get_by_label("Quelques mots").fill(word)
    young.get_by_role("button", name="Envoyer").click()
    assert word in young.locator("[data-role=entry]").last.inner_text()
    assert young.locator("[data-role=entry]").last.locator(".photo").count() == 2

    line = camille.locator("[data-role=entry]", has_text=word)
    expect(line.locator(READY)).to_have_count(2, timeout=30_000)
    until(camille, lambda: is_drawn(camille))
    place = line.locator(".photos").bounding_box()
    assert place
    assert place["width"] <= 264

    line.locator(READY).first.click()
    viewer = camille.locator("dialog.viewer")
    expect(viewer).to_be_visible()
    shown = viewer.locator("img")
    stage, size = viewer.locator("[data-role=stage]").bounding_box(), shown.bounding_box()
    assert stage
    assert size
    assert size["height"] <= stage["height"] + 1, "the whole photo is on the screen"
    until(camille, lambda: str(shown.get_attribute("src")).endswith("/shown/"))
    first = shown.get_attribute("src")
    expect(viewer.locator("[data-role=caption]")).to_have_text(word)
    camille.keyboard.press("ArrowRight")
    until(camille, lambda: shown.get_attribute("src") not in (None, first))
    assert not faults_in_every_light(camille)
    assert too_wide(camille, NARROWEST) <= 0
    camille.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    assert camille.evaluate("document.activeElement.className") == "photo"

    line.locator(READY).first.press("Enter")
    expect(viewer).to_be_visible()
    camille.go_back()
    expect(viewer).to_have_count(0)
    expect(line).to_be_visible()
    assert problems == []


def test_a_document_is_a_line_that_opens_apart(as_: As, word: str) -> None:
    young, camille = opened_for_camille(as_, "theo")
    text = {"name": "mot.txt", "mimeType": "text/plain", "buffer": b"bonjour " * 50}
    young.locator("[data-role=attach]").click()
    young.get_by_label("Un fichier").set_input_files(text)
    young.get_by_label("Quelques mots").fill(word)
    young.get_by_role("button", name="Envoyer").click()
    paper = camille.locator("[data-role=entry]", has_text=word).locator("a.doc")
    expect(paper).to_be_visible(timeout=30_000)
    expect(paper).to_contain_text("mot.txt")
    expect(paper).to_contain_text("gardé jusqu’au")
    assert (paper.get_attribute("target"), paper.get_attribute("rel")) == ("_blank", "noopener")
    answer = camille.request.get(str(paper.evaluate("(link) => link.href")))
    assert (answer.status, answer.body()) == (200, b"bonjour " * 50)


def test_what_cannot_be_sent_says_what_to_do_and_keeps_the_words(as_: As) -> None:
    young = as_("kylian", java_script_enabled=False, viewport={"width": 360, "height": 740})
    young.locator("[data-role=attach]").click()
    young.get_by_label("Quelques mots").fill("mes mots")
    young.get_by_role("button", name="Envoyer").click()
    expect(young.get_by_role("alert")).to_contain_text("Choisissez au moins une photo ou un fichier.")
    expect(young.get_by_label("Quelques mots")).to_have_value("mes mots")


def test_a_voice_note_is_written_down_for_who_cannot_hear_it(as_: As, word: str) -> None:
    camille = as_("camille")
    home = re.sub(r"/$", "", camille.url)
    found = camille.request.get(f"{home}/api/v1/threads").json()["results"]
    [thread] = [one["id"] for one in found if one["title"].startswith("Yanis")]
    camille.goto(f"{home}/fil/{thread}/")
    note = (
        camille.locator("[data-role=entry]")
        .filter(has=camille.locator("audio, [data-is=ready].recording"))
        .first
    )
    note.locator("a", has_text="Modifier le texte").evaluate("(link) => link.click()")
    camille.get_by_label("Ce qui est dit").fill(f"Félicitations, Yanis. {word}")
    camille.get_by_role("button", name="Enregistrer").click()
    note.get_by_text("Lire le texte").click()
    expect(note.locator("[data-role=transcript]")).to_have_text(f"Félicitations, Yanis. {word}")
