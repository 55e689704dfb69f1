"""Renews the pictures of `docs/screens/` from the demonstration; run by `bin/screens`."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.chromium import DESK, FRENCH, PHONE, started
from tests.browser.steps import role, thread_id, wait_for_keeping, write
from tests.chaos.proxy import HostileProxy
from tests.serving import ROOT, demonstration

SCREENS = ROOT / "docs" / "screens"
MOST = 200 * 1024  # bytes of a picture
COLOURS = (256, 128, 64, 32)
TALL = 2400  # px of the components that are shown


def main() -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, demonstration(Path(home)) as served, started() as browser:
        with HostileProxy(served.port, seed=0) as network:
            without_network(browser, network)
        camera = Camera(browser, served.url)
        camera.phone("jeune-360-clair", "lea", "/")
        camera.phone("jeune-360-sombre", "lea", "/", color_scheme="dark")
        camera.phone("conseillere-360-clair", "camille", "/")
        camera.phone("connexion-360-clair", "", "/connexion/")
        camera.phone("demo-360-clair", "", "/demo/")
        camera.desk("conseillere-1280-clair", "camille", camera.with_lea)
        camera.desk("conseillere-1280-sombre", "camille", camera.with_lea, color_scheme="dark")
        camera.desk("caseload-1280-clair", "camille", "/mes-jeunes/")
        camera.desk("referente-1280-clair", "dominique", "/")
        camera.desk("composants-1280-clair", "", "/ui/", viewport={"width": 1280, "height": TALL})


class Camera:
    """Takes one picture of one address as one person."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.with_lea = f"/?fil={self._thread_of('lea')}"

    def phone(self, name: str, who: str, address: str, **options) -> None:
        self._take(name, who, address, {**PHONE, "device_scale_factor": 2, **options})

    def desk(self, name: str, who: str, address: str, **options) -> None:
        self._take(name, who, address, {**DESK, **options})

    def _take(self, name: str, who: str, address: str, options: dict) -> None:
        self._on_page(who, address, options, lambda page: keep(page, name))

    def _thread_of(self, who: str) -> str:
        return self._on_page(who, "/", PHONE, thread_id)

    def _on_page(self, who: str, address: str, options: dict, look: Callable[[Page], str]) -> str:
        context = self.browser.new_context(**FRENCH, **options)
        page = context.new_page()
        if who:
            page.goto(f"{self.url}/demo/login/{who}/")
        page.goto(self.url + address)
        found = look(page)
        context.close()
        return found


def without_network(browser: Browser, network: HostileProxy) -> None:
    """Inès writes in a place without network."""
    context = browser.new_context(**FRENCH, **PHONE, device_scale_factor=2)
    page = context.new_page()
    page.goto(f"{network.url}/demo/login/ines/")
    wait_for_keeping(page)
    network.cut()
    write(page, "je suis dans le car, ça capte plus")
    write(page, "je vous envoie la convention en arrivant")
    role(page, "network").wait_for(state="visible")
    keep(page, "jeune-360-hors-ligne")
    context.close()


def keep(page: Page, name: str) -> str:
    """The page as it is now, in as few bytes as a README asks for."""
    page.wait_for_load_state(
        "networkidle" if name.startswith(("connexion", "demo", "composants")) else "load"
    )
    page.wait_for_timeout(800)  # fonts are the device's own; lines settle once scripts have run
    path = SCREENS / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    picture = Image.open(path).convert("RGB")
    for colours in COLOURS:
        picture.quantize(colours, kmeans=1, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST:
            break
    print(f"{path.relative_to(ROOT)} {path.stat().st_size // 1024} Ko")
    return name


if __name__ == "__main__":
    main()
