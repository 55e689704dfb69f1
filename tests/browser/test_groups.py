"""Two people in a group, in a real Chromium: signs, names called, pins, a hidden message, silence."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.chromium import DESK, PHONE
from tests.browser.phones import Phone, outbox, wait_for
from tests.browser.steps import entry, role, until, wait_for_keeping, watch, write
from tests.serving import Served

pytestmark = pytest.mark.browser
THUMB, HEART = "👍", "❤️"


@pytest.fixture
def group(product: Served, context: Callable[..., BrowserContext], word: str) -> Iterator[dict[str, Any]]:
    """A new group of Alex and Marion with Louis and Léna of Mayenne: `{"id", "alex", "louis", "lena"}`."""
    contexts = {
        who: context(**(DESK if who == "alex" else PHONE), service_workers="block")
        for who in ("alex", "louis", "lena")
    }
    ids = {}
    for who, made in contexts.items():
        made.request.get(f"{product.url}/demo/login/{who}/")
        ids[who] = made.request.get(f"{product.url}/api/v1/me").json()["id"]
    answer = contexts["alex"].request.post(
        f"{product.url}/api/v1/threads",
        data={"title": f"Groupe {word}", "participants": [ids["louis"], ids["lena"]]},
        headers={"X-Requested-With": "test", "Origin": product.url},
    )
    pages: dict[str, Any] = {"id": answer.json()["id"], "people": ids}
    problems = []
    for who, made in contexts.items():
        page = made.new_page()
        problems.append(watch(page))
        page.goto(f"{product.url}/fil/{pages['id']}/")
        role(page, "attach").wait_for()
        pages[who] = page
    yield pages
    noted = [one for some in problems for one in some if "Service Worker" not in one]
    assert noted == []


def signs(page: Page, text: str) -> list[str]:
    return (
        line(page, text)
        .locator("[data-sign]")
        .evaluate_all("(all) => all.map((one) => one.dataset.sign + ' ' + one.title)")
    )


def line(page: Page, text: str) -> Locator:
    return page.locator('[data-role="entry"]').filter(has_text=re.compile(re.escape(text)))


def react(page: Page, text: str, sign: str) -> None:
    line(page, text).locator('[data-role="react"]').evaluate("(link) => link.click()")
    page.locator(".signs button", has_text=sign).click()


def test_a_sign_shows_on_every_screen_with_the_names(group, word):
    alex, louis, lena = group["alex"], group["louis"], group["lena"]
    write(alex, f"{word} sortie jeudi")
    expect(entry(louis, f"{word} sortie jeudi")).to_be_visible()
    react(louis, word, THUMB)
    expect(line(louis, word).locator(".reaction--mine")).to_be_visible()
    until(lena, lambda: signs(lena, word) == [f"{THUMB} Louis"])
    react(lena, word, THUMB)
    react(lena, word, HEART)
    until(louis, lambda: signs(louis, word) == [f"{THUMB} vous, Léna", f"{HEART} Léna"])
    assert signs(alex, word)[0].startswith(f"{THUMB} Louis ")
    # A tap on a sign says who, and takes one's own off.
    line(louis, word).locator("[data-sign]").first.click()
    assert louis.locator(".signs__who").inner_text() == f"{THUMB} vous, Léna · {HEART} Léna"
    expect(louis.locator(".signs button", has_text=THUMB)).to_have_attribute("aria-pressed", "true")
    louis.locator(".signs button", has_text=THUMB).click()
    until(alex, lambda: len(signs(alex, word)) == 2 and "Louis" not in " ".join(signs(alex, word)))
    louis.reload()
    assert signs(louis, word) == [f"{THUMB} Léna", f"{HEART} Léna"]


def test_signs_with_the_keys_alone(group, word):
    alex, louis = group["alex"], group["louis"]
    write(louis, f"{word} au clavier")
    expect(entry(alex, f"{word} au clavier")).to_be_visible()
    link = line(alex, word).locator('[data-role="react"]')
    link.focus()
    alex.keyboard.press("Enter")
    expect(alex.locator(".signs button").first).to_be_focused()
    alex.keyboard.press("Tab")
    alex.keyboard.press("Escape")
    expect(alex.locator(".signs")).to_have_count(0)
    expect(link).to_be_focused()
    alex.keyboard.press("Enter")
    alex.locator(".signs button").first.wait_for()
    alex.keyboard.press("Space")
    until(louis, lambda: len(signs(louis, word)) == 1)


def test_a_sign_waits_without_network_and_the_last_wish_leaves(phone: Phone, camille: Page, word: str):
    lea = phone.sign_in("lea")
    wait_for_keeping(lea)
    camille.fill("[data-role=composer-text]", f"{word} on se voit jeudi ?")
    camille.click("[data-role=composer-send]")
    until(lea, lambda: line(lea, word).count() == 1)
    react(lea, word, THUMB)
    until(camille, lambda: signs(camille, word) == [f"{THUMB} Léa Baron"])
    wait_for(lea, lambda: outbox(lea) == [])
    lea.wait_for_timeout(500)
    phone.offline()
    react(lea, word, THUMB)  # taken off
    react(lea, word, HEART)
    react(lea, word, HEART)  # and off again
    react(lea, word, HEART)  # and on
    until(lea, lambda: signs(lea, word) == [f"{HEART} vous"])
    assert line(lea, word).locator(".reaction--waiting").count() == 1
    assert [one["op"] for one in outbox(lea)] == ["react", "react"]
    lea.reload()
    until(lea, lambda: signs(lea, word) == [f"{HEART} vous"])
    phone.offline(False)
    until(camille, lambda: signs(camille, word) == [f"{HEART} Léa Baron"])
    wait_for(lea, lambda: outbox(lea) == [])
    assert line(lea, word).locator(".reaction--waiting").count() == 0


def test_a_sign_is_held_by_no_message_and_holds_none(phone: Phone, camille: Page, word: str):
    lea = phone.sign_in("lea")
    camille.fill("[data-role=composer-text]", f"{word} question")
    camille.click("[data-role=composer-send]")
    until(lea, lambda: line(lea, word).count() == 1)
    phone.offline()
    react(lea, word, THUMB)
    said = line(camille, word).get_attribute("data-entry-id")
    camille.request.delete(
        f"{phone.network.url}/api/v1/threads/{role(camille, 'thread').get_attribute('data-thread')}/entries/{said}",
        headers={"X-Requested-With": "test", "Origin": phone.network.url},
    )
    phone.offline(False)
    wait_for(lea, lambda: outbox(lea) == [])
    lea.fill("[data-role=composer-text]", f"{word} réponse")
    lea.click("[data-role=composer-send]")
    expect(entry(camille, f"{word} réponse")).to_be_visible()
    assert lea.locator('[data-state="failed"]').count() == 0


def test_a_name_is_offered_chosen_by_keys_and_seen_apart(group, word):
    alex, louis, lena = group["alex"], group["louis"], group["lena"]
    louis.goto(louis.url.split("/fil/")[0])
    box = role(lena, "composer-text")
    box.press_sequentially(f"{word} @")
    options = lena.locator('[role="option"]')
    expect(options).to_have_count(2)
    box.press_sequentially("lo")
    expect(options).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Enter")
    assert box.input_value() == f"{word} @Louis "
    expect(options).to_have_count(0)
    box.press_sequentially("tu viens ?")
    role(lena, "composer-send").click()
    expect(line(alex, word).locator(".called")).to_have_text("@Louis")
    link = louis.locator(f'[data-role="group-link"][data-thread="{group["id"]}"]')
    expect(role(link, "mentioned")).to_be_visible()
    link.click()
    expect(line(louis, word).locator(".called")).to_have_text("@Louis")
    louis.wait_for_timeout(1500)
    louis.goto(louis.url.split("/fil/")[0])
    expect(role(link, "mentioned")).to_be_hidden()


def test_escape_closes_the_names_and_enter_then_sends(group, word):
    alex, lena = group["alex"], group["lena"]
    box = role(alex, "composer-text")
    box.press_sequentially(f"{word} mail @")
    expect(alex.locator('[role="option"]').first).to_be_visible()
    box.press("Escape")
    expect(alex.locator('[role="option"]')).to_have_count(0)
    box.press("Enter")
    expect(entry(lena, f"{word} mail @")).to_be_visible()


def test_what_is_pinned_shows_above_leads_there_and_goes(group, word):
    alex, louis = group["alex"], group["louis"]
    write(alex, f"{word} la règle du groupe")
    for n in range(12):
        write(alex, f"{n} suite\n\nlongue\n\nlongue")
    expect(line(louis, word).last).to_be_attached()
    line(alex, word).locator('[data-role="pin"]').evaluate("(link) => link.click()")
    pinned = louis.locator("[data-pin]", has_text=word)
    expect(pinned).to_be_visible()
    expect(alex.locator("[data-pin]", has_text=word)).to_be_visible()
    pinned.locator("a").first.click()
    shown = louis.locator('[data-role="entry"]').filter(has_text=word)
    expect(shown).to_be_in_viewport()
    assert louis.url.endswith(f"/fil/{group['id']}/"), "without leaving the page"
    alex.locator('[data-role="pin-off"]').click()
    expect(pinned).to_have_count(0)
    assert louis.locator('[data-role="pins"]').is_hidden()


def test_a_hidden_message_gives_way_on_every_open_screen(group, word):
    alex, louis, lena = group["alex"], group["louis"], group["lena"]
    write(louis, f"{word} le numéro de Léna")
    react_line = line(lena, word)
    expect(react_line).to_be_visible()
    identity = react_line.get_attribute("id")
    react(lena, word, THUMB)
    alex.goto(f"{alex.url}message/{identity[2:]}/masquer/")
    alex.get_by_label("Pourquoi ?").fill("On ne donne pas le numéro de quelqu’un")
    alex.get_by_role("button", name="Masquer").click()
    expect(lena.locator(f"#{identity} [data-role=text]")).to_have_text("Message masqué par Alex")
    expect(louis.locator(f"#{identity} [data-role=text]")).to_have_text("Message masqué par Alex Pourquoi ?")
    assert lena.locator(f"#{identity} [data-sign]").count() == 0
    louis.locator(f"#{identity}").get_by_role("link", name="Pourquoi ?").click()
    assert "On ne donne pas le numéro" in louis.inner_text("main")
    louis.goto(louis.url.split("/fil/")[0])
    expect(louis.locator('[data-role="entry"]').last).to_contain_text("Alex a masqué votre message")


def test_who_leaves_is_named_and_who_stays_sees_it(group, word):
    alex, louis, lena = group["alex"], group["louis"], group["lena"]
    louis.get_by_role("link", name="Qui est là").click()
    louis.get_by_role("link", name="Quitter le groupe").click()
    louis.get_by_role("button", name="Quitter le groupe").click()
    expect(lena.locator(".entry--event").last).to_contain_text("Louis a quitté le groupe.")
    alex.goto(f"{alex.url}personnes/")
    alex.get_by_role("button", name="Faire revenir").click()
    expect(lena.locator(".entry--event").last).to_contain_text("Alex a ajouté Louis au groupe.")
    box = role(lena, "composer-text")
    box.press_sequentially("@lou")
    expect(lena.locator('[role="option"]')).to_have_count(1)


def test_silence_leaves_a_quiet_dot_until_ones_name_is_called(group, word):
    alex, louis = group["alex"], group["louis"]
    louis.get_by_role("link", name="Qui est là").click()
    louis.get_by_role("button", name="Pendant une semaine").click()
    louis.goto(louis.url.split("/fil/")[0])
    link = louis.locator(f'[data-role="group-link"][data-thread="{group["id"]}"]')
    write(alex, f"{word} bonjour")
    expect(role(link, "unread-count")).to_have_text("•")
    told = counted(louis)
    write(alex, f"{word} @Louis ?")
    expect(role(link, "mentioned")).to_be_visible()
    expect(role(link, "unread-count")).to_have_text("2")
    until(louis, lambda: counted(louis) == told + 2)


def counted(page: Page) -> int:
    """How much is new, as the title says."""
    found = re.match(r"\((\d+)\)", page.title())
    return int(found[1]) if found else 0


def test_without_script_all_of_it_can_be_done(product: Served, group, context, word):
    alex = group["alex"]
    write(alex, f"{word} sans script")
    plain = context(**PHONE, java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{product.url}/demo/login/lena/")
    page.goto(f"{product.url}/fil/{group['id']}/")
    shown = page.locator('[data-role="entry"]').filter(has_text=word)
    shown.focus()
    shown.get_by_role("link", name="Réagir").click()
    page.get_by_role("button", name="Mettre merci").click()
    expect(page.locator('[data-role="entry"]').filter(has_text=word).locator(".reaction")).to_have_count(1)
    page.fill("[data-role=composer-text]", "@Louis tu as vu ?")
    page.click("[data-role=composer-send]")
    expect(page.locator(".called")).to_have_text("@Louis")
