"""Identifiers seen from outside: UUID version 7 (RFC 9562), so that rows made together lie together."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A fresh identifier, ordered by the time it was made."""
    return uuid_utils.compat.uuid7()
