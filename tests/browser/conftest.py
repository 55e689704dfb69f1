"""The demonstration served for real, and a real Chromium: a phone, a desk, anybody signed in.

Playwright's loop stays on the thread as long as it is started, and then nothing of Django may touch the database
there: so it lives as long as one file of tests, and these tests never touch the database themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.serving import Served, demonstration

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
PATIENCE = 15_000  # ms: two cores may be busy

As = Callable[..., Page]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration, made once for all journeys; each takes people of its own."""
    with demonstration(tmp_path_factory.mktemp("demonstration")) as product:
        yield product


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started for one file of tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield chromium
        finally:
            chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`context(**options)`: a browser profile of its own, with French habits; closed with the test."""
    with ExitStack() as stack:

        def make(**options: Any) -> BrowserContext:
            made = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **options)
            stack.callback(made.close)
            made.set_default_timeout(PATIENCE)
            return made

        yield make


@pytest.fixture
def as_(served: Served, context: Callable[..., BrowserContext]) -> As:
    """`as_("lea")`: the first page of that person, on a phone or desk never used before."""

    def sign_in(username: str, url: str = "", **options: Any) -> Page:
        on = PHONE if username in YOUNG else DESK
        page = context(**{**on, **options}).new_page()
        page.goto(f"{url or served.url}/demo/login/{username}/")
        return page

    return sign_in


YOUNG = {"lea", "yanis", "ines"}
