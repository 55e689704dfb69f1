"""All writes of delivery."""

from aufil.delivery.actions.digesting import send_digest, send_digests
from aufil.delivery.actions.notices import (
    FIRST_LOOK,
    NewNotice,
    close_seen,
    hand_over_notices,
    insertion,
    withdraw,
    withdraw_for,
)
from aufil.delivery.actions.opening import record_opening
from aufil.delivery.actions.push import (
    follow_devices,
    forget_devices,
    subscribe,
    try_push,
    unsubscribe,
)
from aufil.delivery.actions.texts import send_sms
from aufil.delivery.actions.wishes import choose_alerts, put_offer_away, resume, silence

__all__ = [
    "FIRST_LOOK",
    "NewNotice",
    "choose_alerts",
    "close_seen",
    "follow_devices",
    "forget_devices",
    "hand_over_notices",
    "insertion",
    "put_offer_away",
    "record_opening",
    "resume",
    "send_digest",
    "send_digests",
    "send_sms",
    "silence",
    "subscribe",
    "try_push",
    "unsubscribe",
    "withdraw",
    "withdraw_for",
]
