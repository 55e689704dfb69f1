"""Phones: browsers of one person each, behind a network of their own, and what one reads on them."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.browser.chromium import FRENCH
from tests.browser.hostile import Hostile

OUTBOX = """() => new Promise((resolve) => {
  const opening = indexedDB.open("aufil");
  opening.onsuccess = () => {
    const all = opening.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result); };
  };
})"""


class Phone:
    """A browser of one person, behind its own network."""

    def __init__(self, chromium: Browser, network: Hostile, **options: Any) -> None:
        self.network = network
        self.context: BrowserContext = chromium.new_context(
            viewport={"width": 360, "height": 740}, **FRENCH, **options
        )
        self.errors: list[str] = []

    def sign_in(self, username: str) -> Page:
        return self.open(f"/demo/login/{username}/")

    def open(self, path: str = "/") -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.network.url + path)
        return page

    def worker_ready(self, page: Page) -> None:
        """Wait until the service worker holds the page."""
        wait_for(page, lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"))

    def worker(self, page: Page) -> Callable[[str], None]:
        """`wake(tag)`: what the browser does with the service worker when the network is back, even with no page."""
        session = self.context.new_cdp_session(page)
        found: list[dict[str, Any]] = []
        session.on(
            "ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(said["registrations"])
        )
        session.send("ServiceWorker.enable")
        wait_for(page, lambda: bool(found))

        def wake(tag: str) -> None:
            of = {"origin": self.network.url, "registrationId": found[-1]["registrationId"]}
            session.send("ServiceWorker.dispatchSyncEvent", {**of, "tag": tag, "lastChance": False})

        return wake

    def offline(self, off: bool = True) -> None:
        self.context.set_offline(off)


def write(page: Page, text: str) -> None:
    """Write a message as one does."""
    page.fill("[data-role=composer-text]", text)
    page.click("[data-role=composer-send]")


def outbox(page: Page) -> list[dict[str, Any]]:
    """The records that wait on the phone, in order."""
    return list(asked(page, OUTBOX))


def asked(page: Page, script: str) -> Any:
    """What a script says; also while the page reloads itself, as often as it does."""
    for _ in range(5):
        try:
            return page.evaluate(script)
        except Error as error:
            if "navigation" not in str(error):
                raise
            page.wait_for_load_state()
    raise AssertionError("the page reloads without end")


def shown(page: Page, containing: str) -> list[tuple[str, str]]:
    """`(text, state)` of the entries on screen whose text contains this, in order; state "" for others' entries."""
    found = page.eval_on_selector_all(
        "[data-role=entry]",
        """(lines) => lines.filter((line) => !line.hidden).map((line) =>
            [line.querySelector("[data-role=text]").textContent, line.dataset.state || ""])""",
    )
    return [(text, state) for text, state in found if containing in text]


def wait_for(page: Page, check: Any, seconds: float = 20) -> None:
    """Wait until `check()` is true, letting the page live."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "waited in vain"
        page.wait_for_timeout(40)
