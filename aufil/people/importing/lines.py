"""One row of a list: what it says of whom, and what became of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aufil.kernel.lists.reading import read_file
from aufil.kernel.lists.rows import Reading, Row, ValueRefusedError
from aufil.people.importing.columns import Columns, guessed, recognise, titles_row
from aufil.people.importing.contacts import place_of
from aufil.people.importing.headers import titles_in
from aufil.people.importing.values import DAY_ZERO, DAY_ZERO_1904, READERS, Context, doubt
from aufil.people.models import Person


@dataclass(frozen=True)
class Outcome:
    """What became of one row; the names are those of the contract. `column`, `value` and `reason` say why
    it was refused, and are empty otherwise."""

    line: int
    outcome: Literal["created", "updated", "unchanged", "refused"]
    column: str = ""
    value: str = ""
    reason: str = ""
    warnings: tuple[str, ...] = ()


class LineRefusedError(Exception):
    """This row cannot be used: of which field, the value as written, a French sentence that says what to do."""

    def __init__(self, name: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.name, self.value, self.reason = name, value, reason


@dataclass
class Line:
    """What a row says: only the fields it fills, under the names of the models."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    # What somebody should check of a cell that could be read: (field, sentence).
    doubts: list[tuple[str, str]] = field(default_factory=list)
    counsellor: Person | None = None

    @property
    def file_number(self) -> str:
        return self.values.get("file_number", "")

    @property
    def birth_date(self) -> date | None:
        return self.values.get("birth_date")


@dataclass(frozen=True)
class PeopleList:
    """A file that can be brought in: its columns, its rows after the titles, and what its reader should know."""

    columns: Columns
    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    day_zero: date = DAY_ZERO

    @property
    def file_numbers(self) -> dict[str, int]:
        """Every file number of the list, with the last row that names its person too (0: none does)."""
        found: dict[str, int] = {}
        for row in self.rows:
            cells = self.columns.cells(row)
            if number := cells.get("file_number"):
                named = cells["last_name"] and cells["first_name"]
                found[number] = row.number if named else found.get(number, 0)
        return found

    @property
    def names(self) -> dict[int, str]:
        """Who each row is about, as it writes them."""
        named = {row.number: self.columns.cells(row) for row in self.rows}
        return {n: f"{cells['first_name']} {cells['last_name']}".strip() for n, cells in named.items()}

    def refusal(self, row: Row, error: LineRefusedError) -> Outcome:
        """The outcome of a row that cannot be used."""
        column = self.columns.title(error.name) if error.name else ""
        return Outcome(row.number, "refused", column, error.value, error.reason)


@dataclass(frozen=True)
class Sheet:
    """A file that could be read, before anybody has said what its columns hold."""

    read: Reading
    above: int

    @property
    def titles(self) -> list[str]:
        return self.read.rows[self.above].cells

    @property
    def guessed(self) -> list[str]:
        return guessed(self.titles)

    def with_columns(self, columns: Sequence[str] | None = None) -> PeopleList:
        """The list, its columns as said or as recognised; raises FileRefusedError when they cannot do."""
        known = recognise(self.titles, None if columns is None else dict(enumerate(columns)))
        below = self.read.rows[self.above + 1 :]
        rows = [row for row in below if not known.repeated_in(row)]
        notes = list(self.read.notes)
        if self.above:
            message = _("Ce qui est au-dessus des titres, ligne %(line)d, est laissé de côté.")
            notes.append(message % {"line": self.read.rows[self.above].number})
        if repeated := [str(row.number) for row in below if known.repeated_in(row)]:
            message = ngettext(
                "Titres répétés, laissés de côté : ligne %(lines)s.",
                "Titres répétés, laissés de côté : lignes %(lines)s.",
                len(repeated),
            )
            notes.append(message % {"lines": ", ".join(repeated[:10]) + ("…" if len(repeated) > 10 else "")})
        return PeopleList(known, rows, notes, DAY_ZERO_1904 if self.read.from_1904 else DAY_ZERO)


def open_sheet(content: bytes) -> Sheet:
    """The file behind a list; raises FileRefusedError."""
    read = read_file(content, titles_in)
    return Sheet(read, titles_row(read.rows))


def open_list(content: bytes) -> PeopleList:
    """The list in a CSV or XLSX file, its columns as recognised; raises FileRefusedError."""
    return open_sheet(content).with_columns()


def read_line(
    people: PeopleList, row: Row, context: Context, find_staff: Callable[[str], Person | None]
) -> Line:
    """What a row says; raises LineRefusedError at its first cell that cannot be used."""
    extra = next((cell for cell in row.cells[people.columns.width :] if cell), "")
    if extra:
        reason = _("La ligne a plus de cellules que la liste n’a de colonnes. Corrigez-la.")
        raise LineRefusedError("", extra, reason)
    line = Line(row.number)
    _refuse_formulas(people, row, line)
    cells = people.columns.cells(row)
    for name, text in _places_apart(cells, line).items():
        if not text:
            continue
        line.written[name] = cells.get(name) or text
        if name == "counsellor":
            line.counsellor = _counsellor(text, find_staff)
            continue
        try:
            line.values[name] = READERS[name](text, context)
        except ValueRefusedError as error:
            raise LineRefusedError(name, line.written[name], str(error)) from None
        if sentence := doubt(name, text, line.values[name], context):
            line.doubts.append((name, sentence))
    return line


SPREADSHEET_FAULT = re.compile(r"#(REF|N/A|NOM|NAME|VALEUR|VALUE|DIV/0|NUL|NULL|NOMBRE|NUM)[!?]?")


def _refuse_formulas(people: PeopleList, row: Row, line: Line) -> None:
    """A formula is never computed here: its last value is taken and told; without one, the line is refused."""
    for name, place in people.columns.places.items():
        text = row.cells[place] if place < len(row.cells) else ""
        computed = place in row.formulas
        if SPREADSHEET_FAULT.fullmatch(text) or (computed and (not text or text.startswith("="))):
            reason = _("Cette cellule est une formule sans valeur. Remplacez-la par ce qu’elle doit dire.")
            raise LineRefusedError(name, text, reason)
        if computed:
            sentence = _(
                "La cellule « %(title)s » est une formule : sa dernière valeur est prise. Vérifiez-la."
            )
            line.doubts.append((name, sentence % {"title": people.columns.title(name)}))


def _places_apart(cells: Mapping[str, str], line: Line) -> dict[str, str]:
    """The cells with postal code and town each in its own; a column of its own has the last word."""
    apart = dict(cells)
    code, town = place_of(cells.get("commune", ""))
    other, second = place_of(cells.get("postal_code", ""))
    if second and other:
        apart["postal_code"] = other
        town = town or second
    if code and apart.get("postal_code") and code != apart["postal_code"].replace(" ", "").zfill(5):
        sentence = _("La commune dit %(one)s, le code postal %(other)s : le second est gardé. Vérifiez-le.")
        line.doubts.append(("postal_code", sentence % {"one": code, "other": apart["postal_code"]}))
    elif code:
        apart["postal_code"] = code
    if town:
        apart["commune"] = town
    return apart


def _counsellor(text: str, find_staff: Callable[[str], Person | None]) -> Person:
    found = find_staff(text)
    if found is None:
        reason = _(
            "Dans l’équipe, ce nom n’est celui de personne, ou celui de plusieurs. "
            "Écrivez l’identifiant ou l’e-mail du conseiller."
        )
        raise LineRefusedError("counsellor", text, reason)
    return found
