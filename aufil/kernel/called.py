"""Who a text calls by name: `@Léa`."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from aufil.kernel.words import folded

# Not within a word: `lea@exemple.fr` calls nobody; nor does `@Marie-Claude` call Marie.
AT = re.compile(r"(?<!\w)@")
GOES_ON = re.compile(r"\w|[-.]\w")


class Called(NamedTuple):
    """Somebody is called by name from `start` (the `@`) to `end`; `name` is which of the names."""

    start: int
    end: int
    name: int


def called(text: str, names: Sequence[str]) -> list[Called]:
    """Where `text` calls by one of these names, whatever the case and accents; the longest that fits counts."""
    if "@" not in text:
        return []
    ordered = sorted((n for n, name in enumerate(names) if name), key=lambda n: -len(names[n]))
    found = []
    for at in AT.finditer(text):
        for n in ordered:
            end = at.end() + len(names[n])
            if folded(text[at.end() : end]) == folded(names[n]) and not GOES_ON.match(text, end):
                found.append(Called(at.start(), end, n))
                break
    return found
