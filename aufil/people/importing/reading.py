"""Rows of a CSV or XLSX file, told apart by their content, never by their name."""

import csv
import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

SEPARATORS = (";", ",", "\t")
MOST_BYTES = 50_000_000
MOST_UNPACKED = 300_000_000  # an XLSX is a ZIP: what it becomes in memory counts, not what it weighs
ZIP = b"PK\x03\x04"
FOREIGN = (b"%PDF", b"\xd0\xcf\x11\xe0")  # a PDF, a spreadsheet of before 2007
BROKEN = (BadZipFile, InvalidFileException, ParseError, ZlibError, KeyError, ValueError, TypeError, OSError)


class FileRefusedError(Exception):
    """The whole file cannot be read; the message is a French sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty. `number` counts rows from 1, as a spreadsheet program shows them."""

    number: int
    cells: list[str]


def read_rows(content: bytes) -> list[Row]:
    """The rows of a file, cells as plain text; raises FileRefusedError."""
    if len(content) > MOST_BYTES:
        raise FileRefusedError(_("Le fichier dépasse 50 Mo. Coupez-le en plusieurs listes."))
    cells = _xlsx(content) if content.startswith(ZIP) else _csv(_decoded(content))
    rows = [Row(number, line) for number, line in enumerate(cells, start=1) if any(line)]
    if not rows:
        raise FileRefusedError(_("Le fichier est vide. Enregistrez-le à nouveau avec ses lignes."))
    return rows


def plain(text: str) -> str:
    """A cell without invisible characters nor doubled spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text if c not in "\ufeff\u200b").split())


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else Windows-1252, as French spreadsheet programs write."""
    if b"\0" not in content and not content.startswith(FOREIGN):
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise FileRefusedError(_("Ce n’est ni un CSV ni un XLSX. Enregistrez la liste en CSV UTF-8 ou en XLSX."))


def _csv(text: str) -> list[list[str]]:
    separator = max(SEPARATORS, key=lambda s: _width(text, s))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend([plain(cell) for cell in line] for line in lines)
    except csv.Error:
        message = _("Après la ligne %(line)d, un guillemet n’est pas refermé. Corrigez-le, puis recommencez.")
        raise FileRefusedError(message % {"line": len(rows)}) from None
    return rows


def _width(text: str, separator: str) -> int:
    """How many cells the first row that is not empty has with this separator; 0 when it cannot be read."""
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return next((len(line) for line in lines if any(c.isalnum() for cell in line for c in cell)), 0)
    except csv.Error:
        return 0


def _xlsx(content: bytes) -> list[list[str]]:
    """The first sheet. Formulas give the value last computed."""
    refusal = _("Ce fichier XLSX ne s’ouvre pas. Ouvrez-le dans un tableur et enregistrez-le à nouveau.")
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MOST_UNPACKED:
            raise FileRefusedError(_("Ce fichier XLSX est trop grand. Coupez-le en plusieurs listes."))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and validations it leaves out
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            if not book.worksheets:
                raise FileRefusedError(refusal)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write a size that is not the sheet's
            return [_texts(line) for line in sheet.iter_rows(values_only=True)]
    except BROKEN:
        raise FileRefusedError(refusal) from None


def _texts(line: Sequence[Any]) -> list[str]:
    return [plain(_text(cell)) for cell in line]


def _text(cell: Any) -> str:
    """A typed cell as people would write it; dates in ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
