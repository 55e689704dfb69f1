"""All writes on files."""

from aufil.files.actions.again import expect_again
from aufil.files.actions.expect import expect
from aufil.files.actions.held import hold, let_go, let_go_on_failure, purge_held, take_held
from aufil.files.actions.keys import rewrap_and_tidy, rewrap_keys, rotate_keys
from aufil.files.actions.moving import tell_moved
from aufil.files.actions.opening import Opened, open_version
from aufil.files.actions.preparing import prepare, refuse
from aufil.files.actions.purging import ask_again, forget, purge_files, sweep_storage
from aufil.files.actions.receive import AWAITED, PIECE, stop, take_all, take_piece

__all__ = [
    "AWAITED",
    "PIECE",
    "Opened",
    "ask_again",
    "expect",
    "expect_again",
    "forget",
    "hold",
    "let_go",
    "let_go_on_failure",
    "open_version",
    "prepare",
    "purge_files",
    "purge_held",
    "refuse",
    "rewrap_and_tidy",
    "rewrap_keys",
    "rotate_keys",
    "stop",
    "sweep_storage",
    "take_all",
    "take_held",
    "take_piece",
    "tell_moved",
]
