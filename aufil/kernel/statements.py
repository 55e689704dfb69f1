"""A few plain SQL statements, written once and sent the fastest way each database has.

For the paths that run a thousand times more often than any page. On PostgreSQL the statements are prepared,
bound by the server, and several travel in one round trip; on SQLite they are ordinary calls. Everything else
uses the ORM.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.db import connections

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Columns:
    """Columns of a table to write, each with its PostgreSQL type; the first is the key of an update."""

    table: str
    types: dict[str, str]

    @cached_property
    def names(self) -> str:
        return ", ".join(self.types)

    @cached_property
    def arrays(self) -> str:
        """The parameters, one array a column."""
        return "unnest(" + ", ".join(f"%s::{kind}[]" for kind in self.types.values()) + ")"


@dataclass(frozen=True)
class Insert:
    """New rows, in the order of `columns`."""

    columns: Columns
    rows: Sequence[Sequence[Any]]

    @property
    def for_postgresql(self) -> str:
        return f"INSERT INTO {self.columns.table} ({self.columns.names}) SELECT * FROM {self.columns.arrays}"

    @property
    def for_sqlite(self) -> str:
        places = ", ".join(["%s"] * len(self.columns.types))
        return f"INSERT INTO {self.columns.table} ({self.columns.names}) VALUES ({places})"

    def row_for_sqlite(self, row: Sequence[Any]) -> list[Any]:
        return [adapted(value) for value in row]


@dataclass(frozen=True)
class Update:
    """New values of the rows whose first column is the first of each row."""

    columns: Columns
    rows: Sequence[Sequence[Any]]

    @property
    def for_postgresql(self) -> str:
        key, *others = self.columns.types
        values = ", ".join(f"{name} = v.{name}" for name in others)
        source = f"{self.columns.arrays} AS v({self.columns.names})"
        return f"UPDATE {self.columns.table} t SET {values} FROM {source} WHERE t.{key} = v.{key}"

    @property
    def for_sqlite(self) -> str:
        key, *others = self.columns.types
        values = ", ".join(f"{name} = %s" for name in others)
        return f"UPDATE {self.columns.table} SET {values} WHERE {key} = %s"

    def row_for_sqlite(self, row: Sequence[Any]) -> list[Any]:
        return [adapted(value) for value in (*row[1:], row[0])]


Change = Insert | Update


class Statements:
    """Plain statements on the connection of the current thread, inside its transaction."""

    def __init__(self, alias: str = "default") -> None:
        self._wrapper = connections[alias]
        self.postgresql = self._wrapper.vendor == "postgresql"

    def among(self, column: str) -> str:
        """`column` is one of a list given as a single parameter (see `many`)."""
        if self.postgresql:
            return f"{column} = ANY(%s)"
        return f"{column} IN (SELECT value FROM json_each(%s))"

    def many(self, values: Sequence[UUID] | Sequence[int] | Sequence[str]) -> Any:
        """The parameter for `among`."""
        if self.postgresql:
            return list(values)
        if values and isinstance(values[0], str):
            return orjson.dumps(list(values)).decode()
        return "[" + ",".join(f'"{v.hex}"' if isinstance(v, UUID) else str(v) for v in values) + "]"

    def minutes_between(self, start: str, end: str) -> str:
        """The whole minutes from one column of times to another."""
        if self.postgresql:
            return f"CAST(FLOOR(date_part('epoch', {end} - {start}) / 60) AS INTEGER)"
        return f"CAST((julianday({end}) - julianday({start})) * 1440 AS INTEGER)"

    @property
    def locked(self) -> str:
        """Ends a SELECT that locks its rows; a write transaction of SQLite is alone by itself."""
        return " FOR UPDATE" if self.postgresql else ""

    def select(self, *queries: tuple[str, Sequence[Any]]) -> list[list[Row]]:
        """Rows of each query, in order. On PostgreSQL all queries travel together."""
        self._wrapper.ensure_connection()
        if not self.postgresql:
            with self._wrapper.cursor() as cursor:
                return [
                    cursor.execute(sql, [adapted(value) for value in params]).fetchall()
                    for sql, params in queries
                ]
        raw = self._wrapper.connection
        with self._wrapper.wrap_database_errors, self._pipeline(raw, len(queries)):
            cursors = [
                psycopg.Cursor(raw).execute(sql, params, prepare=True, binary=True) for sql, params in queries
            ]
        return [cursor.fetchall() for cursor in cursors]

    def write(self, *changes: "Change") -> None:
        """Make these changes, in order: one statement each on PostgreSQL, all travelling together."""
        self._wrapper.ensure_connection()
        wanted = [change for change in changes if change.rows]
        if not self.postgresql:
            with self._wrapper.cursor() as cursor:
                for change in wanted:
                    cursor.executemany(change.for_sqlite, [change.row_for_sqlite(row) for row in change.rows])
            return
        raw = self._wrapper.connection
        with self._wrapper.wrap_database_errors, raw.pipeline():
            for change in wanted:
                columns = [list(column) for column in zip(*change.rows, strict=True)]
                psycopg.Cursor(raw).execute(change.for_postgresql, columns, prepare=True)

    @staticmethod
    def _pipeline(raw: psycopg.Connection, count: int) -> Any:
        return raw.pipeline() if count > 1 else nullcontext()


def prefer_indexes(alias: str = "default") -> None:
    """On this thread's PostgreSQL connection, plan the busy statements by their indexes.

    Prepared statements keep their plan. One made while a table was small or never analysed would read it whole,
    and go on doing so while it grows.
    """
    wrapper = connections[alias]
    if wrapper.vendor != "postgresql":
        return
    wrapper.ensure_connection()
    if not getattr(wrapper.connection, "prefers_indexes", False):
        wrapper.connection.execute("SET enable_seqscan = off")
        wrapper.connection.prefers_indexes = True


def adapted(value: Any) -> Any:
    """A value as Django itself stores it on SQLite."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return value


def as_uuid(value: Any) -> UUID:
    """A UUID column as read on either database."""
    return value if isinstance(value, UUID) else UUID(value)


def as_json(value: Any) -> Any:
    """A JSON column as read on either database."""
    return orjson.loads(value) if isinstance(value, str) else value


def as_time(value: Any) -> datetime | None:
    """A time column as read on either database, in UTC."""
    if value is None:
        return None
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def known_time(value: Any) -> datetime:
    """As `as_time`, for a column that is never NULL."""
    at = as_time(value)
    if at is None:
        raise ValueError(value)
    return at
