"""All writes of delivery."""

from aufil.delivery.actions.dates import date_notice
from aufil.delivery.actions.notices import (
    FIRST_LOOK,
    NewNotice,
    close_seen,
    hand_over_notices,
    insertion,
    send_sms,
    withdraw,
    withdraw_for,
)

__all__ = [
    "FIRST_LOOK",
    "NewNotice",
    "close_seen",
    "date_notice",
    "hand_over_notices",
    "insertion",
    "send_sms",
    "withdraw",
    "withdraw_for",
]
