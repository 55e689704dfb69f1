"""The product running with its demonstration data, and phones (browser contexts) to use it from."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.browser.hostile import Hostile
from tests.serving import Served, demonstration

CHROMIUM = os.environ.get("AUFIL_CHROMIUM", "/usr/bin/chromium")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
OUTBOX = """() => new Promise((resolve) => {
  const opening = indexedDB.open("aufil");
  opening.onsuccess = () => {
    const all = opening.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result); };
  };
})"""


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product of `bin/demo`, with the assets as they now are."""
    home = tmp_path_factory.mktemp("product")
    with demonstration(home, start=False, AUFIL_STATIC_ROOT=str(home / "static")) as served:
        served.aufil("build_assets", "-v", "0")
        served.aufil("collectstatic", "--noinput", "-v", "0")
        served.start()
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def network(product: Served) -> Iterator[Hostile]:
    """Calm until told otherwise."""
    with Hostile(product.port) as proxy:
        yield proxy


class Phone:
    """A browser of one person, behind its own network."""

    def __init__(self, chromium: Browser, network: Hostile, **options: Any) -> None:
        self.network = network
        self.context: BrowserContext = chromium.new_context(
            viewport={"width": 360, "height": 740}, locale="fr-FR", timezone_id="Europe/Paris", **options
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

    def offline(self, off: bool = True) -> None:
        self.context.set_offline(off)


@pytest.fixture
def phone(chromium: Browser, network: Hostile) -> Iterator[Phone]:
    """A phone with nobody on it; its scripts must raise no error."""
    made = Phone(chromium, network)
    yield made
    made.context.close()
    assert made.errors == []


@pytest.fixture
def other_phone(chromium: Browser, network: Hostile) -> Iterator[Phone]:
    made = Phone(chromium, network)
    yield made
    made.context.close()
    assert made.errors == []


def write(page: Page, text: str) -> None:
    """Write a message as one does."""
    page.fill("[data-role=composer-text]", text)
    page.click("[data-role=composer-send]")


def outbox(page: Page) -> list[dict[str, Any]]:
    """The records that wait on the phone, in order; also while the page reloads itself."""
    try:
        return list(page.evaluate(OUTBOX))
    except Error as error:
        if "navigation" not in str(error):
            raise
        page.wait_for_load_state()
        return list(page.evaluate(OUTBOX))


def shown(page: Page, containing: str) -> list[tuple[str, str]]:
    """`(text, state)` of the entries on screen whose text contains this, in order; state "" for others' entries."""
    found = page.eval_on_selector_all(
        "[data-role=entry]",
        """(lines) => lines.filter((line) => !line.hidden).map((line) =>
            [line.querySelector("[data-role=text]").textContent, line.dataset.state || ""])""",
    )
    return [(text, state) for text, state in found if containing in text]


def wait_for(page: Page, check: Any, seconds: float = 8) -> None:
    """Wait until `check()` is true, letting the page live."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "waited in vain"
        page.wait_for_timeout(40)
