"""The files of an entry made ready for a page."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from aufil.files.models import File
from aufil.thread.rows import EntryRow
from aufil.thread.saying import said_file, title_of
from aufil.ui.texts import clock

# px: what a photo that comes alone fits in, and how small it may get; several are squares of a mosaic.
WIDEST, HIGHEST, SMALLEST = 264, 320, 96
SHOWN = {File.Kind.PHOTO: "shown", File.Kind.DOCUMENT: "original"}
RECORDED = (File.Kind.VOICE, File.Kind.VIDEO)
PLAYED = ("original", "light")
ON_ITS_WAY = (File.State.EXPECTED, File.State.RECEIVED)


@dataclass(frozen=True)
class FileView:
    """A file as a page shows it to one reader. `address` ends with `/`: a version's name makes it one to open.

    `may_send_again`: it did not come. `may_choose_again`: it has not yet, and without a script nothing goes by itself.
    """

    shape: dict[str, Any]
    address: str
    alt: str
    width: int
    height: int
    may_send_again: bool
    may_choose_again: bool
    may_transcribe: bool

    @property
    def is_ready(self) -> bool:
        return bool(self.shape["state"] == File.State.READY)

    @property
    def is_awaited(self) -> bool:
        """Have its bytes still to come?"""
        return self.shape["state"] in (File.State.EXPECTED, File.State.MISSING)

    @property
    def is_photo(self) -> bool:
        """Is it one of the mosaic? A photo that will not come is told of in a line."""
        return _in_mosaic(self.shape)

    @property
    def plays(self) -> list[tuple[str, str]]:
        """What a recording can be played from, as addresses and media types; nothing for the rest."""
        if self.shape["kind"] not in RECORDED or not self.is_ready:
            return []
        versions = self.shape["versions"]
        return [(f"{self.address}{name}/", versions[name]["type"]) for name in PLAYED if name in versions]

    @property
    def opens(self) -> str:
        """The address of what is read, for what is not played in the page."""
        version = SHOWN.get(self.shape["kind"])
        return f"{self.address}{version}/" if version and self.is_ready else ""

    @property
    def preview(self) -> str:
        """The small picture that holds the place, as an address that carries it."""
        coded = self.shape["preview"]
        media = "jpeg" if coded.startswith("/9j/") else "webp"
        return f"data:image/{media};base64,{coded}" if coded else ""

    @property
    def type(self) -> str:
        """The end of its name, as on a label: `PDF`."""
        name = self.shape["name"].rpartition(".")
        return name[2][:4].upper() if name[0] and self.shape["kind"] == File.Kind.DOCUMENT else ""


def files_of(entry: EntryRow, *, mine: bool, staff: bool, open_thread: bool) -> list[FileView]:
    """The files on an entry. `mine`: its author looks; `staff`: a counsellor does."""
    shapes = entry.adds["files"] if entry.adds else []
    if not shapes:
        return []
    alone = sum(_in_mosaic(shape) for shape in shapes) == 1
    when = clock(timezone.localtime(entry.created_at))
    alt = _("Photo envoyée par %(name)s, %(time)s") % {"name": entry.first_name, "time": when}
    views = []
    for shape in shapes:
        width, height = _fitted(shape["width"], shape["height"], alone or shape["kind"] in RECORDED)
        views.append(
            FileView(
                shape=said_file(shape, mine, entry.first_name),
                address=f"/fil/{entry.thread}/fichiers/{shape['id']}/",
                alt=title_of(shape) if shape["kind"] == File.Kind.VIDEO else alt,
                width=width,
                height=height,
                may_send_again=mine and open_thread and shape["state"] == File.State.MISSING,
                may_choose_again=mine and open_thread and shape["state"] == File.State.EXPECTED,
                may_transcribe=(mine or staff) and open_thread and shape["kind"] in RECORDED,
            )
        )
    return views


def _in_mosaic(shape: dict[str, Any]) -> bool:
    """Is there a picture to draw? A video has one while it is on its way, if its sender's phone made it."""
    if shape["kind"] == File.Kind.VIDEO:
        return bool(shape["state"] in ON_ITS_WAY and shape["preview"])
    return bool(shape["kind"] == File.Kind.PHOTO and shape["state"] in (*ON_ITS_WAY, File.State.READY))


def _fitted(width: int | None, height: int | None, alone: bool) -> tuple[int, int]:
    """The size a picture is drawn at, so that nothing moves when it comes."""
    if not alone or not width or not height:
        return WIDEST // 2, WIDEST // 2
    scale = min(WIDEST / width, HIGHEST / height, 1)
    return max(SMALLEST, round(width * scale)), max(SMALLEST, round(height * scale))
