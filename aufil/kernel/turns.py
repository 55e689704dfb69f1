"""Whose hours change one at a time: taking a time, freeing one, being away.

PostgreSQL's advisory locks, a number a person, held until the transaction ends; on SQLite writers come one after
another. Not the persons' rows: delivery locks those while it holds what people are told, which moving and cancelling
withdraw, and each would wait for the other.
"""

from collections.abc import Collection

from django.db import connection

# Where these numbers begin among advisory locks.
ROOM = 0x6170 << 40


def hold_hours(persons: Collection[int]) -> None:
    """The hours of these persons are ours to change until the transaction ends; always in the order of numbers."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for person in sorted(set(persons)):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROOM + person])
