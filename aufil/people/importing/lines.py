"""One row of a list: what it says of whom, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.utils.translation import gettext as _

from aufil.people.importing.columns import Columns, recognise
from aufil.people.importing.reading import Row, read_rows
from aufil.people.importing.values import READERS, Context, ValueRefusedError
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
    counsellor: Person | None = None

    @property
    def file_number(self) -> str:
        return self.values.get("file_number", "")

    @property
    def birth_date(self) -> date | None:
        return self.values.get("birth_date")


@dataclass(frozen=True)
class PeopleList:
    """A file that can be brought in: its columns, and its rows after the header."""

    columns: Columns
    rows: list[Row]

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

    def refusal(self, row: Row, error: LineRefusedError) -> Outcome:
        """The outcome of a row that cannot be used."""
        column = self.columns.title(error.name) if error.name else ""
        return Outcome(row.number, "refused", column, error.value, error.reason)


def open_list(content: bytes) -> PeopleList:
    """The list in a CSV or XLSX file; raises FileRefusedError."""
    header, *rows = read_rows(content)
    return PeopleList(recognise(header.cells), rows)


def read_line(
    people: PeopleList, row: Row, context: Context, find_staff: Callable[[str], Person | None]
) -> Line:
    """What a row says; raises LineRefusedError at its first cell that cannot be used."""
    extra = next((cell for cell in row.cells[people.columns.width :] if cell), "")
    if extra:
        reason = _("La ligne a plus de cellules que la liste n’a de colonnes. Corrigez-la.")
        raise LineRefusedError("", extra, reason)
    line = Line(row.number)
    for name, text in people.columns.cells(row).items():
        if not text:
            continue
        line.written[name] = text
        if name == "counsellor":
            line.counsellor = _counsellor(text, find_staff)
            continue
        try:
            line.values[name] = READERS[name](text, context)
        except ValueRefusedError as error:
            raise LineRefusedError(name, text, str(error)) from None
    return line


def _counsellor(text: str, find_staff: Callable[[str], Person | None]) -> Person:
    found = find_staff(text)
    if found is None:
        reason = _(
            "Personne, ou plusieurs personnes, de l’équipe ne répondent à ce nom. "
            "Écrivez l’identifiant ou l’e-mail du conseiller."
        )
        raise LineRefusedError("counsellor", text, reason)
    return found
