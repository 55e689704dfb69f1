"""What journeys share: the product as `bin/demo` makes it, one Chromium, phones and their networks.

Playwright's loop stays on the thread as long as it is started, and there nothing of Django may touch the database:
so Chromium lives as long as one file of tests, and these tests never touch the database themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import DESK, FRENCH, PHONE, started
from tests.browser.hostile import Hostile
from tests.browser.phones import Phone
from tests.serving import Served, demonstration

PATIENCE = 15_000  # ms: two cores may be busy
expect.set_options(timeout=PATIENCE)
YOUNG = {"lea", "yanis", "ines"}  # they come with a phone

As = Callable[..., Page]


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The assets as they now are, collected for these tests alone."""
    home = tmp_path_factory.mktemp("assets")
    root = str(home / "static")
    builder = Served(home, AUFIL_STATIC_ROOT=root)
    builder.aufil("build_assets", "-v", "0")
    builder.aufil("collectstatic", "--noinput", "-v", "0")
    return root


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, static_root: str) -> Iterator[Served]:
    """The product of `bin/demo`, made once for all journeys."""
    with demonstration(tmp_path_factory.mktemp("product"), AUFIL_STATIC_ROOT=static_root) as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started() as browser:
        yield browser


@pytest.fixture
def context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`context(**options)`: a browser profile of its own, with French habits; closed with the test."""
    with ExitStack() as stack:

        def make(**options: Any) -> BrowserContext:
            made = chromium.new_context(**FRENCH, **options)
            stack.callback(made.close)
            made.set_default_timeout(PATIENCE)
            return made

        yield make


@pytest.fixture
def as_(product: Served, context: Callable[..., BrowserContext]) -> As:
    """`as_("lea")`: the first page of that person, on a phone or desk never used before."""

    def sign_in(username: str, url: str = "", **options: Any) -> Page:
        on = PHONE if username in YOUNG else DESK
        page = context(**{**on, **options}).new_page()
        page.goto(f"{url or product.url}/demo/login/{username}/")
        return page

    return sign_in


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
