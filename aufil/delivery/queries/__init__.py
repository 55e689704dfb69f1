"""Reads of delivery."""

from aufil.delivery.queries.gateways import GatewayState, PushState, push_state, sms_state
from aufil.delivery.queries.reaching import (
    StoppedWay,
    may_offer_push,
    push_key,
    stopped_ways,
    subscription_of,
    wish_of,
)

__all__ = [
    "GatewayState",
    "PushState",
    "StoppedWay",
    "may_offer_push",
    "push_key",
    "push_state",
    "sms_state",
    "stopped_ways",
    "subscription_of",
    "wish_of",
]
