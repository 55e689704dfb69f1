"""Messages written on a bad network, in a real Chromium against the real product."""

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.hostile import Reply
from tests.browser.phones import Phone, outbox, shown, wait_for, write

pytestmark = pytest.mark.browser

PORTAL = Reply(200, b"<!doctype html><title>Wi-Fi</title>", {"Content-Type": "text/html"})
CHANGE = """([id, change]) => new Promise((resolve) => {
  const opening = indexedDB.open("aufil");
  opening.onsuccess = () => {
    const box = opening.result.transaction("outbox", "readwrite").objectStore("outbox");
    box.index("id").get(id).onsuccess = (found) => {
      box.put(Object.assign(found.target.result, change)).onsuccess = () => { opening.result.close(); resolve(); };
    };
  };
})"""


def texts(page: Page, word: str) -> list[str]:
    return [text for text, _state in shown(page, word)]


def kept_pages(page: Page) -> int:
    """How many pages the worker keeps."""
    return int(
        page.evaluate("caches.open('aufil-pages').then((pages) => pages.keys()).then((keys) => keys.length)")
    )


def tried(page: Page) -> bool:
    """Has the only record that waits been tried in vain?"""
    (record,) = outbox(page)
    return bool(record["tries"])


def change_record(page: Page, which: str, **change: Any) -> None:
    """Make a waiting record other than the page would: older, or not valid."""
    (record,) = [one for one in outbox(page) if one["text"] == which]
    page.evaluate(CHANGE, [record["id"], change])


def test_five_messages_written_offline_arrive_once_and_in_order(
    phone: Phone, camille: Page, word: str
) -> None:
    lea = phone.sign_in("lea")
    phone.worker_ready(lea)
    phone.offline()
    five = [f"{word} {number}" for number in range(5)]
    for text in five:
        write(lea, text)
    wait_for(lea, lambda: [state for _, state in shown(lea, word)] == ["pending"] * 5)
    assert lea.is_visible("[data-role=network]")
    lea.close()
    phone.offline(False)
    again = phone.open("/")
    wait_for(camille, lambda: texts(camille, word) == five)
    wait_for(again, lambda: texts(again, word) == five and outbox(again) == [])


def test_the_page_opens_with_no_network_and_shows_what_was_read(
    phone: Phone, camille: Page, word: str
) -> None:
    lea = phone.sign_in("lea")
    phone.worker_ready(lea)
    wait_for(lea, lambda: kept_pages(lea) == 1)
    write(camille, f"{word} après la page gardée")
    wait_for(lea, lambda: len(texts(lea, word)) == 1)
    lea.wait_for_timeout(300)
    lea.close()
    phone.offline()
    again = phone.open("/")
    wait_for(again, lambda: len(texts(again, word)) == 1)
    write(again, f"{word} sans réseau")
    wait_for(again, lambda: shown(again, "sans réseau") == [(f"{word} sans réseau", "pending")])
    phone.offline(False)
    wait_for(camille, lambda: len(texts(camille, word)) == 2)


def test_two_tabs_never_send_at_the_same_time(phone: Phone, camille: Page, word: str) -> None:
    first = phone.sign_in("lea")
    second = phone.open("/")
    phone.offline()
    for number in range(3):
        write(first, f"{word} a{number}")
        write(second, f"{word} b{number}")
    phone.network.on("POST", "/entries", delay=0.3)
    phone.offline(False)
    wait_for(first, lambda: outbox(first) == [])
    sent = sorted(phone.network.asked("POST", "/entries"), key=lambda one: one.began)
    assert all(before.ended <= after.began for before, after in pairwise(sent))
    expected = [f"{word} {tab}{number}" for number in range(3) for tab in "ab"]
    for page in (first, second, camille):
        wait_for(page, lambda page=page: texts(page, word) == expected)


