from aufil.delivery.models.attempts import Attempt, Carried, Channel, Outgoing, Receipt
from aufil.delivery.models.calls import CallLine
from aufil.delivery.models.inbound import Inbound, InboundPart
from aufil.delivery.models.notice import Notice
from aufil.delivery.models.ways import Address, DeliverySettings, PushSubscription, ShortLink, Wish

__all__ = [
    "Address",
    "Attempt",
    "CallLine",
    "Carried",
    "Channel",
    "DeliverySettings",
    "Inbound",
    "InboundPart",
    "Notice",
    "Outgoing",
    "PushSubscription",
    "Receipt",
    "ShortLink",
    "Wish",
]
