"""What axe and simple measures say of a page as it is shown now."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
NARROWEST = 320
WIDTHS = {360: 740, 1280: 800}


def violations(page: Page, *rules: str) -> list[str]:
    """Every violation (of these rules, or of all), in a line that says where; axe is on the page already."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = page.evaluate("(options) => axe.run(document, options).then((all) => all.violations)", options)
    return [
        f"{one['id']}: {node['target'][0]} {node['failureSummary'].splitlines()[-1].strip()}"
        for one in found
        for node in one["nodes"]
    ]


def faults_in_every_light(page: Page) -> list[str]:
    """All rules on a phone and on a desk; in the dark what depends on colour."""
    page.evaluate(AXE)
    found = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            rules = () if scheme == "light" else ("color-contrast",)
            found += [f"{width} {scheme} {one}" for one in violations(page, *rules)]
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page, width: int) -> int:
    """How many pixels one must scroll sideways at this width."""
    page.set_viewport_size({"width": width, "height": 640})
    return page.evaluate("() => document.scrollingElement.scrollWidth") - width


def enlarge_text(page: Page) -> None:
    """Text at 200 %, as a person's own setting makes it."""
    before = page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    after = page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    assert after >= 1.9 * before, "text does not follow the person's own size"


def hidden_behind(page: Page) -> list[str]:
    """Words of buttons, links, headings and messages cut by their own box."""
    return page.evaluate(
        """() => Array.from(document.querySelectorAll('h1, h2, button, a, label, p, [data-role="text"]'))
            .filter((one) => one.checkVisibility() && one.textContent.trim()
                && !one.closest('.visually-hidden, .clip, .skip, [data-role="excerpt"]')
                && !one.querySelector('.visually-hidden, .clip, [data-role="excerpt"]')
                && one.clientWidth && one.scrollWidth > one.clientWidth + 2
                && getComputedStyle(one).overflowX !== 'visible')
            .map((one) => one.tagName + ' ' + one.textContent.trim().slice(0, 40))"""
    )
