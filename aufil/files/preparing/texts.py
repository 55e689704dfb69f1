"""Plain text and tables in plain text. Pages, drawings and scripts are programs: they are refused."""

import codecs
import re

from aufil.files.preparing.outcome import Refused

# Whoever names a file so means it to be run, opened by a browser or believed by a system.
_RUN = (
    "bat cmd com exe hta htm html js jse lnk mjs php pl ps1 psm1 py rb reg scf scr sh shtml svg url vb vbe vbs wsf "
    "wsh xhtml xml xsl"
)
_PAGE = re.compile(
    r"<(!doctype|\?xml|\?php|html|head|body|script|svg|iframe|object|embed|form|meta|link|img|style|base|a\s)",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"\A\s*(#!|@echo off|rem\s|<%)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def text_sort(data: bytes, extension: str) -> tuple[str, bool]:
    """Its media type, and that it asks for no password. Raises `Refused`."""
    text = _read(data)
    if extension in _RUN.split() or _CONTROL.search(text) or _PAGE.search(text) or _SCRIPT.search(text):
        raise Refused("not-that-kind")
    return ("text/csv" if extension == "csv" else "text/plain"), False


def _read(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for coding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Refused("not-that-kind")
