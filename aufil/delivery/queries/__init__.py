"""Reads of delivery."""

from aufil.delivery.queries.calls import call_list, call_list_of_all, call_list_of_nobody
from aufil.delivery.queries.gateways import GatewayState, sms_state
from aufil.delivery.queries.sent import Lateness, Told, coming_for, lateness, not_arrived, sent_to
from aufil.delivery.sources import Words

__all__ = [
    "GatewayState",
    "Lateness",
    "Told",
    "Words",
    "call_list",
    "call_list_of_all",
    "call_list_of_nobody",
    "coming_for",
    "lateness",
    "not_arrived",
    "sent_to",
    "sms_state",
]
