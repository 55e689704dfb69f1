"""A few plain SQL statements, written once and sent the fastest way each database has.

For the paths that run a thousand times more often than any page. On PostgreSQL the statements are prepared,
bound by the server, and several travel in one round trip; on SQLite they are ordinary calls. Everything else
uses the ORM.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections

Row = tuple[Any, ...]


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

    def many(self, values: Sequence[UUID] | Sequence[int]) -> Any:
        """The parameter for `among`."""
        if self.postgresql:
            return list(values)
        return "[" + ",".join(f'"{v.hex}"' if isinstance(v, UUID) else str(v) for v in values) + "]"

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
            cursors = [psycopg.Cursor(raw).execute(sql, params, prepare=True) for sql, params in queries]
        return [cursor.fetchall() for cursor in cursors]

    def write(self, *batches: tuple[str, Sequence[Sequence[Any]]]) -> None:
        """Run each statement once a row of its parameters. On PostgreSQL all travel together."""
        self._wrapper.ensure_connection()
        if not self.postgresql:
            with self._wrapper.cursor() as cursor:
                for sql, rows in batches:
                    cursor.executemany(sql, [[adapted(value) for value in row] for row in rows])
            return
        raw = self._wrapper.connection
        with self._wrapper.wrap_database_errors, raw.pipeline():
            sender = psycopg.Cursor(raw)
            for sql, rows in batches:
                for row in rows:
                    sender.execute(sql, row, prepare=True)

    @staticmethod
    def _pipeline(raw: psycopg.Connection, count: int) -> Any:
        return raw.pipeline() if count > 1 else nullcontext()


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
