"""Documents of word processors and spreadsheets: kept as they are, unless they hold a program or a bomb."""

import io
import re
import struct
import zipfile
import zlib

from aufil.files.preparing.outcome import Refused

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_MAIN = {
    b"wordprocessingml.document": "wordprocessingml.document",
    b"spreadsheetml.sheet": "spreadsheetml.sheet",
    b"presentationml.presentation": "presentationml.presentation",
    b"presentationml.slideshow": "presentationml.slideshow",
}
_BY_EXTENSION = {
    "xlsx": _OOXML + "spreadsheetml.sheet",
    "pptx": _OOXML + "presentationml.presentation",
}
_LOCKED_TYPE = _OOXML + "wordprocessingml.document"
_OPEN_DOCUMENTS = {_ODF + kind for kind in ("text", "spreadsheet", "presentation", "graphics")}
MEMBERS_MOST = 10_000
UNPACKED_MOST = 300_000_000  # bytes
EMPTY_BASIC = re.compile(
    r"Basic/(script|dialog)-l[bc]\.xml|Basic/[^/]+/(script|dialog)-lb\.xml|Basic/([^/]+/)?"
)
PACKAGE = "Ole10Native".encode("utf-16-le")  # "a file, any file", inside a document


def zip_sort(data: bytes, _extension: str) -> tuple[str, bool]:
    """The media type of an office document in a ZIP, and whether it asks for a password. Raises `Refused`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            media_type, locked = _named(archive)
            if b"%PDF-" in data[:1024] or archive.comment or data[-22:-18] != b"PK\x05\x06":
                raise Refused("two-in-one")
            _unpack(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError) as error:
        raise Refused("broken") from error
    except (
        NotImplementedError,
        RuntimeError,
    ) as error:  # packed in a way, or with a password, that no office uses
        raise Refused("archive") from error
    return media_type, locked


def _named(archive: zipfile.ZipFile) -> tuple[str, bool]:
    names = archive.namelist()
    if len(names) > MEMBERS_MOST:
        raise Refused("too-much")
    if "[Content_Types].xml" in names:
        return _ooxml(_part(archive, "[Content_Types].xml"), names), False
    if names[:1] == ["mimetype"]:
        return _open_document(archive, names)
    programs = ("META-INF/MANIFEST.MF", "AndroidManifest.xml", "Index/Document.iwa", "Info.plist")
    raise Refused("not-that-kind" if any(name in names for name in programs) else "archive")


def _ooxml(types: bytes, names: list[str]) -> str:
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        raise Refused("active")
    for sign, kind in _MAIN.items():
        if re.search(rb"officedocument\." + re.escape(sign) + rb"\.main\+xml", types):
            return _OOXML + kind
    raise Refused("not-that-kind")


def _open_document(archive: zipfile.ZipFile, names: list[str]) -> tuple[str, bool]:
    media_type = _part(archive, "mimetype").decode("ascii", "replace").strip()
    if media_type not in _OPEN_DOCUMENTS:
        raise Refused("not-that-kind")
    macros = [n for n in names if n.startswith("Basic/") and not EMPTY_BASIC.fullmatch(n)]
    if macros or any(name.startswith("Scripts/") and not name.endswith("/") for name in names):
        raise Refused("active")
    return media_type, b"encryption-data" in _part(archive, "META-INF/manifest.xml")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(1_000_000)
    except KeyError as error:
        raise Refused("broken") from error


def _unpack(archive: zipfile.ZipFile) -> None:
    """Every member to its end, to see that it is whole and how much it is."""
    unpacked = 0
    for info in archive.infolist():
        packaged = info.filename.lower().endswith(".bin")
        kept = b""
        with archive.open(info) as part:
            while chunk := part.read(1 << 20):
                unpacked += len(chunk)
                if unpacked > UNPACKED_MOST:
                    raise Refused("too-much")
                if packaged and PACKAGE in kept + chunk:
                    raise Refused("active")
                kept = chunk[-len(PACKAGE) :]


def ole_sort(data: bytes, extension: str) -> tuple[str, bool]:
    """The same for a document of the years before 2007, or an encrypted one of today."""
    names = _ole_names(data)
    if names & {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros", "\x01Ole10Native"}:
        raise Refused("active")
    if "EncryptedPackage" in names:
        # What it is only its password would tell; among these three neighbours the name may.
        return _BY_EXTENSION.get(extension, _LOCKED_TYPE), True
    if "WordDocument" in names:
        return "application/msword", False
    if names & {"Workbook", "Book"}:
        return "application/vnd.ms-excel", False
    if "PowerPoint Document" in names:
        return "application/vnd.ms-powerpoint", False
    raise Refused("not-that-kind")


FREE = 0xFFFFFFFF
LAST = 0xFFFFFFFA  # from here on not a sector's number


def _ole_names(data: bytes) -> set[str]:
    """The names in a compound file's directory ([MS-CFB] 2.2, 2.3, 2.6); what its table promises must be there."""
    try:
        size = 1 << struct.unpack_from("<H", data, 30)[0]
        first_directory = struct.unpack_from("<I", data, 48)[0]
        if size not in (512, 4096):
            raise Refused("broken")
        table = _sector_table(data, size)
        used = max((number for number, following in enumerate(table) if following != FREE), default=0)
        if (used + 1) * size >= len(data):  # the last sector may be cut short, but it has begun
            raise Refused("broken")
        names, sector, seen = set(), first_directory, 0
        while sector < LAST:
            for start in range((sector + 1) * size, (sector + 2) * size, 128):
                length = struct.unpack_from("<H", data, start + 64)[0]
                names.add(data[start : start + max(0, min(64, length) - 2)].decode("utf-16-le", "replace"))
            sector, seen = table[sector], seen + 1
            if seen > len(table):
                raise Refused("broken")
    except (struct.error, IndexError) as error:
        raise Refused("broken") from error
    return names


def _sector_table(data: bytes, size: int) -> list[int]:
    """Which sector follows which."""
    per = size // 4
    places = list(struct.unpack_from("<109I", data, 76))
    extra, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, 1000)):
        if extra >= LAST:
            break
        *more, extra = struct.unpack_from(f"<{per}I", data, (extra + 1) * size)
        places += more
    table: list[int] = []
    for place in places:
        if place < LAST:
            table += struct.unpack_from(f"<{per}I", data, (place + 1) * size)
    return table


def rtf_sort(data: bytes, _extension: str) -> tuple[str, bool]:
    plain = re.sub(rb"\\[\\{}]", b"", data)
    if plain.count(b"{") != plain.count(b"}") and rb"\bin" not in data:
        raise Refused("broken")
    if re.search(rb"\\\*?\\?obj(ect|data|emb|ocx|update)", data, re.IGNORECASE):
        raise Refused("active")
    return "application/rtf", False
