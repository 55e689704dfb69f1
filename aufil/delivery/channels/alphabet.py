"""The letters of text messages: 160 of GSM-7 go into one, 70 of any other alphabet (3GPP TS 23.038)."""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
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
