"""Reads of delivery."""

from aufil.delivery.queries.calls import call_list, call_list_of_all, call_list_of_nobody
from aufil.delivery.queries.gateways import GatewayState, PushState, push_state, sms_state
from aufil.delivery.queries.reaching import (
    StoppedWay,
    may_offer_push,
    push_key,
    stopped_ways,
    subscription_of,
    wish_of,
)
from aufil.delivery.queries.sent import Lateness, Told, coming_for, lateness, not_arrived, sent_to

__all__ = [
    "GatewayState",
    "Lateness",
    "PushState",
    "StoppedWay",
    "Told",
    "call_list",
    "call_list_of_all",
    "call_list_of_nobody",
    "coming_for",
    "lateness",
    "may_offer_push",
    "not_arrived",
    "push_key",
    "push_state",
    "sent_to",
    "sms_state",
    "stopped_ways",
    "subscription_of",
    "wish_of",
]
