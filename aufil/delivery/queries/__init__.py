"""Reads of delivery."""

from aufil.delivery.queries.calls import call_list, call_list_of_all, call_list_of_nobody
from aufil.delivery.queries.further import Further, further, unheard
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
from aufil.delivery.queries.senders import Known, known_as, last_attempt_to, structure_reached_at
from aufil.delivery.queries.sent import Lateness, Told, coming_for, lateness, not_arrived, sent_to
from aufil.delivery.queries.sorting import (
    Waiting,
    answer_behind,
    found_in,
    is_kept,
    to_sort,
    to_sort_count,
    waiting_one,
)
from aufil.delivery.queries.stopping import told_of_stop
from aufil.delivery.queries.texts import (
    Trial,
    frame_of_texts,
    last_trial,
    lives_by_sms,
    settings_of,
    short_link_of,
)
from aufil.delivery.queries.tries import told_of
from aufil.delivery.sources import Words
from aufil.delivery.states import Reason

__all__ = [
    "Further",
    "GatewayState",
    "Known",
    "Lateness",
    "OwnGateway",
    "PushState",
    "Reason",
    "StoppedWay",
    "Told",
    "Trial",
    "Waiting",
    "Words",
    "answer_behind",
    "call_list",
    "call_list_of_all",
    "call_list_of_nobody",
    "coming_for",
    "found_in",
    "frame_of_texts",
    "further",
    "installation_gateway",
    "is_kept",
    "known_as",
    "last_attempt_to",
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
    "structure_reached_at",
    "subscription_of",
    "to_sort",
    "to_sort_count",
    "told_of",
    "told_of_stop",
    "unheard",
    "unreadable_gateways",
    "waiting_one",
    "wish_of",
]
