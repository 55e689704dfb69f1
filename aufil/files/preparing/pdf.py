"""PDF: kept as it is, once it is sure to be a PDF and nothing else.

Its bytes are left alone, for a signed contract must stay what was signed. JavaScript is left in: forms of public
services use it to add up figures, and browsers run it, if at all, in a box of its own (it is served under
`Content-Security-Policy: sandbox`). What would start a program, or smuggles in a file that alone would be refused,
refuses the whole. A PDF that is another thing as well (a prefix, something after its end) is written anew, which
leaves the PDF alone; where that would break a signature or needs a password, it is refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from aufil.files.preparing.office import ole_sort, rtf_sort, zip_sort
from aufil.files.preparing.outcome import Refused, Result, Task
from aufil.files.preparing.sniffing import HEAD, guess
from aufil.files.preparing.texts import text_sort

MEDIA_TYPE = "application/pdf"
OBJECTS_MOST = 300_000
ATTACHED_MOST = 50_000_000  # bytes
END = b"%%EOF"


def prepare_pdf(task: Task) -> Result:
    result = Result(MEDIA_TYPE, {"original": MEDIA_TYPE})
    data = task.source.read()
    body = _body(data)
    alone = body == data.rstrip(b"\x00 \r\n\t\x1a") and not _archive(data)
    try:
        with pikepdf.open(io.BytesIO(body)) as document:
            _look_inside(document)
            if not alone:
                data = _written_anew(document)
    except pikepdf.PasswordError:
        if not alone:
            raise Refused("two-in-one") from None
        result.locked = True
    task.outputs["original"].write(data)
    return result


def _body(data: bytes) -> bytes:
    """From its first word to its last; what was cut off before its end is broken."""
    start, end = data.find(b"%PDF-"), data.rfind(END)
    body = data[start : end + len(END)]
    whole = re.search(rb"/Linearized.{,200}?/L\s+(\d+)", body[:1024], re.DOTALL)
    if end < start or (whole and int(whole[1]) > len(data)):
        raise Refused("broken")
    return body


def _archive(data: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(data))


def _written_anew(document: pikepdf.Pdf) -> bytes:
    if document.is_encrypted or any("/ByteRange" in found for found in _dictionaries(document)):
        raise Refused("two-in-one")
    place = io.BytesIO()
    document.save(place, recompress_flate=True)
    if _archive(place.getvalue()):
        raise Refused("two-in-one")
    return place.getvalue()


def _look_inside(document: pikepdf.Pdf) -> None:
    if len(document.objects) > OBJECTS_MOST:
        raise Refused("too-much")
    if not len(document.pages):
        raise Refused("broken")
    for found in _dictionaries(document):
        if found.get("/S") == "/Launch":
            raise Refused("active")
        if "/EF" in found and not all(_harmless(_unpacked(stream)) for stream in found["/EF"].values()):
            raise Refused("active")


def _unpacked(stream: pikepdf.Object) -> bytes:
    """An attached file; a bomb is not let go off."""
    said: Any = stream.stream_dict.get("/Filter", pikepdf.Array())
    data = stream.read_raw_bytes()
    for name in said if isinstance(said, pikepdf.Array) else [said]:
        if name != "/FlateDecode":
            raise Refused("too-much")
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(data, ATTACHED_MOST)
        if unpacking.unconsumed_tail:
            raise Refused("too-much")
    return data


def _harmless(data: bytes) -> bool:
    """Would this be taken if it came by itself?"""
    sort, _form = guess(data[:HEAD])
    looks = {"zip": zip_sort, "ole": ole_sort, "rtf": rtf_sort, "text": text_sort}
    try:
        if look := looks.get(sort):
            look(data, "")
    except Refused:
        # The XML beside an electronic invoice is read by programs that know it.
        return sort == "text" and data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml")
    return sort != "archive"


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, those held directly by another (an action in an annotation) included."""
    waiting: list[pikepdf.Object] = list(document.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Stream):
            one = one.stream_dict
        if isinstance(one, pikepdf.Dictionary):
            yield one
            waiting.extend(value for value in one.values() if _direct(value))
        elif isinstance(one, pikepdf.Array):
            waiting.extend(value for value in one if _direct(value))


def _direct(value: object) -> bool:
    return isinstance(value, pikepdf.Object) and not value.is_indirect
