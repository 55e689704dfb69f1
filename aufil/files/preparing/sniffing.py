"""A first guess at what bytes are, from how they begin. The decoder behind the guess decides."""

import codecs
from typing import Literal

Sort = Literal["picture", "pdf", "zip", "ole", "rtf", "sound", "archive", "text"]
HEAD = 4096  # bytes worth looking at

_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_STARTS: list[tuple[bytes, Sort, str]] = [
    (b"\xff\xd8\xff", "picture", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "picture", "PNG"),
    (b"%PDF-", "pdf", "pdf"),
    (b"PK\x03\x04", "zip", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "ole"),
    (b"{\\rtf", "rtf", "rtf"),
    (b"\x1a\x45\xdf\xa3", "sound", "matroska"),
    (b"OggS", "sound", "ogg"),
    (b"ID3", "sound", "mp3"),
    (b"fLaC", "sound", "flac"),
    (b"#!AMR", "sound", "amr"),
    (b"Rar!\x1a\x07", "archive", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "7z"),
    (b"\x1f\x8b", "archive", "gzip"),
    (b"BZh", "archive", "bzip2"),
    (b"\xfd7zXZ\x00", "archive", "xz"),
    (b"\x28\xb5\x2f\xfd", "archive", "zstd"),
    (b"PK\x05\x06", "archive", "zip"),
]


def guess(head: bytes) -> tuple[Sort, str]:
    """The sort, and the decoder's name for the format. What nothing else begins like may be a text.

    "sound" is anything with time in it: whether it has pictures too only its streams say.
    """
    for start, sort, form in _STARTS:
        if head.startswith(start):
            return sort, form
    if head[:4] == b"RIFF":
        return ("picture", "WEBP") if head[8:12] == b"WEBP" else ("sound", "wav")
    if head[4:8] == b"ftyp":
        return ("picture", "HEIF") if head[8:12] in _HEIF else ("sound", "mov")
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and not marked:
        # The frame of an MPEG stream says its layer; AAC has none.
        return ("sound", "mp3") if head[1] & 0x06 else ("sound", "aac")
    if b"%PDF-" in head[:1024]:
        return "pdf", "pdf"
    if head[257:262] == b"ustar":
        return "archive", "tar"
    return "text", "text"
