"""All writes on files."""

from aufil.files.actions.expect import expect
from aufil.files.actions.moving import tell_moved
from aufil.files.actions.preparing import prepare, refuse
from aufil.files.actions.receive import PIECE, stop, take_all, take_piece

__all__ = ["PIECE", "expect", "prepare", "refuse", "stop", "take_all", "take_piece", "tell_moved"]
