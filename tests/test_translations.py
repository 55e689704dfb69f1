"""Every sentence a person reads is wrapped for translation."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "aufil"
# The gallery shows samples: names and words nobody translates.
TEMPLATES = sorted(p for p in PACKAGE.rglob("templates/**/*.html") if "gallery" not in p.parts)
WRAPPED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
# The names by which a script finds its sentences (`*_texts.html`) are not read by anybody.
TAGS = re.compile(
    r"^\"[a-z_]+\":"
    r"|{%\s*block shell\s*%}.*?{%\s*endblock\s*%}|{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->|<script.*?</script>|<svg.*?</svg>",
    re.DOTALL | re.MULTILINE,
)
ELEMENTS = re.compile(r"<(code|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)
SPOKEN_ATTRIBUTES = re.compile(
    r"\s(?:alt|title|placeholder|aria-label|content)=\"([^\"{]*[a-zà-ÿ]{3}[^\"{]*)\""
)
WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ.]*[A-Za-zÀ-ÿ]")
NAMES = {"Aufil", "openapi.json", "hidden"}  # the mark; an attribute a tag ends with


# The names by which scripts call sentences that are loaded later: `"react": "{% translate …`.
NAMED = re.compile(r'^"[^"]+":(?= "{%)', re.MULTILINE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_bare_sentence_in_a_template(path):
    text = TAGS.sub(" ", WRAPPED.sub(" ", NAMED.sub(" ", path.read_text())))
    words = [w for w in WORD.findall(ELEMENTS.sub(" ", text)) if w not in NAMES]
    assert not words, words[:8]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_bare_sentence_in_an_attribute(path):
    text = WRAPPED.sub(" ", path.read_text())
    technical = {"width=device-width", "same-origin", "light dark", "Aufil", "#"}
    found = [v for v in SPOKEN_ATTRIBUTES.findall(text) if not any(t in v for t in technical)]
    assert not found
