"""The words of a list's titles: what each column is called, without case, accents nor punctuation."""

import re
from collections.abc import Sequence

from aufil.kernel.words import folded

# Each thing a list may say, under every header it is known by. The first is the one we teach and export.
HEADERS = {
    "last_name": ("nom", "nom de famille", "nom usuel", "nom d usage"),
    "first_name": ("prenom", "prenom usuel", "prenoms"),
    "birth_date": (
        *("date de naissance", "date naissance", "ne le", "nee le", "ne e le"),
        *("naissance", "date de naiss", "date naiss", "ddn"),
    ),
    "phone": (
        *(
            "telephone",
            "tel",
            "numero de telephone",
            "portable",
            "mobile",
            "tel portable",
            "telephone portable",
        ),
        *("tel mobile", "telephone mobile", "numero de portable", "n de telephone"),
    ),
    "email": (
        "mail",
        "email",
        "e mail",
        "courriel",
        "adresse mail",
        "adresse email",
        "adresse e mail",
        "mel",
    ),
    "commune": (
        *("commune", "ville", "commune de residence", "localite"),
        *("cp ville", "cp commune", "code postal ville", "code postal commune"),
        *("code postal et ville", "code postal et commune"),
    ),
    "postal_code": ("code postal", "cp"),
    "file_number": (
        *("numero de dossier", "numero dossier", "n de dossier", "n dossier", "no de dossier"),
        *("no dossier", "dossier", "numero i milo", "n i milo", "id i milo"),
    ),
    "counsellor": ("conseiller", "conseillere", "conseiller referent", "conseillere referente", "referent"),
}
REQUIRED = ("last_name", "first_name")
FIELDS = {header: name for name, headers in HEADERS.items() for header in headers}


def bare(header: str) -> str:
    """A header as it is compared: `N° de dossier` and `numero_de_dossier` lose what differs in writing."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded(header)).split())


def field_of(header: str) -> str | None:
    """What a column of this title holds; None when nobody taught us the word."""
    return FIELDS.get(bare(header))


def titles_in(cells: Sequence[str]) -> int:
    """How many different things the cells of a row name, as titles do: the line of titles names the most."""
    return len({field_of(cell) for cell in cells} - {None})


def letter(place: int) -> str:
    """How a spreadsheet program calls a column: A, B… Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name
