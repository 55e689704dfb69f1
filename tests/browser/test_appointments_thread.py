"""An appointment in the thread: it comes live, is answered by one tap, and says so to both; without script too."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults_in_every_light
from tests.browser.chromium import PHONE
from tests.browser.conftest import As
from tests.browser.steps import role, thread_id
from tests.serving import Served

pytestmark = pytest.mark.browser

# Sent from the person's own page, as its scripts send.
CALL = """([method, path, body]) => fetch("/api/v1" + path, {
  method,
  headers: { "Content-Type": "application/json", "X-Requested-With": "test" },
  body: body ? JSON.stringify(body) : undefined,
}).then((answer) => answer.json())"""


def call(page: Page, method: str, path: str, body: Any = None) -> Any:
    return page.evaluate(CALL, [method, path, body])


def thread_of_maxime(page: Page, product: Served) -> None:
    """Camille opens it."""
    there = page.locator("[data-role=thread-row]", has_text="Maxime").first.get_attribute("data-thread")
    page.goto(f"{product.url}/fil/{there}/")


def at(days: int, hour: int) -> str:
    """An hour nobody in the demonstration has: before the openings, which staff may take."""
    day = (datetime.now(UTC) + timedelta(days=days)).date()
    return f"{day}T{hour:02d}:00:00+00:00"


def book(camille: Page, days: int, hour: int) -> str:
    """Camille takes a time for Maxime, by telephone; its identifier. A week later where a journey that is walked again
    has taken it already."""
    members = call(camille, "GET", f"/threads/{thread_id(camille)}/members")["results"]
    kinds = call(camille, "GET", "/appointment-kinds")["results"]
    kind = next(one for one in kinds if "phone" in one["modes"] and not one["is_collective"])
    wanted = {
        "kind": kind["id"],
        "mode": "phone",
        "counsellor": role(camille, "thread").get_attribute("data-me"),
        "young": next(one["id"] for one in members if one["side"] == "young"),
    }
    for week in range(3):
        asked = {"id": str(uuid4()), "starts_at": at(days + 7 * week, hour), **wanted}
        made = call(camille, "POST", "/appointments", asked)
        if made.get("status") != 409:
            break
    assert "id" in made, made
    return made["id"]


def card(page: Page, uid: str) -> Any:
    return page.locator(f'[data-role="appointment"][data-appointment="{uid}"]')


def test_booked_it_comes_live_and_one_tap_answers(as_: As, product: Served) -> None:
    camille, maxime = as_("camille"), as_("maxime", **PHONE)
    thread_of_maxime(camille, product)
    uid = book(camille, 4, 5)
    mine, hers = card(maxime, uid), card(camille, uid)
    expect(mine).to_contain_text("avec Camille")
    expect(hers).to_contain_text("avec Maxime")
    expect(hers).to_contain_text("Pas encore de réponse")
    expect(hers.get_by_role("button")).to_have_count(0)
    assert faults_in_every_light(maxime) == []

    maxime.reload()
    expect(role(maxime, "next-meeting")).to_contain_text("avec Camille")
    mine.get_by_role("button", name="Je viens").click()
    expect(maxime).to_have_url(f"{product.url}/rendez-vous/{uid}/")
    expect(maxime.get_by_text("Vous venez")).to_be_visible()
    expect(hers).to_contain_text("Maxime vient")

    call(camille, "POST", f"/appointments/{uid}/cancel", {"word": "Je suis en formation."})
    maxime.goto(product.url)
    expect(mine).to_contain_text("Annulé par Camille : « Je suis en formation. »")
    expect(hers).to_contain_text("Annulé")


def test_without_script_who_cannot_come_is_offered_what_to_do(as_: As, product: Served) -> None:
    camille = as_("camille")
    maxime = as_("maxime", **PHONE, java_script_enabled=False)
    thread_of_maxime(camille, product)
    uid = book(camille, 3, 5)
    maxime.goto(f"{product.url}/")
    card(maxime, uid).get_by_role("button", name="Je ne peux pas").click()
    expect(maxime.get_by_role("link", name="Choisir une autre heure")).to_be_visible()
    expect(maxime.get_by_role("link", name="Annuler le rendez-vous")).to_be_visible()
    maxime.get_by_text("Changer ma réponse").click()
    maxime.get_by_role("button", name="Appelez-moi").click()
    expect(maxime.get_by_text("Camille voit que vous attendez son appel")).to_be_visible()
    camille.goto(f"{product.url}/appels/")
    expect(camille.locator("article", has_text="Maxime")).to_contain_text("a demandé qu’on l’appelle")
    maxime.goto(f"{product.url}/rendez-vous/")
    expect(maxime.get_by_role("link", name="avec Camille").first).to_be_visible()
    maxime.goto(f"{product.url}/")
    role(maxime, "next-meeting").click()
    expect(maxime).to_have_url(f"{product.url}/rendez-vous/{uid}/")
