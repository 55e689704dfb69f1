"""Long lists a page at a time: `{"results": […], "next": cursor or null}`, the cursor an opaque position."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from aufil.web.problems import Problem


def page_number(said: str) -> int:
    """The page an address asks for, from 1; the first where it says nothing that is one."""
    return max(1, int(said)) if said.isdecimal() and len(said) < 6 else 1


def encode(position: str) -> str:
    """A cursor that stands for `position`."""
    return urlsafe_b64encode(position.encode()).decode().rstrip("=")


def decode(cursor: str) -> str:
    """The position behind a cursor of ours; a 400 problem for anything else."""
    try:
        position = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (Error, ValueError, UnicodeDecodeError):
        raise Problem("malformed") from None
    if "\x00" in position:
        raise Problem("malformed")
    return position
