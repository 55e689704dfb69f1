"""Links of our own, short enough for a text message: `/l/<code>/`."""

import secrets
from datetime import timedelta

from django.conf import settings

from aufil.delivery.models import Attempt, ShortLink
from aufil.kernel import clock

# Thirty-two letters nobody reads for another (no i, l, o, u): twelve of them are 60 bits.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12
LIFE = timedelta(days=30)


def short_link(attempt: Attempt, path: str) -> str:
    """The address by which this attempt leads to `path`; made once, whatever is tried again.

    The one row a channel writes: it is part of what is said.
    """
    row = ShortLink.objects.filter(attempt=attempt, path=path).first()
    if row is None:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        row = ShortLink.objects.create(code=code, attempt=attempt, path=path, until=clock.now() + LIFE)
    return _address(row.code)


def as_long_as_a_link() -> str:
    """What takes as much room as any of them, for who counts letters."""
    return _address(LETTERS[0] * LENGTH)


def _address(code: str) -> str:
    return f"{settings.BASE_URL}/l/{code}/"
