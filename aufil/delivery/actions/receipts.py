"""STAND-IN until the engine's own comes: keeps what was learnt, once."""

from datetime import datetime
from uuid import UUID

from aufil.delivery.models import Attempt, Receipt


def record_receipt(
    *,
    said: str,
    at: datetime,
    uid: UUID,
    code: str = "",
    for_good: bool = False,
    parts: int = 0,
    ref: str = "",
) -> None:
    found = Attempt.objects.filter(uid=attempt).first()
    if found:
        values = {"at": at, "code": code, "for_good": for_good, "parts": parts, "ref": ref}
        Receipt.objects.get_or_create(attempt=found, said=said, defaults=values)
