"""Looking something up: with the keyboard, as one types, without a script; and the answer opened in its place."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import role

pytestmark = pytest.mark.browser


def answers(page: Page) -> list[str]:
    return page.locator(".found").all_inner_texts()


def test_an_answer_is_found_with_a_mistake_and_opened_in_its_place(as_):
    """Sophie looks for a word as she heard it: « / », the word, Enter; then the answer, in the conversation."""
    page = as_("sophie")
    page.keyboard.press("/")
    page.keyboard.type("convoccation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chercher/?q=convoccation")
    expect(page.locator("#near-heading")).to_have_text("Avec une écriture proche")
    expect(page.locator(".found mark").first).to_have_text(re.compile("convocation", re.IGNORECASE))
    said = page.locator(".found mark").first.inner_text()
    page.locator(".found").first.click()
    page.wait_for_url("**autour=**")
    target = page.locator(":target")
    expect(target).to_contain_text(said)
    expect(target).to_be_in_viewport()
    expect(role(page, "composer-text")).to_be_visible()


def test_answers_come_as_one_types_and_are_said(as_):
    page = as_("sophie")
    page.goto(f"{page.url}chercher/")
    page.locator("#q").press_sequentially("chauss", delay=20)
    exact = page.locator("[aria-labelledby=exact-heading] mark")
    expect(exact.first).to_be_visible()
    assert all("chauss" in text.casefold() for text in exact.all_inner_texts())
    expect(role(page, "search-said")).to_have_text(re.compile(r"^\d+ réponses?"))
    assert page.url.endswith("?q=chauss")
    page.locator("#q").fill("xylophone")
    expect(role(page, "search-found")).to_contain_text("Rien ne répond à « xylophone ».")
    expect(page.locator("#q")).to_be_focused()
    page.locator(".seek__more summary").click()
    page.locator("#q").fill("chaussures")
    page.locator("#genre").select_option("note")
    expect(role(page, "search-found")).to_contain_text("Rien ne répond")


def test_a_page_far_from_the_end_says_that_more_follows(as_):
    """Without a script as with one: forward to the last message, a stretch at a time."""
    page = as_("sophie", java_script_enabled=False)
    thread = page.locator('[data-role="thread-row"]').first.get_attribute("data-thread")
    page.goto(f"{page.url}fil/{thread}/?apres=0")
    while role(page, "newer").count():
        last = page.locator('[data-role="entry"]').last.get_attribute("data-seq")
        role(page, "newer").click()
        assert page.locator('[data-role="entry"]').first.get_attribute("data-seq") == str(int(last or 0) + 1)
    shown = page.locator('[data-role="entry"]').last.get_attribute("data-seq")
    assert shown == role(page, "thread").get_attribute("data-last-seq")


def test_a_young_person_searches_on_a_phone_without_a_script(as_):
    page = as_("manon", java_script_enabled=False)
    page.locator("summary").last.click()
    page.get_by_role("link", name="Chercher un message").click()
    page.locator("#q").fill("bonjour")
    page.get_by_role("button", name="Chercher").click()
    page.locator(".found").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
