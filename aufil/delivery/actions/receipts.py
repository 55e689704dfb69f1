"""STAND-IN until the engine's own comes: keeps what was learnt, once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from aufil.delivery.models import Attempt, Receipt


def record_receipt(*, said: str, at: datetime, attempt: UUID | None = None, **more: Any) -> bool:
    found = Attempt.objects.filter(uid=attempt).first() if attempt else None
    if found:
        Receipt.objects.get_or_create(attempt=found, said=said, defaults={"at": at, **more})
    return found is not None
