"""A thread that lives on two screens, in a real Chromium."""

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.hostile import Reply
from tests.browser.phones import Phone, outbox, shown, wait_for, write

pytestmark = pytest.mark.browser


def line(page: Page, word: str) -> Locator:
    return page.locator("[data-role=entry]", has_text=word)


def act(page: Page, word: str, role: str) -> None:
    """Press a link under an entry, as a finger does after touching the entry."""
    line(page, word).locator(f"[data-role={role}]").evaluate("(link) => link.click()")


def test_answering_quotes_what_is_answered(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    write(camille, f"{word} question")
    wait_for(lea, lambda: bool(shown(lea, word)))
    act(lea, word, "reply")
    assert word in lea.inner_text("[data-role=reply-preview]")
    write(lea, f"{word} réponse")
    quote = line(camille, f"{word} réponse").locator("[data-role=quote]")
    wait_for(camille, quote.is_visible)
    assert f"{word} question" in quote.inner_text()
    assert lea.is_hidden("[data-role=reply-preview]")


def test_a_change_and_a_deletion_show_everywhere(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    write(lea, f"{word} avec une fote")
    wait_for(camille, lambda: bool(shown(camille, word)))
    act(lea, word, "edit")
    assert lea.input_value("[data-role=composer-text]") == f"{word} avec une fote"
    write(lea, f"{word} avec une faute")
    wait_for(camille, lambda: [text for text, _ in shown(camille, word)] == [f"{word} avec une faute"])
    assert line(camille, word).locator("[data-role=edited]").is_visible()
    wait_for(lea, lambda: outbox(lea) == [] and line(lea, word).locator("[data-role=edited]").is_visible())
    act(lea, word, "delete")
    entry = line(lea, word).get_attribute("id")
    line(lea, word).get_by_role("button", name="Supprimer").click()
    wait_for(camille, lambda: camille.inner_text(f"#{entry} [data-role=text]") == "Message supprimé")
    wait_for(lea, lambda: lea.inner_text(f"#{entry} [data-role=text]") == "Message supprimé")


def test_escape_gives_up_a_change_and_finds_the_draft_again(phone: Phone, word: str) -> None:
    lea = phone.sign_in("lea")
    write(lea, word)
    wait_for(lea, lambda: shown(lea, word) != [])
    lea.fill("[data-role=composer-text]", "un brouillon")
    act(lea, word, "edit")
    lea.press("[data-role=composer-text]", "Escape")
    assert lea.input_value("[data-role=composer-text]") == "un brouillon"


def test_what_is_written_shows_as_seen_and_writing_shows(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    write(lea, word)
    wait_for(lea, lambda: shown(lea, word) == [(word, "seen")])
    camille.type("[data-role=composer-text]", "je")
    wait_for(lea, lambda: lea.inner_text("[data-role=writing]") == "Camille écrit…")
    wait_for(lea, lambda: lea.is_hidden("[data-role=writing]"))


def test_older_entries_come_above_and_the_reader_stays_where_they_were(phone: Phone) -> None:
    page = phone.sign_in("camille")
    for thread in page.eval_on_selector_all(
        "[data-role=thread-row]", "(rows) => rows.map((row) => row.dataset.thread)"
    ):
        page.goto(f"{phone.network.url}/fil/{thread}/")
        if page.locator("[data-role=older]").count():
            break
    page.wait_for_timeout(500)
    first = page.locator("[data-role=entry]").first
    before, identity = page.locator("[data-role=entry]").count(), first.get_attribute("id")
    first.scroll_into_view_if_needed()
    wait_for(page, lambda: page.locator("[data-role=entry]").count() > before)
    scroll = page.locator("[data-role=scroll]").bounding_box()
    assert scroll is not None

    def in_place() -> bool:
        box = page.locator(f"#{identity}").bounding_box()
        return box is not None and scroll["y"] - 5 <= box["y"] <= scroll["y"] + scroll["height"]

    wait_for(page, in_place)
    numbers = page.eval_on_selector_all(
        "[data-role=entry]", "(lines) => lines.map((line) => Number(line.dataset.seq))"
    )
    assert numbers == sorted(set(numbers))
    days = page.eval_on_selector_all("[data-role=day]", "(lines) => lines.map((line) => line.dataset.day)")
    assert days == sorted(set(days))


def test_who_reads_above_is_told_of_what_is_new_below(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    lea.wait_for_timeout(500)
    lea.evaluate("document.querySelector('[data-role=scroll]').scrollTop = -600")
    lea.wait_for_timeout(300)
    top = lea.evaluate("document.querySelectorAll('[data-role=entry]')[20].getBoundingClientRect().top")
    write(camille, word)
    wait_for(lea, lambda: lea.is_visible("[data-role=to-end]"))
    assert (
        abs(
            lea.evaluate("document.querySelectorAll('[data-role=entry]')[20].getBoundingClientRect().top")
            - top
        )
        < 3
    )
    lea.click("[data-role=to-end]")
    wait_for(lea, lambda: lea.is_hidden("[data-role=to-end]"))
    assert line(lea, word).is_visible()


def test_the_list_of_the_counsellor_lives(phone: Phone, other_phone: Phone, word: str) -> None:
    lea = phone.sign_in("lea")
    page = other_phone.sign_in("camille")
    row = page.locator("[data-role=thread-row]", has_text="Léa").first
    before = (
        int(row.locator("[data-role=unread-count]").inner_text() or 0)
        if row.locator("[data-role=unread-count]").is_visible()
        else 0
    )
    write(lea, word)
    wait_for(page, lambda: row.locator("[data-role=excerpt]").inner_text() == word)
    assert row.locator("[data-role=unread-count]").inner_text() == str(before + 1)
    assert page.title().startswith("(")


def test_a_lost_stream_loses_nothing(phone: Phone, camille: Page, word: str) -> None:
    phone.network.on("GET", "/api/v1/live", cut="before", times=3)
    lea = phone.sign_in("lea")
    write(camille, word)
    wait_for(lea, lambda: bool(shown(lea, word)))


def test_a_browser_that_keeps_nothing_posts_the_plain_form(phone: Phone, camille: Page, word: str) -> None:
    phone.context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    lea = phone.sign_in("lea")
    write(lea, word)
    wait_for(camille, lambda: bool(shown(camille, word)))
    lea.wait_for_load_state()
    assert [text for text, _ in shown(lea, word)] == [word]


def test_a_full_disk_is_said_and_the_text_is_not_lost(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    lea.evaluate(
        "() => { IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    phone.network.on("POST", "/entries", reply=Reply(503), times=1)
    write(lea, word)
    wait_for(lea, lambda: "pleine" in lea.inner_text("[data-role=notice]"))
    assert lea.input_value("[data-role=composer-text]") == word
    lea.click("[data-role=composer-send]")
    wait_for(camille, lambda: bool(shown(camille, word)))
    wait_for(lea, lambda: lea.input_value("[data-role=composer-text]") == "")
