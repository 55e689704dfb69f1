"""Awful files, made here."""

import io
import struct
import zipfile
import zlib
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image

from aufil.demo.making import pdf

EXECUTABLE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
SCRIPTED_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SOMEWHERE = (47.0, 3.0, 36.0)  # degrees, minutes, seconds: the position hidden in pictures
PROFILE_SAYS = b"appareil de poche 3000"


def exif(turned: int = 1) -> Image.Exif:
    """What a phone writes into a picture: its make, where and how it was held."""
    data = Image.Exif()
    data[0x010F], data[0x0110], data[0x0112] = "Fabricant Untel", PROFILE_SAYS.decode(), turned
    place = data.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", SOMEWHERE, "W", (0.0, 52.0, 45.0)
    return data


def picture(size: tuple[int, int] = (800, 600), mode: str = "RGB") -> Image.Image:
    """Red at the top left corner, blue at the bottom right, grey between."""
    drawn = Image.new("RGB", size, (150, 150, 150))
    corner = (size[0] // 4, size[1] // 4)
    drawn.paste((220, 30, 30), (0, 0, *corner))
    drawn.paste((30, 30, 220), (size[0] - corner[0], size[1] - corner[1], *size))
    return drawn.convert(mode)


def jpeg(drawn: Image.Image | None = None, **more: Any) -> bytes:
    return encoded(drawn or picture(), "JPEG", quality=90, **more)


def encoded(drawn: Image.Image, form: str, **more: Any) -> bytes:
    place = io.BytesIO()
    drawn.save(place, form, **more)
    return place.getvalue()


def heic(size: tuple[int, int] = (320, 240), turned: int = 1) -> bytes:
    place = io.BytesIO()
    pillow_heif.from_pillow(picture(size)).save(place, quality=60, exif=exif(turned).tobytes())
    return place.getvalue()


def heic_that_says(width: int, height: int, truth: tuple[int, int] = (320, 240)) -> bytes:
    """A HEIC whose header speaks of another size than its picture has."""
    data = heic(truth)
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


def png_bomb(width: int, height: int) -> bytes:
    """A PNG of that many black pixels, a thousand times smaller than they are."""
    row = b"\x00" + bytes(width // 8 + 1)
    squeeze = zlib.compressobj(9)
    body = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def zipped(members: dict[str, bytes], **more: Any) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body, **more)
    return place.getvalue()


_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"


def docx(kind: str = "wordprocessingml.document", **members: bytes) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{_MAIN.format(kind)}"/></Types>'
    text = b"<w:document>Bonjour</w:document>" * 20
    return zipped({"[Content_Types].xml": types.encode(), "word/document.xml": text, **members})


def odt(manifest: bytes = b"<manifest/>", **members: bytes) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, body in {"META-INF/manifest.xml": manifest, "content.xml": b"<text/>", **members}.items():
            archive.writestr(name, body)
    return place.getvalue()


def ole(*names: str, cut: int = 0) -> bytes:
    """A compound file whose directory holds these names."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)  # the directory's first sector
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    entries = b"".join(_entry(name) for name in ("Root Entry", *names))
    sectors = -(-len(entries) // 512)
    following = [*range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack("<128I", 0xFFFFFFFD, *following, *[0xFFFFFFFF] * (127 - sectors))
    data = bytes(header) + table + entries.ljust(sectors * 512, b"\0")
    return data[: len(data) - cut]


def _entry(name: str) -> bytes:
    coded = name.encode("utf-16-le")
    return coded.ljust(64, b"\0") + struct.pack("<H", len(coded) + 2) + bytes(62)


def locked_pdf() -> bytes:
    with pikepdf.open(io.BytesIO(pdf("Secret", ["1234"]))) as document:
        place = io.BytesIO()
        document.save(place, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return place.getvalue()


def pdf_with(action: pikepdf.Object | None = None, attached: dict[str, bytes] | None = None) -> bytes:
    with pikepdf.open(io.BytesIO(pdf("Page", ["texte"]))) as document:
        if action is not None:
            document.Root.OpenAction = action
        for name, body in (attached or {}).items():
            document.attachments[name] = body
        place = io.BytesIO()
        document.save(place)
    return place.getvalue()
