"""The parts of a text message, counted by the browser as by the server; and said under the box."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from aufil.ui.assets import read, source

pytestmark = pytest.mark.browser

TABLE = Path(__file__).resolve().parents[2] / "aufil" / "delivery" / "tests" / "texts.json"
CASES = json.loads(TABLE.read_text())


def test_the_browser_counts_as_the_server_does(chromium: Browser) -> None:
    script = read(source("thread/js/counting.js")).body
    texts = [case["text"] * case.get("times", 1) + case.get("end", "") for case in CASES]
    page = chromium.new_page()
    counted = page.evaluate(f"(texts) => {{ {script}; return texts.map(countParts); }}", texts)
    page.close()
    said = [{"wide": [], "double": [], **_figures(case)} for case in CASES]
    assert counted == said


def _figures(case: dict[str, object]) -> dict[str, object]:
    return {name: case[name] for name in ("parts", "left", "wide", "double") if name in case}
