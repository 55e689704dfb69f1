"""Rows of an XLSX, which is a ZIP of XML: measured before it is unpacked, never computed."""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from aufil.kernel.lists.rows import MOST_ROWS, FileRefusedError, Reading, cell, collected

# What a list of MOST_ROWS lines may weigh once unpacked, with room to spare; pictures are not read.
MOST_UNPACKED = 80_000_000
MOST_PARTS = 2_000
MOST_CELLS_WIDE = 300
BROKEN = (
    *(BadZipFile, InvalidFileException, ParseError, ZlibError, NotImplementedError, EOFError),
    *(KeyError, ValueError, TypeError, OSError, AttributeError, IndexError, RuntimeError),
)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read_sheet(content: bytes, most_rows: int = MOST_ROWS) -> Reading:
    """The first sheet that holds something. Formulas give the value last computed."""
    try:
        computed = _inspect(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and validations it leaves out
            return _read(content, computed, most_rows)
    except BROKEN:
        message = _("Ce fichier XLSX ne s’ouvre pas. Ouvrez-le dans un tableur et enregistrez-le à nouveau.")
        raise FileRefusedError(message) from None


def _inspect(content: bytes) -> bool:
    """Refuses what would fill the memory or explode in the XML reader; tells whether a sheet has formulas.

    A member never gives more bytes than its header says (`zipfile` stops there), so their sum is a bound.
    """
    with ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if sum(m.file_size for m in members) > MOST_UNPACKED or len(members) > MOST_PARTS:
            raise FileRefusedError(
                _("Ce fichier XLSX est trop grand une fois ouvert. Enregistrez la seule liste en CSV.")
            )
        computed = False
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                text = archive.read(member)
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise BadZipFile(member.filename)
                computed = computed or (
                    member.filename.startswith("xl/worksheets/") and bool(FORMULA.search(text))
                )
        return computed


def _read(content: bytes, computed: bool, most_rows: int) -> Reading:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False) if computed else None
    found: Reading | None = None
    others = []
    for number, sheet in enumerate(book.worksheets):
        if found:
            others += [sheet.title] if _holds_something(sheet) else []
            continue
        rows = collected(_lines(sheet, formulas.worksheets[number] if formulas else None), most_rows)
        if rows:
            found = Reading(rows, from_1904=book.epoch == CALENDAR_MAC_1904)
            name = sheet.title
    if found and others:
        message = _("Seule la feuille « %(name)s » est lue. Laissées de côté : %(others)s.")
        found.notes.append(message % {"name": name, "others": ", ".join(others)})
    return found or Reading([])


def _holds_something(sheet: Any) -> bool:
    sheet.reset_dimensions()
    return any(any(c is not None for c in line) for line in sheet.iter_rows(max_row=50, values_only=True))


def _lines(sheet: Any, formulas: Any) -> Iterator[tuple[list[str], frozenset[int]]]:
    sheet.reset_dimensions()  # some programs write a size that is not the sheet's
    values = sheet.iter_rows(max_col=MOST_CELLS_WIDE, values_only=True)
    if formulas is None:
        for line in values:
            yield _texts(line), frozenset()
        return
    formulas.reset_dimensions()
    written = formulas.iter_rows(max_col=MOST_CELLS_WIDE)
    for line, cells in zip(values, written, strict=True):
        yield _texts(line), frozenset(n for n, c in enumerate(cells) if c.data_type == "f")


def _texts(line: Sequence[Any]) -> list[str]:
    texts = [cell(_text(value)) for value in line]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: Any) -> str:
    """A typed cell as people would write it; dates in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