def test_a_captive_portal_is_no_network(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.network.on("POST", "/api/", reply=PORTAL)
    write(lea, word)
    wait_for(lea, lambda: tried(lea))
    assert shown(lea, word) == [(word, "pending")]
    wait_for(lea, lambda: lea.is_visible("[data-role=network]"))
    phone.network.calm()
    wait_for(lea, lambda: outbox(lea) == [])
    assert texts(camille, word) == [word]


def test_an_answer_lost_after_the_server_kept_it_makes_no_second_entry(
    phone: Phone, camille: Page, word: str
) -> None:
    lea = phone.sign_in("lea")
    phone.network.on("POST", "/entries", cut="after", times=2)
    write(lea, word)
    wait_for(lea, lambda: outbox(lea) == [], 15)
    assert texts(lea, word) == [word]
    assert texts(camille, word) == [word]


def test_a_refused_entry_blocks_its_thread_only_and_correcting_frees_it(phone: Phone, word: str) -> None:
    page = phone.sign_in("camille")
    rows = page.locator("[data-role=thread-row]")
    one, two = (rows.nth(index).get_attribute("data-thread") for index in range(2))
    pages = [phone.open(f"/fil/{thread}/") for thread in (one, two)]
    phone.offline()
    for text in ("un", "deux", "trois"):
        write(pages[0], f"{word} {text}")
    write(pages[1], f"{word} ailleurs")
    change_record(pages[0], f"{word} deux", text="\u0000")
    phone.offline(False)
    wait_for(pages[1], lambda: shown(pages[1], word) == [(f"{word} ailleurs", "sent")])
    wait_for(pages[0], lambda: [r["state"] for r in outbox(pages[0])] == ["refused", "waiting"])
    failed = pages[0].locator("[data-role=entry][data-state=failed]")
    assert "caractère" in failed.locator("[data-role=problem]").inner_text()
    assert shown(pages[0], f"{word} trois") == [(f"{word} trois", "pending")]
    failed.get_by_role("button", name="Corriger").click()
    write(pages[0], f"{word} deux corrigé")
    wait_for(pages[0], lambda: outbox(pages[0]) == [])
    wait_for(
        pages[0], lambda: texts(pages[0], word) == [f"{word} {t}" for t in ("un", "deux corrigé", "trois")]
    )


def test_withdrawing_a_refused_entry_frees_those_behind(phone: Phone, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.offline()
    write(lea, f"{word} mauvais")
    write(lea, f"{word} bon")
    change_record(lea, f"{word} mauvais", text="")
    phone.offline(False)
    lea.get_by_role("button", name="Retirer").click()
    wait_for(lea, lambda: outbox(lea) == [])
    assert texts(lea, word) == [f"{word} bon"]


def test_editing_while_it_waits_changes_what_leaves(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.offline()
    write(lea, f"{word} brouilon")
    wait_for(lea, lambda: texts(lea, word) == [f"{word} brouilon"])
    edit_last(lea, f"{word} brouillon")
    wait_for(lea, lambda: texts(lea, word) == [f"{word} brouillon"])
    phone.offline(False)
    wait_for(camille, lambda: texts(camille, word) == [f"{word} brouillon"])
    assert camille.locator("[data-role=entry]", has_text=word).locator("[data-role=edited]").is_hidden()


def edit_last(page: Page, text: str) -> None:
    page.locator("[data-role=entry]").last.locator("[data-role=edit]").evaluate("(link) => link.click()")
    write(page, text)


def test_editing_on_its_way_becomes_a_change_after_acceptance(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.network.on("POST", "/entries$", delay=1, times=1)
    write(lea, f"{word} premier")
    wait_for(lea, lambda: [one["state"] for one in outbox(lea)] == ["sending"])
    edit_last(lea, f"{word} second")
    wait_for(lea, lambda: texts(lea, word) == [f"{word} second"])
    wait_for(lea, lambda: outbox(lea) == [])
    wait_for(camille, lambda: texts(camille, word) == [f"{word} second"])
    assert len(phone.network.asked("PATCH", "/entries/")) == 1


@pytest.mark.parametrize("cut", ["before", "after"])
def test_editing_what_may_have_arrived_never_makes_two(
    phone: Phone, camille: Page, word: str, cut: str
) -> None:
    lea = phone.sign_in("lea")
    phone.network.on("POST", "/entries$", cut=cut, times=1)
    write(lea, f"{word} premier")
    wait_for(lea, lambda: tried(lea))
    edit_last(lea, f"{word} second")
    wait_for(lea, lambda: outbox(lea) == [])
    wait_for(camille, lambda: texts(camille, word) == [f"{word} second"])
    assert texts(lea, word) == [f"{word} second"]


@pytest.mark.parametrize("cut", ["before", "after"])
def test_withdrawing_what_may_have_arrived_leaves_no_text(
    phone: Phone, camille: Page, word: str, cut: str
) -> None:
    phone.network.on("GET", "/api/v1/", cut="before")  # by no other road does the page learn that it arrived
    lea = phone.sign_in("lea")
    phone.network.on("POST", "/entries", reply=Reply(503))  # no other try before it is withdrawn
    phone.network.on("POST", "/entries$", cut=cut, times=1)
    write(lea, word)
    wait_for(lea, lambda: tried(lea))
    line = lea.locator("[data-role=entry]", has_text=word)
    line.locator("[data-role=delete]").evaluate("(link) => link.click()")
    wait_for(lea, lambda: outbox(lea) == [])
    wait_for(camille, lambda: texts(camille, word) == [])
    assert texts(lea, word) == []


def test_after_three_days_the_person_is_asked(phone: Phone, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.offline()
    write(lea, f"{word} vieux")
    write(lea, f"{word} récent")
    change_record(lea, f"{word} vieux", written_at=lea.evaluate("Date.now() - 73 * 3600 * 1000"))
    phone.offline(False)
    wait_for(lea, lambda: [one["state"] for one in outbox(lea)] == ["held", "waiting"])
    assert phone.network.asked("POST", "/entries") == []
    assert "Toujours envoyer" in lea.locator("[data-role=problem]:visible").inner_text()
    lea.locator("[data-role=problem]:visible").get_by_role("button", name="Envoyer").click()
    wait_for(lea, lambda: outbox(lea) == [])
    assert texts(lea, word) == [f"{word} vieux", f"{word} récent"]
    late = lea.locator("[data-role=entry]", has_text="vieux").locator("[data-role=late]")
    assert late.is_visible()
    assert re.search(r"écrit .+ à \d+", late.inner_text())


def test_another_person_on_the_phone_neither_sees_nor_sends(phone: Phone, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.network.on("POST", "/entries", reply=Reply(503))
    write(lea, word)
    wait_for(lea, lambda: tried(lea))
    yanis = phone.sign_in("yanis")
    phone.network.calm()
    write(yanis, f"{word} de Yanis")
    wait_for(yanis, lambda: [one["text"] for one in outbox(yanis)] == [word])
    yanis.wait_for_timeout(2500)
    # A try of Léa's page that was on its way says whose it is, and is refused.
    sent = [one.body for one in phone.network.asked("POST", "/entries") if b"de Yanis" in one.body]
    assert len(sent) == 1
    assert texts(yanis, word) == [f"{word} de Yanis"]
    lea.close()
    yanis.close()
    again = phone.sign_in("lea")
    wait_for(again, lambda: outbox(again) == [])
    assert texts(again, word) == [word]


def test_signing_out_keeps_the_outbox_and_nothing_of_what_was_read(phone: Phone, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.worker_ready(lea)
    wait_for(lea, lambda: kept_pages(lea) == 1)
    phone.network.on("POST", "/entries", reply=Reply(503))
    write(lea, word)
    wait_for(lea, lambda: tried(lea))
    lea.click("summary")
    lea.click("[data-role=sign-out]")
    lea.wait_for_load_state()
    wait_for(lea, lambda: kept_pages(lea) == 0)
    assert [one["text"] for one in outbox(lea)] == [word]
    assert lea.evaluate("document.body.dataset.person") == ""
    phone.offline()
    lea.goto(phone.network.url + "/")
    assert "Pas de réseau" in lea.inner_text("main")


def test_a_revoked_device_shows_its_entries_and_sends_none(
    phone: Phone, other_phone: Phone, word: str
) -> None:
    lea = phone.sign_in("lea")
    phone.worker_ready(lea)
    phone.offline()
    write(lea, word)
    elsewhere = other_phone.sign_in("lea")
    elsewhere.goto(other_phone.network.url + "/appareils/")
    buttons = elsewhere.locator("form[action*=deconnecter] button")
    while buttons.count() > 1:
        with elsewhere.expect_navigation():
            buttons.last.click()
    phone.network.log.clear()
    phone.offline(False)
    wait_for(lea, lambda: [one["state"] for one in outbox(lea)] == ["revoked"], 15)
    lea.wait_for_selector("[data-role=leftover]")
    assert word in lea.inner_text("[data-role=leftover]")
    assert all(one.status == 401 for one in phone.network.asked("POST", "/entries"))
    assert kept_pages(lea) == 0


def test_the_worker_sends_when_no_page_is_open(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.worker_ready(lea)
    phone.network.on("POST", "/entries", cut="before")
    write(lea, word)
    wait_for(lea, lambda: tried(lea))
    registrations: list[dict[str, Any]] = []
    session = phone.context.new_cdp_session(lea)
    session.on(
        "ServiceWorker.workerRegistrationUpdated", lambda found: registrations.extend(found["registrations"])
    )
    session.send("ServiceWorker.enable")
    wait_for(lea, lambda: bool(registrations))
    lea.goto("about:blank")
    phone.network.calm()
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": phone.network.url,
            "registrationId": registrations[-1]["registrationId"],
            "tag": "aufil-outbox",
            "lastChance": False,
        },
    )
    wait_for(camille, lambda: texts(camille, word) == [word])


def test_the_phone_says_how_many_it_keeps(phone: Phone, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.offline()
    for number in range(2):
        write(lea, f"{word} {number}")
    change_record(lea, f"{word} 1", text="")
    phone.offline(False)
    wait_for(lea, lambda: [one["state"] for one in outbox(lea)] == ["refused"])
    wait_for(lea, lambda: bool(phone.network.asked("POST", "/api/v1/outbox")))
    assert b'"waiting":1' in phone.network.asked("POST", "/api/v1/outbox")[0].body


def test_a_delay_the_server_asks_for_is_obeyed(phone: Phone, word: str) -> None:
    lea = phone.sign_in("lea")
    slow = b'{"type":"/api/v1/problems#slow-down","title":"Attendez","status":429,"detail":"Attendez"}'
    answer = Reply(429, slow, {"Content-Type": "application/problem+json", "Retry-After": "4"})
    phone.network.on("POST", "/entries", reply=answer, times=1)
    write(lea, word)
    wait_for(lea, lambda: tried(lea))
    lea.evaluate("dispatchEvent(new Event('online'))")
    wait_for(lea, lambda: outbox(lea) == [], 12)
    first, second = phone.network.asked("POST", "/entries")
    assert second.began - first.ended >= 3.9


def test_a_draft_survives_the_page(phone: Phone, word: str) -> None:
    lea = phone.sign_in("lea")
    phone.worker_ready(lea)
    lea.type("[data-role=composer-text]", word)
    lea.reload()
    wait_for(lea, lambda: lea.input_value("[data-role=composer-text]") == word)


def test_empty_and_overlong_texts_stay_in_the_box(phone: Phone) -> None:
    lea = phone.sign_in("lea")
    write(lea, "   \n ")
    assert outbox(lea) == []
    write(lea, "é" * 2001)
    assert "2001" in lea.inner_text("[data-role=composer-error]")
    assert lea.input_value("[data-role=composer-text]") == "é" * 2001
    assert outbox(lea) == []


def test_a_background_tab_sees_nothing(phone: Phone, camille: Page, word: str) -> None:
    lea = phone.sign_in("lea")
    wait_for(lea, lambda: bool(phone.network.asked("GET", "/api/v1/live")))
    hide(lea)
    write(camille, word)
    wait_for(lea, lambda: texts(lea, word) == [word])
    camille.wait_for_timeout(2000)
    assert shown(camille, word) == [(word, "sent")]
    hide(lea, "visible")
    wait_for(camille, lambda: shown(camille, word) == [(word, "seen")])


def hide(page: Page, state: str = "hidden") -> None:
    """As if another tab came in front, but for the stream, which the other tab would hold."""
    page.evaluate(
        """(state) => {
          Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
          if (state === "visible") document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )
