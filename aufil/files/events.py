"""What has happened to files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileChanged:
    """What may be said or shown of a file is not what it was: its bytes came, were found good or refused,
    got a lighter version, were asked for again or forgotten (`file` is its key)."""

    file: int
