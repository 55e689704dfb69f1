"""What a child is asked and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

PIXELS_MOST = 50_000_000
LOUDNESS_MOST = 60
# Why nobody will open a file, as far as its bytes say: `File.Refusal` has a sentence for each.
REFUSALS = {
    *("not-that-kind", "not-a-photo", "not-a-recording", "broken", "too-long", "too-many-pixels", "too-much"),
    *("active", "archive", "two-in-one"),
}
# What a good file may be; an extension that says so.
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow": "ppsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.graphics": "odg",
    "application/rtf": "rtf",
    "text/plain": "txt",
    "text/csv": "csv",
    "audio/webm": "webm",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
}
MEDIA_TYPES = frozenset(EXTENSIONS)


class Refused(Exception):
    """Nobody will open this file; `code` is one of `File.Refusal`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Task:
    """A file to examine. `kind` is one of `File.Kind`; `extension` what the sender's name ends in (only ever a hint
    among harmless neighbours, such as csv and txt). `outputs`: where the bytes of each version go."""

    kind: str
    size: int
    extension: str
    source: BinaryIO
    outputs: Mapping[str, BinaryIO]
    moved: Callable[[int], None] = lambda _hundredths: None


@dataclass
class Result:
    """A good file. `versions`: the media type of each that was made (`Blob.Version`); the rest as in `File`."""

    media_type: str
    versions: dict[str, str] = field(default_factory=dict)
    width: int | None = None
    height: int | None = None
    milliseconds: int | None = None
    loudness: list[int] = field(default_factory=list)
    locked: bool = False

    def as_plain(self) -> dict[str, Any]:
        return dict(self.__dict__)
