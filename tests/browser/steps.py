"""What a person does and sees on a page of Aufil, in the words of the contract (`data-role`)."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

ENTRY = '[data-role="entry"]'
# A headless browser shows every tab: these say what a person does with theirs.
CAN_LOOK_AWAY = """
let away = false;
Object.defineProperty(document, "visibilityState", { get: () => (away ? "hidden" : "visible") });
Object.defineProperty(document, "hidden", { get: () => away });
window.turn = (now) => { away = now; document.dispatchEvent(new Event("visibilitychange")); };
"""


def role(page: Page | Locator, name: str) -> Locator:
    return page.locator(f'[data-role="{name}"]')


def thread_id(page: Page) -> str:
    """The thread this page shows."""
    found = role(page, "thread").get_attribute("data-thread")
    assert found
    return found


def write(page: Page, text: str) -> None:
    """Type a message and send it; comes back once it is on the page."""
    box = role(page, "composer-text")
    box.fill(text)
    role(page, "composer-send").click()
    expect(entry(page, text)).to_be_visible()


def entry(page: Page, text: str) -> Locator:
    """The one line with exactly this text."""
    exactly = re.compile("^" + re.escape(text) + "$")
    return page.locator(ENTRY).filter(has=page.locator('[data-role="text"]', has_text=exactly))


def expect_state(page: Page, text: str, state: str) -> None:
    expect(entry(page, text)).to_have_attribute("data-state", state)


def lines(page: Page) -> list[dict[str, Any]]:
    """All the entries on the page, from top to bottom: `{id, seq, text, state}`."""
    return page.locator(ENTRY).evaluate_all(
        """(all) => all.filter((one) => !one.hidden).map((one) => ({
            id: one.dataset.entryId, seq: Number(one.dataset.seq || 0), state: one.dataset.state || "",
            text: one.querySelector('[data-role="text"]').textContent,
        }))"""
    )


def texts(page: Page) -> list[str]:
    return [line["text"] for line in lines(page)]


def wait_for_keeping(page: Page) -> None:
    """Until the service worker answers for this page and has kept it."""
    page.wait_for_function("() => navigator.serviceWorker && navigator.serviceWorker.controller")
    page.wait_for_function("async () => (await (await caches.open('aufil-shell')).keys()).length > 1")
    page.reload()
    page.wait_for_function("async () => (await (await caches.open('aufil-pages')).keys()).length > 0")


def wait_for_composer(page: Page) -> None:
    """Until scripts hold the form (before, it is a plain form): what is typed is then kept as a draft."""
    page.wait_for_function(
        """() => {
            const box = document.querySelector('[data-role="composer-text"]');
            box.value = "brouillon";
            box.dispatchEvent(new Event("input", { bubbles: true }));
            const kept = Object.keys(localStorage).some((name) => localStorage[name] === "brouillon");
            box.value = "";
            box.dispatchEvent(new Event("input", { bubbles: true }));
            return kept;
        }"""
    )


def watch(page: Page) -> list[str]:
    """Notes, from now on, what a page should never do: errors on the console (what the content policy refuses is
    one), exceptions, requests to another host."""
    host = re.compile(r"^(https?://127\.0\.0\.1:\d+/|data:|blob:|about:)")
    problems: list[str] = []
    page.on("console", lambda m: problems.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.on("request", lambda r: problems.append(f"elsewhere: {r.url}") if not host.match(r.url) else None)
    return problems


def until(page: Page, done: Callable[[], bool], seconds: float = 15.0) -> None:
    """Wait on the page's own clock until `done()`."""
    for _ in range(int(seconds * 10)):
        if done():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not happen")


def code_now(secret: str, step: int = 0) -> str:
    """What an application of codes shows now, or `step` half-minutes from now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def add_application(page: Page) -> str:
    """From the page of one's protections, up to the recovery codes; the secret it showed."""
    page.get_by_role("link", name="Ajouter une application de codes").click()
    expect(page.locator(".qr svg")).to_be_visible()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Code de l’application").fill(code_now(secret))
    page.get_by_role("button", name="Ajouter").click()
    expect(page.locator(".secrets li")).to_have_count(10)
    return secret
