"""All reads of delivery."""

from aufil.delivery.queries.gateways import (
    GatewayState,
    OwnGateway,
    installation_gateway,
    own_gateway_of,
    sms_state,
    unreadable_gateways,
)
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
    "OwnGateway",
    "Trial",
    "frame_of_texts",
    "installation_gateway",
    "last_trial",
    "lives_by_sms",
    "own_gateway_of",
    "settings_of",
    "short_link_of",
    "sms_state",
    "unreadable_gateways",
]
