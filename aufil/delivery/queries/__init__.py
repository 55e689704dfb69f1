"""Reads of delivery."""

from aufil.delivery.queries.gateways import GatewayState, sms_state

__all__ = [
    "GatewayState",
    "sms_state",
]
