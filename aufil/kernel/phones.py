"""Telephone numbers as people write them, made E.164 (ITU-T E.164, at most 15 digits)."""

from functools import lru_cache

import phonenumbers

# The calling region of each overseas territory a Mission Locale may stand in (ISO 3166-1 alpha-2).
REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC")

# What a ten-figure number written from home begins with overseas, after its 0 (ARCEP, national numbering plan):
# such a number is never one of metropolitan France, though some tables would let it pass.
OVERSEAS = {
    **dict.fromkeys(("262", "263", "692", "693"), "RE"),
    **dict.fromkeys(("269", "639"), "YT"),
    **dict.fromkeys(("590", "690", "691"), "GP"),
    **dict.fromkeys(("594", "694"), "GF"),
    **dict.fromkeys(("596", "696", "697"), "MQ"),
    "508": "PM",
}
# The plans in which a number of ten figures may be meant; the other territories dial fewer figures.
TEN_FIGURES = ("FR", "GP", "MQ", "GF", "RE", "YT")

# Numbers ARCEP keeps for fiction (decision 2018-0881, 2.5.12): never given out, and so what people invent with.
FICTION = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998")
FICTION_MOBILE = FICTION[-1]


def to_e164(written: str, region: str = "FR") -> str:
    """`written` in any French writing as `+33…`; `region` says what a number without prefix means.

    Raises ValueError when no valid number can be read.
    """
    try:
        number = phonenumbers.parse(" ".join(written.split()), region)  # narrow spaces too
    except phonenumbers.NumberParseException as error:
        raise ValueError(written) from error
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    fiction = len(e164) == 12 and e164.startswith(FICTION)
    overseas = e164.startswith("+33") and e164[3:6] in OVERSEAS  # 0692… is of La Réunion, never +33692…
    if not fiction and (overseas or not phonenumbers.is_valid_number(number)):
        raise ValueError(written)
    return e164


def readings(written: str, region: str = "FR") -> dict[str, str]:
    """Every number `written` can mean, by the region whose plan has it; that of `region` first, if it has it.

    A number that says its country, and most that do not, mean one thing. Several: somebody must say which.
    """
    found: dict[str, str] = {}
    for place in _places(written, region):
        try:
            e164 = to_e164(written, place)
        except ValueError:
            continue
        if e164 not in found.values():
            found[place] = e164
    return found


def _places(written: str, region: str) -> tuple[str, ...]:
    """The regions in whose plan a number may be, the one it was written in first."""
    digits = "".join(c for c in written if c.isdigit())
    if written.lstrip().startswith(("+", "00")) or len(digits) not in (9, 10):
        return (region,) if region == "FR" else (region, "FR")
    national = digits[-9:]
    if overseas := OVERSEAS.get(national[:3]):
        return tuple(dict.fromkeys((region, overseas)))
    # 09 is given out in metropolitan France and overseas alike.
    return tuple(dict.fromkeys((region, *(TEN_FIGURES if national[0] == "9" else ("FR",)))))


def is_mobile(e164: str) -> bool:
    """Can this number receive a text message? One kept for fiction passes for what it plays."""
    if e164.startswith(FICTION_MOBILE):
        return True
    kind = phonenumbers.number_type(phonenumbers.parse(e164, None))
    kinds = phonenumbers.PhoneNumberType
    return kind in (kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE)


@lru_cache(maxsize=2048)
def spoken(e164: str) -> str:
    """A number as one reads it aloud in France: `06 01 02 03 04`."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
