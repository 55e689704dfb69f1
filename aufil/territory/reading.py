"""The lines of a file of communes: CSV with `;`, `,` or tabs, in any usual writing, or XLSX."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from aufil.kernel.lists.reading import read_file
from aufil.kernel.lists.rows import FileRefusedError
from aufil.kernel.words import folded, unprintable

MOST_BYTES, MOST_ROWS = 30_000_000, 100_000
TITLES_WITHIN = 20
HEADERS = {
    "insee": ("code insee", "insee", "code commune", "code commune insee", "code", "com"),
    "name": ("nom", "nom commune", "nom standard", "commune", "libelle"),
    "department": ("departement", "code departement", "dep", "dep code"),
    "postal_codes": ("codes postaux", "code postal", "cp"),
    "latitude": ("latitude", "lat", "latitude centre", "latitude mairie"),
    "longitude": ("longitude", "lon", "lng", "long", "longitude centre", "longitude mairie"),
}
FIELDS = {title: name for name, titles in HEADERS.items() for title in titles}
INSEE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
POSTAL_CODE = re.compile(r"\d{5}")


class Said(NamedTuple):
    """A line: what it says of a commune, or the column and value it is refused for, and why."""

    line: int
    commune: dict[str, str | float] | None
    column: str = ""
    value: str = ""
    reason: str = ""


def bare(title: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded(title)).split())


def lines_of(content: bytes) -> Iterator[Said]:
    """Each line that is not empty; raises FileRefusedError before the first."""
    rows = read_file(content, _titles_in, most_bytes=MOST_BYTES, most_rows=MOST_ROWS).rows
    nth, titles = max(
        enumerate(bare_titles(row.cells) for row in rows[:TITLES_WITHIN]),
        key=lambda found: len(found[1]),
    )
    if missing := [HEADERS[name][0].replace(" ", "_") for name in HEADERS if name not in titles]:
        raise FileRefusedError(
            _("Il manque des colonnes : %(names)s. Ajoutez-les, avec ces titres.")
            % {"names": ", ".join(missing)}
        )
    return (_said(row.number, row.cells, titles) for row in rows[nth + 1 :])


def _titles_in(cells: Sequence[str]) -> int:
    return len(bare_titles(cells))


def bare_titles(cells: Sequence[str]) -> dict[str, int]:
    """Where each known title stands; the first of two that say the same."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if name := FIELDS.get(bare(cell)):
            found.setdefault(name, place)
    return found


def _said(line: int, cells: list[str], titles: dict[str, int]) -> Said:
    found = {name: cells[place] if place < len(cells) else "" for name, place in titles.items()}
    insee = found["insee"].upper().zfill(5)
    codes = " ".join(dict.fromkeys(code.zfill(5) for code in re.findall(r"\d{4,}", found["postal_codes"])))
    latitude, longitude = _degrees(found["latitude"], 90), _degrees(found["longitude"], 180)
    department = found["department"].upper()
    department = department.zfill(2) if department.isdigit() else department
    wrong = {
        "insee": not INSEE.fullmatch(insee),
        "name": not found["name"] or len(found["name"]) > 80 or unprintable(found["name"]),
        "department": not insee.startswith(department) or len(department) not in (2, 3),
        "postal_codes": not codes
        or not all(POSTAL_CODE.fullmatch(c) for c in codes.split())
        or len(codes) > 200,
        "latitude": latitude is None,
        "longitude": longitude is None,
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            return Said(line, None, HEADERS[name][0].replace(" ", "_"), found[name], _reason(name))
    known = {"insee": insee, "name": found["name"], "department": department, "postal_codes": codes}
    return Said(line, {**known, "latitude": latitude or 0.0, "longitude": longitude or 0.0})


def _degrees(text: str, most: int) -> float | None:
    try:
        value = round(float(text.replace(",", ".")), 6)
    except ValueError:
        return None
    return value if -most <= value <= most else None


def _reason(name: str) -> str:
    return {
        "insee": _("Un code INSEE a cinq signes, comme 49099 ou 2A004."),
        "name": _("Écrivez le nom de la commune, en 80 signes au plus."),
        "department": _("Le code INSEE commence par le département : 49, 2A ou 974."),
        "postal_codes": _(
            "Un code postal a cinq chiffres. S’il y en a plusieurs, séparez-les par une espace."
        ),
        "latitude": _("Écrivez des degrés, comme 47.0601, entre -90 et 90."),
        "longitude": _("Écrivez des degrés, comme -0.8803, entre -180 et 180."),
    }[name]
