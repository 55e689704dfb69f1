"""What journeys share: the product as `bin/demo` makes it, one Chromium, phones and their networks."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.hostile import Hostile
from tests.browser.phones import Phone
from tests.serving import Served, demonstration

CHROMIUM = os.environ.get("AUFIL_CHROMIUM", "/usr/bin/chromium")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


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


@pytest.fixture
def camille(chromium: Browser, network: Hostile) -> Iterator[Page]:
    """Camille's open page on Léa's thread, in her own browser, with a good network."""
    with Hostile(network.target) as good:
        made = Phone(chromium, good)
        page = made.sign_in("camille")
        row = page.locator("[data-role=thread-row]", has_text="Léa").first
        page.goto(f"{good.url}/fil/{row.get_attribute('data-thread')}/")
        yield page
        made.context.close()
        assert made.errors == []


@pytest.fixture
def word() -> str:
    """A word no other test writes."""
    return f"mot-{uuid4().hex[:8]}"
