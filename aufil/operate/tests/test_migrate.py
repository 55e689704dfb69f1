"""`aufil migrate`: a verified copy first, and never a database newer than the code."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aufil.operate.copies import CopyError, copy_before_migration
from aufil.operate.tests.conftest import Command

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("aufil.sqlite3.avant-migration-*"))


def read(database: Path, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(database)) as file:
        return file.execute(statement).fetchall()


def write(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as file, file:
        for statement in statements:
            file.execute(statement)


def test_migrate_copies_only_when_there_is_something_to_lose(aufil: Command, tmp_path: Path) -> None:
    home = tmp_path / "home"
    database = home / "aufil.sqlite3"

    assert aufil("migrate").returncode == 0
    assert copies(home) == [], "an empty database needs no copy"
    assert aufil("migrate").returncode == 0
    assert copies(home) == [], "nothing to apply, nothing to copy"
    assert aufil("migrate", "--plan", "audit", "0001").returncode == 0
    assert copies(home) == [], "looking changes nothing"

    done = aufil("migrate", "audit", "0001")
    (copy,) = copies(home)
    assert f"Copie vérifiée de la base : {copy}" in done.stdout
    assert read(copy, "SELECT 1 FROM django_migrations WHERE app = 'audit' AND name LIKE '0002%'")
    assert read(database, "PRAGMA quick_check") == [("ok",)]


def test_migrate_refuses_a_database_newer_than_the_code(aufil: Command, tmp_path: Path) -> None:
    database = tmp_path / "home" / "aufil.sqlite3"
    aufil("migrate")
    write(
        database,
        "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_plus_tard', '2030-01-01')",
    )
    done = aufil("migrate")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "people.9999_plus_tard" in done.stderr
    assert copies(tmp_path / "home") == []


def test_migrate_makes_the_folder_of_its_database(aufil: Command, tmp_path: Path) -> None:
    there = tmp_path / "ici" / "là" / "fil.sqlite3"
    assert aufil("migrate", "-v", "0", AUFIL_DATABASE_URL=f"sqlite:///{there}").returncode == 0
    assert there.parent.stat().st_mode & 0o777 == 0o700


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A small database in use: what was written last is still in its log."""
    path = tmp_path / "aufil.sqlite3"
    write(path, "PRAGMA journal_mode=WAL", "CREATE TABLE mot (texte)", "INSERT INTO mot VALUES ('premier')")
    return path


def test_a_copy_holds_what_was_committed_and_not_what_was_not(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as busy:
        busy.execute("INSERT INTO mot VALUES ('dernier')")
        busy.execute("BEGIN IMMEDIATE")
        busy.execute("INSERT INTO mot VALUES ('en cours')")
        copy = copy_before_migration(database, NOW)
        busy.execute("ROLLBACK")
    assert copy.name == "aufil.sqlite3.avant-migration-20261122-143000"
    assert read(copy, "SELECT texte FROM mot") == [("premier",), ("dernier",)]
    assert copy.stat().st_mode & 0o777 == 0o600


def test_the_three_newest_copies_are_kept(database: Path) -> None:
    made = [copy_before_migration(database, NOW + timedelta(days=day)) for day in range(5)]
    assert copies(database.parent) == made[-3:]


def test_a_copy_that_is_not_whole_is_not_kept(database: Path) -> None:
    database.write_bytes(b"ceci n'est pas une base" * 500)
    with pytest.raises(CopyError):
        copy_before_migration(database, NOW)
    assert copies(database.parent) == []
