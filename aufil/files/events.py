"""What has happened to files."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileChanged:
    """What may be said or shown of a file is not what it was: its bytes came, were found good or refused,
    got a lighter version, were asked for again or forgotten (`file` is its key)."""

    file: int


@dataclass(frozen=True, slots=True)
class FileMoved:
    """More of a file came (`received` bytes of it) or more of it was prepared (`progress` hundredths).

    Worth a hint to open screens, at most every two seconds a file; not worth a `rev`. Published after the commit.
    """

    file: int
    received: int
    progress: int = 0
