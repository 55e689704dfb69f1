"""The letters of text messages: 160 of GSM-7 go into one, 70 of any other alphabet (3GPP TS 23.038, 23.040).

`thread/js/counting.js` counts the same way while one writes; `tests/texts.json` holds both to it.
"""

import unicodedata
from typing import NamedTuple

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")  # each takes the room of two
LIKE = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "·": "-",
    }
)
# Room in one text, and in each of several (a header says which is which).
ALONE, JOINED = 160, 153
WIDE_ALONE, WIDE_JOINED = 70, 67
UNSEEN = ("Mn", "Me", "Cf")  # letters that only change another: never named


class Count(NamedTuple):
    """What a text costs once written with `plain`."""

    parts: int
    left: int  # letters that still fit in the last part
    wide: tuple[
        str, ...
    ]  # letters no telephone alphabet has: because of them a part holds 70 or 67, not 160 or 153
    double: tuple[str, ...]  # letters that take the room of two


def fits(text: str) -> bool:
    """Can every letter be said in GSM-7?"""
    return all(letter in BASIC or letter in EXTENDED for letter in text)


def plain(text: str) -> str:
    """French as it fits GSM-7: `ê` becomes `e`, `ç` `c`, `’` an apostrophe; `é`, `è`, `à` and `ù` stay.

    What has no near letter there (Arabic, a drawing) stays as it is.
    """
    near = unicodedata.normalize("NFC", text).translate(LIKE)
    return "".join(letter if fits(letter) else _bare(letter) for letter in near)


def _bare(letter: str) -> str:
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare if fits(bare) else letter


def count(text: str) -> Count:
    """The parts of a text as it leaves: near letters where all fit; else as it was written, in UCS-2."""
    near = plain(text)
    if fits(near):
        sizes = [2 if letter in EXTENDED else 1 for letter in near]
        double = tuple(dict.fromkeys(letter for letter in near if letter in EXTENDED))
        return Count(*_parts(sizes, ALONE, JOINED), (), double)
    wide = tuple(dict.fromkeys(letter for letter in near if not fits(letter) and _is_seen(letter)))
    sizes = [2 if letter > "\uffff" else 1 for letter in text]
    return Count(*_parts(sizes, WIDE_ALONE, WIDE_JOINED), wide, ())


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in UNSEEN


def _parts(sizes: list[int], alone: int, joined: int) -> tuple[int, int]:
    """How many parts, and the room left in the last; what takes two places is never cut in two."""
    whole = sum(sizes)
    if whole <= alone:
        return 1, alone - whole
    parts, room = 1, joined
    for size in sizes:
        if size > room:
            parts, room = parts + 1, joined
        room -= size
    return parts, room


def cut(text: str, *, most: int, end: str) -> str:
    """`text` and `end` in at most `most` parts: as much of `text` as fits, to the end of a word where there is one."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if count(text[:middle] + end).parts <= most:
            low = middle
        else:
            high = middle - 1
    kept = text[:low]
    if low < len(text) and not text[low].isspace():
        word = max(kept.rfind(" "), kept.rfind("\n"))
        if word > low - 40 and word > 0:
            kept = kept[:word]
    return kept.rstrip() + end
