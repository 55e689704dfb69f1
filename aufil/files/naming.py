"""Names of files: what a person called it, with an extension that tells the truth."""

from aufil.files.models import NAME_LIMIT
from aufil.files.preparing.outcome import EXTENSIONS

# Endings that are said of files, beyond those we give; anything else behind a dot is part of the name.
_SAID = {
    *(
        "jpeg",
        "jpe",
        "png",
        "gif",
        "heic",
        "heif",
        "tif",
        "tiff",
        "bmp",
        "svg",
        "avif",
        "dot",
        "dotx",
        "docm",
        "xlsm",
    ),
    *(
        "pptm",
        "pps",
        "htm",
        "html",
        "zip",
        "rar",
        "exe",
        "bat",
        "cmd",
        "com",
        "scr",
        "js",
        "vbs",
        "jar",
        "apk",
        "msi",
    ),
    *(
        "ogg",
        "oga",
        "opus",
        "mp3",
        "wav",
        "flac",
        "aac",
        "amr",
        "3gp",
        "webm",
        "mkv",
        "mov",
        "m4v",
        "avi",
        "lnk",
    ),
    *("php", "py", "sh", "ps1", "hta", "xml", "log", "md"),
}
_KNOWN = _SAID | set(EXTENSIONS.values())
LONGEST = 8


def ending_of(name: str) -> str:
    """What stands behind the last dot of a name, in small letters; empty when that is no word."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if ending.isalnum() and len(ending) <= LONGEST else ""


def true_name(name: str, media_type: str) -> str:
    """`name` with the extension of what its bytes are; an empty name stays empty."""
    extension = EXTENSIONS.get(media_type, "")
    if not name or not extension:
        return name
    stem = name
    while (said := ending_of(stem)) in _KNOWN and said != extension:
        stem = stem[: -len(said) - 1].rstrip()
    if ending_of(stem) == extension:
        return stem
    return f"{stem[: NAME_LIMIT - len(extension) - 1]}.{extension}"
