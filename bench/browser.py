"""A phone's browser: Chromium with the network and the processor slowed, and the instant one can type."""

import contextlib
import json
import shutil
import time
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.proxy import Exchange, Proxy
from bench.services import Unable

SLOWER = 4  # a cheap phone's processor
PATIENCE = 60.0
QUIET_SECONDS, QUIET_AT_MOST = 3.0, 30.0
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]

# Tells when a key that was really pressed first wrote in the message box: milliseconds since navigation.
WATCH = """
(() => {
  const look = () => {
    const box = document.querySelector('[data-role=composer-text]');
    if (!box || box.disabled || !box.getClientRects().length) return requestAnimationFrame(look);
    box.addEventListener('input', (event) => { if (event.isTrusted) window.typedAt ??= performance.now(); });
    box.focus();
  };
  requestAnimationFrame(look);
})();
"""


class Network(NamedTuple):
    """Bits a second down and up, and milliseconds a request waits for its answer to begin."""

    name: str
    down: int
    up: int
    latency: int

    def conditions(self) -> dict[str, object]:
        return {
            "offline": False,
            "latency": self.latency,
            "downloadThroughput": self.down / 8,
            "uploadThroughput": self.up / 8,
        }


SLOW_4G = Network("slow4g", 1_600_000, 750_000, 150)
EDGE = Network("edge", 240_000, 200_000, 840)


class Phone:
    """One browser profile of one person, whose traffic goes through `proxy`."""

    def __init__(self, browser: Browser, proxy: Proxy, cookie: tuple[str, str]) -> None:
        self.browser, self.proxy = browser, proxy
        self.usable_at = 0.0  # when one could write, on the clock of `time.monotonic`
        self.address = f"http://127.0.0.1:{proxy.port}"
        self.context: BrowserContext = browser.new_context(
            viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, locale="fr-FR"
        )
        self.context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": self.address}])

    def open(self, network: Network | None) -> Page:
        """A new tab, slowed."""
        page = self.context.new_page()
        session = self.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        if network:
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", network.conditions())
            self._slow_workers(network)
        page.add_init_script(WATCH)
        return page

    def _slow_workers(self, network: Network) -> None:
        """A service worker has a network of its own; the devtools session also keeps it awake."""
        session: CDPSession = self.browser.new_browser_cdp_session()
        commands = [("Network.enable", {}), ("Network.emulateNetworkConditions", network.conditions())]
        for target in session.send("Target.getTargets")["targetInfos"]:
            if target["type"] != "service_worker" or not target["url"].startswith(self.address):
                continue
            attach = {"targetId": target["targetId"], "flatten": False}
            worker = session.send("Target.attachToTarget", attach)["sessionId"]
            for number, (method, said) in enumerate(commands):
                message = json.dumps({"id": number, "method": method, "params": said})
                session.send("Target.sendMessageToTarget", {"sessionId": worker, "message": message})

    def seconds_until_typed(self, page: Page) -> float:
        """Go home and press keys until one writes in the message box: seconds since navigation began."""
        until = time.monotonic() + PATIENCE
        page.goto(self.address + "/", wait_until="commit", timeout=PATIENCE * 1000)
        while time.monotonic() < until:
            page.keyboard.press("a")
            if typed := page.evaluate("window.typedAt"):
                self.usable_at = time.monotonic() - (page.evaluate("performance.now()") - typed) / 1000
                return typed / 1000
            page.wait_for_timeout(20)
        raise Unable("the message box could not be typed in within a minute")

    def settle(self, page: Page) -> None:
        """Until nothing has been asked for a while."""
        until = time.monotonic() + QUIET_AT_MOST
        seen, since = -1, time.monotonic()
        while time.monotonic() < min(until, since + QUIET_SECONDS):
            if (size := self.proxy.bytes_so_far) != seen:
                seen, since = size, time.monotonic()
            page.wait_for_timeout(100)

    def close(self) -> None:
        self.context.close()


def by_worker(exchanges: list[Exchange]) -> list[Exchange]:
    """Those a service worker asked for: its script, and what it fetched from there (its address refers)."""
    scripts = {e.line.split(" ")[1] for e in exchanges if e.headers.get("service-worker") == "script"}
    return [
        e
        for e in exchanges
        if "service-worker" in e.headers or urlsplit(e.headers.get("referer", "")).path in scripts
    ]


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser as installed."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise Unable("Chromium is not installed: bin/test installs it (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
