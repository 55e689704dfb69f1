"""What every file comes down to: rows of cells as plain text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_ROWS = 20_000
# A program that opens a CSV may take a cell that begins so for a formula; an apostrophe before it says text.
UNSAFE = re.compile(r"'*[=+\-@\t\r]")
NOTHING = re.compile(r"[-–—_./\\?]+")


class FileRefusedError(Exception):
    """The whole file cannot be read; the message is a French sentence that says what to do."""


class ValueRefusedError(ValueError):
    """The cell cannot be used; the message is a French sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty. `number` counts rows from 1, as a spreadsheet program shows them.

    `formulas` are the places of cells that are computed: their text is the value last computed, or nothing.
    """

    number: int
    cells: list[str]
    formulas: frozenset[int] = frozenset()


@dataclass
class Reading:
    """A file read: its rows, what its reader should know, and whether its dates count from 1904."""

    rows: list[Row]
    notes: list[str] = field(default_factory=list)
    from_1904: bool = False


def guarded(text: str) -> str:
    """A cell no spreadsheet program takes for a formula; `cell` reads it back."""
    return f"'{text}" if UNSAFE.match(text) else text


def plain(text: str) -> str:
    """A text without invisible characters nor doubled spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text if c not in "\ufeff\u200b").split())


def cell(text: str) -> str:
    """What a cell says: plain, nothing where it holds only dashes, without the apostrophe of `guarded`."""
    said = plain(text)
    if NOTHING.fullmatch(said):
        return ""
    return said[1:] if said.startswith("'") and UNSAFE.match(said[1:]) else said


def collected(lines: Iterable[tuple[list[str], frozenset[int]]], most: int = MOST_ROWS) -> list[Row]:
    """The rows that are not empty, with their places in the file; raises FileRefusedError beyond `most`."""
    rows = []
    for number, (cells, formulas) in enumerate(lines, start=1):
        if any(cells) or formulas:
            rows.append(Row(number, cells, formulas))
        if len(rows) > most:
            message = _("La liste a plus de %(most)s lignes. Coupez-la en plusieurs fichiers.")
            raise FileRefusedError(message % {"most": f"{most:,}".replace(",", " ")})
    return rows
