"""All writes on files."""

from aufil.files.actions.again import expect_again
from aufil.files.actions.expect import expect
from aufil.files.actions.moving import tell_moved
from aufil.files.actions.opening import Opened, open_version
from aufil.files.actions.preparing import prepare, refuse
from aufil.files.actions.receive import AWAITED, PIECE, stop, take_all, take_piece

__all__ = [
    "AWAITED",
    "PIECE",
    "Opened",
    "expect",
    "expect_again",
    "open_version",
    "prepare",
    "refuse",
    "stop",
    "take_all",
    "take_piece",
    "tell_moved",
]
