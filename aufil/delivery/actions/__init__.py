"""All writes of delivery."""

from aufil.delivery.actions.notices import (
    FIRST_LOOK,
    NewNotice,
    close_seen,
    hand_over_notices,
    insertion,
    withdraw,
    withdraw_for,
)
from aufil.delivery.actions.texts import send_sms

__all__ = [
    "FIRST_LOOK",
    "NewNotice",
    "close_seen",
    "hand_over_notices",
    "insertion",
    "send_sms",
    "withdraw",
    "withdraw_for",
]
