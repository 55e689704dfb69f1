"""All writes of delivery."""

from aufil.delivery.actions.inbound import entrust, mark_placed, place, put_away, receive
from aufil.delivery.actions.notices import (
    FIRST_LOOK,
    NewNotice,
    close_seen,
    hand_over_notices,
    insertion,
    withdraw,
    withdraw_for,
)
from aufil.delivery.actions.stopping import purge_inbound, reopen
from aufil.delivery.actions.texts import send_sms

__all__ = [
    "FIRST_LOOK",
    "NewNotice",
    "close_seen",
    "entrust",
    "hand_over_notices",
    "insertion",
    "mark_placed",
    "place",
    "purge_inbound",
    "put_away",
    "receive",
    "reopen",
    "send_sms",
    "withdraw",
    "withdraw_for",
]
