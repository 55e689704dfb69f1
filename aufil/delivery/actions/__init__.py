"""All writes of delivery."""

from aufil.delivery.actions.gateways import (
    TextSettings,
    Waits,
    change_delivery_settings,
    reseal_gateways,
    try_sms,
)
from aufil.delivery.actions.inbound import receive
from aufil.delivery.actions.links import note_followed
from aufil.delivery.actions.notices import (
    FIRST_LOOK,
    NewNotice,
    close_seen,
    hand_over_notices,
    insertion,
    withdraw,
    withdraw_for,
)
from aufil.delivery.actions.receipts import record_receipt
from aufil.delivery.actions.texts import send_sms

__all__ = [
    "FIRST_LOOK",
    "NewNotice",
    "TextSettings",
    "Waits",
    "change_delivery_settings",
    "close_seen",
    "hand_over_notices",
    "insertion",
    "note_followed",
    "receive",
    "record_receipt",
    "reseal_gateways",
    "send_sms",
    "try_sms",
    "withdraw",
    "withdraw_for",
]
