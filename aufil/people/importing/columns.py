"""Which column of a list holds what, by its header: without case, accents nor punctuation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aufil.kernel.words import folded
from aufil.people.importing.reading import FileRefusedError, Row

# Each thing a list may say, under every header it is known by. The first is the one we teach.
HEADERS = {
    "last_name": ("nom",),
    "first_name": ("prenom",),
    "birth_date": ("date de naissance", "date naissance", "ne le", "nee le"),
    "phone": ("telephone", "tel", "numero de telephone"),
    "email": ("mail", "email", "e mail", "courriel", "adresse mail", "adresse email", "adresse e mail"),
    "commune": ("commune", "ville"),
    "postal_code": ("code postal", "cp"),
    "file_number": ("numero de dossier", "numero dossier", "n de dossier", "n dossier", "no de dossier"),
    "counsellor": ("conseiller", "conseillere", "conseiller referent", "referent"),
}
REQUIRED = ("last_name", "first_name")
FIELDS = {header: name for name, headers in HEADERS.items() for header in headers}


@dataclass(frozen=True)
class Columns:
    """Where each thing is. `titles` are the headers as the file writes them, for messages."""

    places: dict[str, int]
    titles: dict[str, str]
    ignored: list[str]
    width: int

    def title(self, field: str) -> str:
        """How the file calls a field, or its usual header where the file has no such column."""
        return self.titles.get(field, HEADERS[field][0])

    def cells(self, row: Row) -> dict[str, str]:
        """The recognised cells of a row by field; one that is missing is blank."""
        return {f: row.cells[i] if i < len(row.cells) else "" for f, i in self.places.items()}


def recognise(headers: Sequence[str]) -> Columns:
    """The columns of a list, from its first row; raises FileRefusedError for one we cannot use."""
    places: dict[str, int] = {}
    titles: dict[str, str] = {}
    ignored = []
    for place, header in enumerate(headers):
        field = FIELDS.get(bare(header))
        if field is None:
            ignored += [header] if header else []
        elif field in places:
            message = _(
                "Les colonnes « %(one)s » et « %(other)s » disent la même chose. Gardez-en une seule."
            )
            raise FileRefusedError(message % {"one": titles[field], "other": header})
        else:
            places[field], titles[field] = place, header
    missing = [HEADERS[field][0] for field in REQUIRED if field not in places]
    if missing:
        raise FileRefusedError(_absence(missing))
    return Columns(places, titles, ignored, len(headers))


def bare(header: str) -> str:
    """A header as it is compared: `N° de dossier` and `numero_de_dossier` lose what differs in writing."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded(header)).split())


def _absence(missing: list[str]) -> str:
    if len(missing) == 1:
        message = _("Il manque la colonne « %(name)s ». Ajoutez-la sur la première ligne, puis recommencez.")
        return message % {"name": missing[0]}
    names = " et ".join(f"« {name} »" for name in missing)
    message = _("Il manque les colonnes %(names)s. Ajoutez-les sur la première ligne, puis recommencez.")
    return message % {"names": names}
