"""All writes of delivery."""

from aufil.delivery.actions.again import send_again, settle
from aufil.delivery.actions.calls import call_noted, close_line, note_on_line
from aufil.delivery.actions.carrying import carry_email, carry_push, carry_sms
from aufil.delivery.actions.dates import Dated, ask_for_call, close_seen_of, date_notice, tell_of, withdraw_of
from aufil.delivery.actions.digesting import send_digest, send_digests
from aufil.delivery.actions.further import ask_to_call, go_further
from aufil.delivery.actions.gateways import (
    TextSettings,
    Waits,
    change_delivery_settings,
    reseal_gateways,
    try_sms,
)
from aufil.delivery.actions.inbound import entrust, mark_placed, place, put_away, receive
from aufil.delivery.actions.laddering import climb
from aufil.delivery.actions.links import note_followed
from aufil.delivery.actions.mailing import Letter, mail_person, sender_address
from aufil.delivery.actions.notices import (
    FIRST_LOOK,
    NewNotice,
    close_seen,
    hand_over_notices,
    insertion,
    tell_again,
    withdraw,
    withdraw_for,
)
from aufil.delivery.actions.opening import record_opening
from aufil.delivery.actions.purging import purge_attempts
from aufil.delivery.actions.push import follow_devices, forget_devices, subscribe, try_push, unsubscribe
from aufil.delivery.actions.receipts import record_answer, record_receipt
from aufil.delivery.actions.stopping import purge_inbound
from aufil.delivery.actions.texts import send_sms
from aufil.delivery.actions.ways import resume, silence
from aufil.delivery.actions.wishes import choose_alerts, put_offer_away

__all__ = [
    "FIRST_LOOK",
    "Dated",
    "Letter",
    "NewNotice",
    "TextSettings",
    "Waits",
    "ask_for_call",
    "ask_to_call",
    "call_noted",
    "carry_email",
    "carry_push",
    "carry_sms",
    "change_delivery_settings",
    "choose_alerts",
    "climb",
    "close_line",
    "close_seen",
    "close_seen_of",
    "date_notice",
    "entrust",
    "follow_devices",
    "forget_devices",
    "go_further",
    "hand_over_notices",
    "insertion",
    "mail_person",
    "mark_placed",
    "note_followed",
    "note_on_line",
    "place",
    "purge_attempts",
    "purge_inbound",
    "put_away",
    "put_offer_away",
    "receive",
    "record_answer",
    "record_opening",
    "record_receipt",
    "reseal_gateways",
    "resume",
    "send_again",
    "send_digest",
    "send_digests",
    "send_sms",
    "sender_address",
    "settle",
    "silence",
    "subscribe",
    "tell_again",
    "tell_of",
    "try_push",
    "try_sms",
    "unsubscribe",
    "withdraw",
    "withdraw_for",
    "withdraw_of",
]
