"""The morning of a counsellor, with the keyboard alone and without a script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import entry, role, thread_id, wait_for_composer

pytestmark = pytest.mark.browser

LINE = ".line"


def in_focus(page: Page) -> str:
    return page.evaluate("() => document.activeElement.textContent")


def go_down_to(page: Page, name: str) -> None:
    """By the key that goes down, past what the day has before: some days have appointments."""
    for _ in range(20):
        page.keyboard.press("j")
        if name in in_focus(page):
            return
    raise AssertionError(f"{name} is not on the way down")


def test_a_morning_with_the_keyboard_alone(as_):
    """Alex, of Mayenne: goes down the list, notes a call, answers, writes a note, hides the screen."""
    page = as_("alex")
    expect(page.locator("h1").first).to_have_text("Bonjour Alex")
    first = role(page, "thread-row").first
    name = first.locator("b").inner_text()
    go_down_to(page, name)
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert name in in_focus(page)

    page.keyboard.press("a")
    act = page.locator(".act[open]")
    expect(act).to_be_visible()
    act.locator("input[name=text]").focus()
    page.keyboard.type("Rappelle lundi. Les touches a et j s’écrivent ici.")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Message vocal")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    go_down_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    thread = thread_id(page)
    wait_for_composer(page)
    expect(role(page, "note").last).to_contain_text("Message vocal laissé. Rappelle lundi.")
    page.keyboard.press("n")
    page.keyboard.type("À revoir avec l’équipe")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert thread_id(page) == thread
    expect(role(page, "note").last).to_contain_text("À revoir avec l’équipe")
    wait_for_composer(page)
    page.keyboard.press("r")
    expect(role(page, "composer-text")).to_be_focused()
    page.keyboard.type("Je vous ai laissé un message")
    page.keyboard.press("Enter")
    expect(entry(page, "Je vous ai laissé un message")).to_have_attribute("data-state", "sent")


def test_the_screen_is_hidden_and_keys_can_be_turned_off(as_):
    page = as_("marion")
    page.keyboard.press("c")
    expect(page.locator("html")).to_have_attribute("data-screen", "shared")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-screen", "shared")
    shown = page.locator(".row__excerpt > :nth-child(2)").first.evaluate(
        "(one) => getComputedStyle(one).color"
    )
    assert shown == "rgba(0, 0, 0, 0)"
    page.keyboard.press("c")
    expect(page.locator("html")).not_to_have_attribute("data-screen", "shared")
    page.keyboard.press("?")
    expect(role(page, "keys")).to_be_visible()
    role(page, "keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator("html")).not_to_have_attribute("data-screen", "shared")
    page.reload()
    page.keyboard.press("?")
    expect(role(page, "keys-on")).not_to_be_checked()


def test_a_morning_without_script(as_):
    page = as_("karim", java_script_enabled=False)
    with page.expect_navigation():
        page.locator('[data-role="call"]').first.click()
    page.locator("input[name=text]").fill("à rappeler")
    with page.expect_navigation():
        page.get_by_role("button", name="Pas de réponse").click()
    expect(role(page, "note").last).to_contain_text("Pas de réponse. à rappeler")
    page.goto(page.url.partition("/fil/")[0] + "/mes-jeunes/")
    page.locator(".tick input").nth(0).check()
    page.locator(".tick input").nth(1).check()
    page.get_by_role("button", name="Écrire aux personnes choisies").click()
    page.locator("#text").fill("La permanence ouvre à 10 h.")
    page.get_by_role("button", name="Envoyer à chacun").click()
    expect(page.locator("h1")).to_have_text("Envoyé à 2 personnes")
