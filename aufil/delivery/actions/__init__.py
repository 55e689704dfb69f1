"""All writes of delivery."""

from aufil.delivery.actions.calls import call_noted, close_line
from aufil.delivery.actions.carrying import carry_email, carry_push, carry_sms
from aufil.delivery.actions.laddering import climb
from aufil.delivery.actions.notices import (
    FIRST_LOOK,
    NewNotice,
    close_seen,
    hand_over_notices,
    insertion,
    withdraw,
    withdraw_for,
)
from aufil.delivery.actions.purging import purge_attempts
from aufil.delivery.actions.receipts import record_answer, record_receipt
from aufil.delivery.actions.texts import send_sms

__all__ = [
    "FIRST_LOOK",
    "NewNotice",
    "call_noted",
    "carry_email",
    "carry_push",
    "carry_sms",
    "climb",
    "close_line",
    "close_seen",
    "hand_over_notices",
    "insertion",
    "purge_attempts",
    "record_answer",
    "record_receipt",
    "send_sms",
    "withdraw",
    "withdraw_for",
]
