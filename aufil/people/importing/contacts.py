"""Phones and places as lists hold them: two in a cell, without their zero, beside other words."""

import re
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.kernel.lists.rows import ValueRefusedError
from aufil.kernel.phones import OVERSEAS, is_mobile, readings, spoken

TERRITORIES = {
    "FR": gettext_lazy("de métropole"),
    "GP": gettext_lazy("de Guadeloupe"),
    "MQ": gettext_lazy("de Martinique"),
    "GF": gettext_lazy("de Guyane"),
    "RE": gettext_lazy("de La Réunion"),
    "YT": gettext_lazy("de Mayotte"),
}
BETWEEN = re.compile(r"[/;,|\n]|\bou\b|\bet\b", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]{2,}")
USUAL_WORDS = {
    "tel",
    "tél",
    "téléphone",
    "telephone",
    "port",
    "portable",
    "mobile",
    "fixe",
    "ou",
    "et",
    "num",
}
# What spreadsheets make of a number they take for one: a decimal part, or only its first figures.
DECIMALS = re.compile(r"(?<=[0-9]{8})[.,]0+$")
SHORTENED = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.IGNORECASE)
ONE_AT_MOST, MOST = 16, 40  # figures in one number, in a cell


class _Phone(NamedTuple):
    kept: str
    left: tuple[str, ...]
    place: str
    several_places: bool
    beside: str


def phone_of(text: str, region: str) -> tuple[str, tuple[str, ...]]:
    """The number of a cell as E.164, and those it holds too; raises ValueRefusedError."""
    found = _phone(text, region)
    if isinstance(found, str):
        raise ValueRefusedError(found)
    return found.kept, found.left


def phone_doubt(text: str, region: str) -> str:
    """What to check of the number a cell gives; nothing when it is plain."""
    found = _phone(text, region)
    if isinstance(found, str):
        return ""
    number = spoken(found.kept)
    if found.left:
        message = _("La cellule a plusieurs numéros : %(kept)s est gardé, pas %(left)s. Vérifiez-les.")
        return message % {"kept": number, "left": ", ".join(spoken(e164) for e164 in found.left)}
    if found.several_places:
        message = _("Ce numéro peut être %(place)s ou d’ailleurs. Vérifiez-le, ou écrivez son indicatif.")
        return message % {"place": TERRITORIES.get(found.place, found.place)}
    if found.place not in (region, "FR"):
        message = _("Le numéro %(number)s est %(place)s. Vérifiez-le.")
        return message % {"number": number, "place": TERRITORIES.get(found.place, found.place)}
    if found.beside:
        return _("À côté du numéro est écrit « %(words)s ». Vérifiez à qui il est.") % {"words": found.beside}
    return ""


@lru_cache(maxsize=4096)
def _phone(text: str, region: str) -> _Phone | str:
    """What a cell says, or why it cannot be used."""
    figures = sum(c.isdigit() for c in text)
    if SHORTENED.fullmatch(text.replace(" ", "")):
        return _("Le tableur a abrégé ce numéro. Mettez la colonne au format texte et écrivez-le à nouveau.")
    refusal = _("Ce n’est pas un numéro de téléphone. Écrivez-en un seul, comme 06 12 34 56 78, ou rien.")
    if not 4 <= figures <= MOST:
        return refusal
    beside = [word for word in WORDS.findall(text) if word.lower() not in USUAL_WORDS]
    found: dict[str, tuple[str, bool]] = {}
    for written in _numbers(text, figures):
        meanings = readings(written, region)
        if not meanings:
            return _overseas_refusal(written) or refusal
        place, e164 = next(iter(meanings.items()))
        found.setdefault(e164, (place, len(meanings) > 1))
    if not found:
        return refusal
    kept = next((e164 for e164 in found if is_mobile(e164)), next(iter(found)))
    place, several = found[kept]
    return _Phone(kept, tuple(e164 for e164 in found if e164 != kept), place, several, " ".join(beside))


def _numbers(text: str, figures: int) -> list[str]:
    """The numbers written in a cell, each without what is beside it."""
    bare = WORDS.sub(" ", re.sub(r"\([^)0-9]*\)", " ", DECIMALS.sub("", text)))
    if figures <= ONE_AT_MOST:
        return [re.sub(r"[/;,|:]", " ", bare).strip(" .-")]
    parts = [part.strip(" .:-") for part in BETWEEN.split(WORDS.sub("/", DECIMALS.sub("", text)))]
    found = []
    for part in parts:
        joined = re.findall(r"0(?:[ .-]*[0-9]){9}", part) if sum(c.isdigit() for c in part) == 20 else []
        found += joined or [part]
    return [part for part in found if any(c.isdigit() for c in part)]


def _overseas_refusal(written: str) -> str:
    """A number that begins as one of a territory does, but that no plan has: which prefix would be needed."""
    national = re.sub(r"\D", "", written)[-9:]
    if OVERSEAS.get(national[:3]) is None:
        return ""
    return _(
        "Ce numéro commence comme un numéro d’outre-mer, et ne se lit pas comme tel. Écrivez-le avec son "
        "indicatif, comme +262 692 12 34 56."
    )


CODE_FIRST = re.compile(r"(?:F-)?([0-9]{2} ?[0-9]{2,3})[ ,–-]+(?=\D)(.+)")
CODE_LAST = re.compile(r"(.*?\D)[ ,–-]*\(? ?([0-9]{2} ?[0-9]{3}) ?\)?")
CEDEX = re.compile(r" ?\bcedex\b ?[0-9]*$", re.IGNORECASE)


def place_of(text: str) -> tuple[str, str]:
    """(postal code, town) of a cell that may hold both; the code is empty where there is none."""
    if text.startswith("'"):
        return "", text[1:]  # written so by our export: the town as it is
    if re.fullmatch("[0-9]{5}", text):
        return text, ""
    if found := CODE_FIRST.fullmatch(text):
        code, town = found.groups()
    elif found := CODE_LAST.fullmatch(text):
        town, code = found.groups()
    else:
        return "", text
    return code.replace(" ", "").zfill(5), CEDEX.sub("", town).strip(" ,–-(")


def as_town(town: str) -> str:
    """A town as an export writes it: what `place_of` would take apart says that it is one."""
    return f"'{town}" if town.startswith("'") or place_of(town) != ("", town) else town
