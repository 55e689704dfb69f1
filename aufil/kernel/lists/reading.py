"""Rows of a CSV or XLSX file, told apart by their content, never by their name."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aufil.kernel.lists.rows import MOST_ROWS, FileRefusedError, Reading, Row, cell, collected
from aufil.kernel.lists.sheets import read_sheet

TitlesIn = Callable[[Sequence[str]], int]
SEPARATORS = (";", ",", "\t")
MOST_BYTES = 7_000_000
ZIP = b"PK\x03\x04"
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
# How a file that is something else begins, and what it is.
FOREIGN = (
    (b"%PDF", gettext_lazy("un PDF")),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("un ancien fichier Excel (.xls)")),
    (b"{\\rtf", gettext_lazy("un document de texte")),
    (b"<!doctype html", gettext_lazy("une page web")),
    (b"<html", gettext_lazy("une page web")),
    (b"\xff\xd8\xff", gettext_lazy("une image")),
    (b"\x89PNG", gettext_lazy("une image")),
)
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
LOWER = re.compile("[éèêëàâçîïôûùœ]")
UPPER = re.compile("(?<![a-zéè])[ÉÈÊÀÇÔ](?![a-zéè]{0,2}[A-Z])")
LOOKED_AT = 30


def read_file(
    content: bytes, titles_in: TitlesIn, *, most_bytes: int = MOST_BYTES, most_rows: int = MOST_ROWS
) -> Reading:
    """A file read, whatever it is, cells as plain text; `titles_in` says how many titles it knows in a row. Raises
    FileRefusedError."""
    if len(content) > most_bytes:
        message = _("Le fichier dépasse %(most)d Mo. Coupez-le en plusieurs listes.")
        raise FileRefusedError(message % {"most": most_bytes // 1_000_000})
    _refuse_foreign(content)
    if content.startswith(ZIP):
        found = read_sheet(content, most_rows)
    else:
        found = Reading(_csv(_decoded(content), titles_in, most_rows))
    if not found.rows:
        raise FileRefusedError(_("Le fichier est vide. Enregistrez-le à nouveau avec ses lignes."))
    return found


def _refuse_foreign(content: bytes) -> None:
    start = content.lstrip()[:40].lower()
    kind = next((name for begins, name in FOREIGN if start.startswith(begins.lower())), "")
    if content.startswith(ZIP) and OPEN_DOCUMENT in content[:200]:
        kind = _("un classeur LibreOffice (.ods)")
    if kind:
        message = _(
            "C’est %(kind)s, ce n’est ni un CSV ni un XLSX. Enregistrez la liste en CSV UTF-8 ou en XLSX : "
            "dans un tableur, « Fichier » puis « Enregistrer sous »."
        )
        raise FileRefusedError(message % {"kind": kind})


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 with their marks, UTF-8 without, else Windows-1252 or Mac Roman, whichever reads better."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\0" in content:
        message = _("Ce n’est ni un CSV ni un XLSX. Enregistrez la liste en CSV UTF-8 ou en XLSX.")
        raise FileRefusedError(message)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        texts = [content.decode(encoding, "replace") for encoding in ("cp1252", "mac_roman")]
        return max(texts, key=_likeliness)


def _likeliness(text: str) -> int:
    """How French a text looks: its accents where French has them, less what French never has."""
    return len(LOWER.findall(text)) + len(UPPER.findall(text)) - 5 * text.count("\ufffd")


def _csv(text: str, titles_in: TitlesIn, most_rows: int) -> list[Row]:
    separator = max(SEPARATORS, key=lambda s: _fitness(text, s, titles_in))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    read = 0

    def cells() -> Iterator[tuple[list[str], frozenset[int]]]:
        nonlocal read
        for line in lines:
            read += 1
            texts = [cell(value) for value in line]
            yield texts, frozenset(n for n, value in enumerate(line) if value.lstrip().startswith("="))

    try:
        return collected(cells(), most_rows)
    except csv.Error:
        message = _("Après la ligne %(line)d, un guillemet n’est pas refermé. Corrigez-le, puis recommencez.")
        raise FileRefusedError(message % {"line": read}) from None


def _fitness(text: str, separator: str, titles_in: TitlesIn) -> tuple[int, int]:
    """How many titles, at best, and how many cells the first rows have with this separator."""
    titles = width = 0
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for line in islice(lines, LOOKED_AT):
            if any(c.isalnum() for text in line for c in text):
                titles, width = max(titles, titles_in(line)), width or len(line)
    except csv.Error:
        pass
    return titles, width
