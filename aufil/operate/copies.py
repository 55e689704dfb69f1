"""Verified copies of an SQLite database."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

MARK = ".avant-migration-"
KEPT = 3


class CopyError(Exception):
    """The copy could not be made, or is not whole; nothing is left of it."""


def copy_before_migration(database: Path, now: datetime) -> Path:
    """A whole copy beside `database`, named after `now`; the three newest are kept. Raises CopyError."""
    target = database.with_name(f"{database.name}{MARK}{now:%Y%m%d-%H%M%S}")
    verified_copy(database, target)
    copies = sorted(
        path for path in database.parent.glob(f"{database.name}{MARK}*") if path.suffix != ".partial"
    )
    for old in copies[:-KEPT]:
        old.unlink()
    return target


def verified_copy(source: Path, target: Path) -> None:
    """Copy a database that may be in use; `target` appears only when it is whole. Raises CopyError."""
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        # Made before SQLite opens it, so that nobody else can read it even for a moment.
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(partial)) as copy:
            original.backup(copy)
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise CopyError(found)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise CopyError(str(error)) from error
    finally:
        partial.unlink(missing_ok=True)
