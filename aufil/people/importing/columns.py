"""Which column of a list holds what: by its title, or as somebody said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aufil.kernel.lists.rows import FileRefusedError, Row
from aufil.people.importing.headers import HEADERS, REQUIRED, bare, field_of, letter, titles_in

TITLES_WITHIN = 20  # rows: what stands above the titles is a heading, not more


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

    def repeated_in(self, row: Row) -> bool:
        """Are these the titles once more, as in a list printed by pages?"""
        cells = self.cells(row)
        return all(bare(cells[field]) == bare(self.titles[field]) for field in self.places)


def titles_row(rows: Sequence[Row]) -> int:
    """Which of the first rows holds the titles: the one that names most; the first, where none does."""
    first = rows[:TITLES_WITHIN]
    return max(range(len(first)), key=lambda n: (titles_in(first[n].cells), -n))


def guessed(headers: Sequence[str]) -> list[str]:
    """What each column seems to hold, in order: a field, or nothing; each field once."""
    said: list[str] = []
    for header in headers:
        field = field_of(header) or ""
        said.append("" if field in said else field)
    return said


def recognise(headers: Sequence[str], chosen: Mapping[int, str] | None = None) -> Columns:
    """The columns of a list, from its titles; `chosen` says what each holds instead, "" for nothing.

    Raises FileRefusedError for a list we cannot use.
    """
    places: dict[str, int] = {}
    titles: dict[str, str] = {}
    ignored = []
    for place, header in enumerate(headers):
        field = field_of(header) if chosen is None else chosen.get(place) or None
        title = header or _("colonne %(letter)s") % {"letter": letter(place)}
        if field is None:
            ignored += [title] if header else []
        elif field in places:
            message = _(
                "Les colonnes « %(one)s » et « %(other)s » disent la même chose. Gardez-en une seule."
            )
            raise FileRefusedError(message % {"one": titles[field], "other": title})
        else:
            places[field], titles[field] = place, title
    missing = [HEADERS[field][0] for field in REQUIRED if field not in places]
    if missing:
        raise FileRefusedError(_absence(missing))
    return Columns(places, titles, ignored, len(headers))


def _absence(missing: list[str]) -> str:
    if len(missing) == 1:
        message = _("Il manque la colonne « %(name)s ». Ajoutez-la sur la première ligne, puis recommencez.")
        return message % {"name": missing[0]}
    names = " et ".join(f"« {name} »" for name in missing)
    message = _("Il manque les colonnes %(names)s. Ajoutez-les sur la première ligne, puis recommencez.")
    return message % {"names": names}
