"""The look keeps its promises where no eye would notice: same tokens in the gallery, readable colours, weight."""

import gzip
import re

import pytest

from aufil.ui.critical import CSS, critical_css

CRITICAL_MOST = 5_000  # bytes, compressed: what the first 14 KB can spare for styles
TEXT_ON = [
    *(("ink", "paper"), ("ink", "surface"), ("ink", "wash"), ("ink", "chosen"), ("ink", "face")),
    *(("soft", "paper"), ("soft", "surface"), ("soft", "wash")),
    *(("living", "paper"), ("living", "surface"), ("on-action", "action"), ("on-mine", "mine")),
    *(("done", "paper"), ("done", "done-wash"), ("waiting", "paper"), ("waiting", "waiting-wash")),
]
SHAPE_ON = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("knot", "paper"),
    ("focus", "paper"),
    ("focus", "surface"),
]


def declared(sheet: str, selector: str) -> list[dict[str, str]]:
    """The custom properties of each block of `sheet` under `selector`."""
    blocks = re.findall(re.escape(selector) + r" \{(.*?)\}", (CSS / sheet).read_text(), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): ([^;]+);", block)) for block in blocks]


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


LIGHT, CHANGES = declared("tokens.css", ":root")
THEMES = {"light": LIGHT, "dark": LIGHT | CHANGES}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_is_readable(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_ON)
def test_shapes_that_mean_something_are_visible(theme: str, shape: str, ground: str) -> None:
    assert contrast(THEMES[theme][shape], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_gallery_shows_the_real_colours(theme: str) -> None:
    (shown,) = declared("gallery.css", f"[data-theme={theme}]")
    shared = shown.keys() & THEMES[theme].keys()
    assert shared >= CHANGES.keys() - {"shade"}
    assert {name: shown[name] for name in shared} == {name: THEMES[theme][name] for name in shared}


def test_the_first_screen_s_styles_stay_light() -> None:
    assert len(gzip.compress(critical_css().encode())) <= CRITICAL_MOST
