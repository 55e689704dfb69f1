"""Reads of delivery."""

from aufil.delivery.queries.calls import call_list, call_list_of_all, call_list_of_nobody
from aufil.delivery.queries.gateways import (
    GatewayState,
    OwnGateway,
    PushState,
    installation_gateway,
    own_gateway_of,
    push_state,
    sms_state,
    unreadable_gateways,
)
from aufil.delivery.queries.reaching import (
    StoppedWay,
    may_offer_push,
    push_key,
    stopped_ways,
    subscription_of,
    wish_of,
)
from aufil.delivery.queries.sent import Lateness, Told, coming_for, lateness, not_arrived, sent_to
from aufil.delivery.queries.texts import (
    Trial,
    frame_of_texts,
    last_trial,
    lives_by_sms,
    settings_of,
    short_link_of,
)

__all__ = [
    "GatewayState",
    "Lateness",
    "OwnGateway",
    "PushState",
    "StoppedWay",
    "Told",
    "Trial",
    "call_list",
    "call_list_of_all",
    "call_list_of_nobody",
    "coming_for",
    "frame_of_texts",
    "installation_gateway",
    "last_trial",
    "lateness",
    "lives_by_sms",
    "may_offer_push",
    "not_arrived",
    "own_gateway_of",
    "push_key",
    "push_state",
    "sent_to",
    "settings_of",
    "short_link_of",
    "sms_state",
    "stopped_ways",
    "subscription_of",
    "unreadable_gateways",
    "wish_of",
]
