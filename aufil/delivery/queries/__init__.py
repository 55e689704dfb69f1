"""Reads of delivery."""

from aufil.delivery.queries.gateways import GatewayState, sms_state
from aufil.delivery.queries.senders import Known, known_as, last_attempt_to, structure_reached_at
from aufil.delivery.queries.sorting import (
    Waiting,
    answer_behind,
    found_in,
    is_kept,
    to_sort,
    to_sort_count,
    waiting_one,
)

__all__ = [
    "GatewayState",
    "Known",
    "Waiting",
    "answer_behind",
    "found_in",
    "is_kept",
    "known_as",
    "last_attempt_to",
    "sms_state",
    "structure_reached_at",
    "to_sort",
    "to_sort_count",
    "waiting_one",
]
