"""The database: does it answer, is it whole, does it keep what it acknowledged, does it know the time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import sqlite_version
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from aufil.kernel import clock as our_clock
from aufil.operate.checks.verdict import Verdict, fault, first_line, ok, warning

PATIENCE = 3  # seconds before a silent server counts as away
FULL = 2  # PRAGMA synchronous: from here on a commit is on the disk when it returns
GAP_SEEN = timedelta(seconds=2)
GAP_TOO_MUCH = timedelta(seconds=60)
SETTING = "AUFIL_DATABASE_URL"
RESTORE = "reprendre la dernière copie entière"


def unreachable() -> Verdict | None:
    """Why the database cannot be asked anything; None when it answers."""
    if connection.vendor not in ("sqlite", "postgresql"):
        return fault("Aufil ne connaît que SQLite et PostgreSQL.", SETTING)
    path = file_of(connection)
    if path and not path.exists():
        return fault(f"La base n’existe pas encore ({path}).", "aufil migrate")
    try:
        if connection.vendor == "postgresql":
            _knock()
        connection.ensure_connection()
        _value("SELECT 1")
    except DatabaseError as error:
        return fault(f"La base ne répond pas : {first_line(error)}.", SETTING)
    return None


def _knock() -> None:
    """Open and close a connection without waiting for ever, as the ordinary one would."""
    parameters = {**connection.get_connection_params(), "connect_timeout": PATIENCE}
    with connection.wrap_database_errors:
        connection.get_new_connection(parameters).close()


def file_of(database: BaseDatabaseWrapper) -> Path | None:
    """The file of an SQLite database; None for one that is in memory, or not SQLite."""
    if database.vendor != "sqlite" or database.is_in_memory_db():  # type: ignore[attr-defined]
        return None
    return Path(database.settings_dict["NAME"])


def integrity() -> Verdict:
    """SQLite: every page and every foreign key. PostgreSQL checks itself; it is enough that it answers."""
    if connection.vendor == "postgresql":
        version = ".".join(str(part) for part in connection.get_database_version() or ())
        return ok(f"PostgreSQL {version} répond.")
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
        orphans = len(cursor.execute("PRAGMA foreign_key_check").fetchall())
    if pages != "ok":
        return fault(f"Le fichier de la base est abîmé : {pages}.", RESTORE)
    if orphans:
        return fault(f"{orphans} lignes désignent une ligne qui n’existe pas.", RESTORE)
    return ok(f"SQLite {sqlite_version} : le fichier est entier.")


def durability() -> Verdict:
    """Is what was acknowledged still there after a power cut?"""
    if connection.vendor == "postgresql":
        return _postgresql_durability()
    if _value("PRAGMA synchronous") < FULL:
        return fault("Une coupure de courant peut perdre des messages confirmés.", "PRAGMA synchronous=FULL")
    if file_of(connection) and _value("PRAGMA journal_mode") != "wal":
        return warning(
            "La base n’est pas en mode WAL (disque réseau ?) : lire et écrire se gênent.",
            "AUFIL_HOME sur un disque local",
        )
    return ok("Un message confirmé est sur le disque.")


def _postgresql_durability() -> Verdict:
    for parameter in ("fsync", "full_page_writes", "synchronous_commit"):
        if _value(f"SHOW {parameter}") == "off":
            return fault(
                f"PostgreSQL a « {parameter} » à « off » : une coupure peut perdre des messages confirmés.",
                f"{parameter} = on dans postgresql.conf",
            )
    return ok("Un message confirmé est sur le disque.")


def clock() -> Verdict:
    """The clock of the database against ours, and ours against what was already written."""
    now = our_clock.now()
    gap = abs(_database_now() - now)
    newest = MigrationRecorder(connection).migration_qs.aggregate(newest=Max("applied"))["newest"]
    mend = "mettre la machine à l’heure (NTP)"
    if gap > GAP_TOO_MUCH or (newest and newest - now > GAP_TOO_MUCH):
        return fault(f"L’horloge est fausse : il serait {now:%d/%m/%Y %H:%M} UTC.", mend)
    if gap > GAP_SEEN:
        return warning(f"La base et Aufil ont {gap.total_seconds():.0f} s d’écart.", mend)
    return ok("L’horloge et celle de la base sont d’accord.")


def _database_now() -> datetime:
    if connection.vendor == "postgresql":
        seconds = _value("SELECT extract(epoch FROM clock_timestamp())")
    else:
        seconds = _value("SELECT (julianday('now') - 2440587.5) * 86400.0")
    return datetime.fromtimestamp(float(seconds), UTC)


def _value(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
