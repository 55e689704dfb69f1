"""The parts of a text message, counted by the browser as by the server; and said under the box."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from aufil.ui.assets import read, source
from tests.browser.axe import NARROWEST, faults_in_every_light, too_wide
from tests.browser.conftest import As
from tests.browser.steps import role, wait_for_composer

pytestmark = pytest.mark.browser

TABLE = Path(__file__).resolve().parents[2] / "aufil" / "delivery" / "tests" / "texts.json"
CASES = json.loads(TABLE.read_text())


def test_the_browser_counts_as_the_server_does(chromium: Browser) -> None:
    script = read(source("thread/js/counting.js")).body
    texts = [case["text"] * case.get("times", 1) + case.get("end", "") for case in CASES]
    page = chromium.new_page()
    counted = page.evaluate(f"(texts) => {{ {script}; return texts.map(countParts); }}", texts)
    page.close()
    said = [{"wide": [], "double": [], **_figures(case)} for case in CASES]
    assert counted == said


def _figures(case: dict[str, object]) -> dict[str, object]:
    return {name: case[name] for name in ("parts", "left", "wide", "double") if name in case}


def test_who_writes_by_sms_sees_what_it_costs(as_: As) -> None:
    page = as_("camille")
    row = page.locator("[data-role=thread-row]", has_text="Léa").first
    page.goto(f"{page.url}fil/{row.get_attribute('data-thread')}/")
    wait_for_composer(page)
    said = page.locator(".composer__sms")
    expect(said).to_have_text("Reçoit vos messages par SMS.")
    box = role(page, "composer-text")
    # « Camille : » before, « Pour répondre : 02 41 00 00 01 » behind.
    box.fill("Le bus coûte 2 € ?")
    expect(said).to_have_text("Partira en 1 SMS, il reste 100 signes. Ces signes comptent double : €")
    box.fill("À la gare → 14 h 🎉")
    expect(said).to_contain_text("À cause de → 🎉, un SMS ne contient que 70 signes.")
    box.fill("un deux trois " * 40)
    expect(said).to_contain_text("la fin sera remplacée par un lien")
    assert faults_in_every_light(page) == []
    assert too_wide(page, NARROWEST) == 0
    box.fill("")
    expect(said).to_have_text("Reçoit vos messages par SMS.")


def test_a_head_sets_how_texts_leave_and_tries_them(as_: As) -> None:
    page = as_("claude")
    page.get_by_role("link", name="La structure").first.click()
    page.get_by_role("link", name="SMS et délais").click()
    page.get_by_label("Expéditeur, tel").fill("Mission Locale")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("11 lettres")
    expect(page.get_by_label("Puis attendre, avant un SMS")).to_have_value("240")
    page.get_by_label("Expéditeur, tel").fill("MLCholet")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()
    page.get_by_label("Votre numéro de mobile").fill("06 39 98 00 99")
    page.get_by_role("button", name="Envoyer un SMS d’essai").click()
    expect(page.get_by_text("Essai vers le 06 39 98 00 99")).to_be_visible()
    for _look in range(20):
        if page.get_by_text("là où tourne le serveur").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text("là où tourne le serveur")).to_be_visible()
    assert faults_in_every_light(page) == []
    assert too_wide(page, NARROWEST) == 0
