"""Which gateway the installation has, and which a structure."""

from typing import NamedTuple

from django.conf import settings

from aufil.delivery.channels.sms import console, kannel, smsfactor, smsmode
from aufil.delivery.channels.sms.promise import SmsGateway
from aufil.delivery.models import DeliverySettings
from aufil.kernel.sealing import unseal

SMS: dict[str, type[SmsGateway]] = {
    "console": console.Gateway,
    "kannel": kannel.Gateway,
    "smsmode": smsmode.Gateway,
    "smsfactor": smsfactor.Gateway,
}
HERE = "here"  # the installation's own place in the addresses a gateway calls


class Route(NamedTuple):
    """How the texts of a structure leave."""

    gateway: SmsGateway
    place: str  # `HERE`, or the structure's identifier where the gateway is its own
    sender: str  # a name or a number; empty: the gateway's own
    can_be_answered: bool


def gateway_at(address: str) -> SmsGateway:
    """The gateway an address names. Raises ValueError, which holds nothing of the address but its scheme."""
    scheme = address.partition("://")[0]
    make = SMS.get(scheme)
    if make is None:
        raise ValueError(scheme)
    return make(address)


def sms_gateway() -> SmsGateway:
    """The gateway of `AUFIL_SMS_URL`. Raises ValueError when the setting names none."""
    return gateway_at(settings.SMS_URL)


def about(structure: int) -> bytes:
    """What a structure's sealed address is bound to."""
    return f"aufil: sms gateway of {structure}".encode()


def route_of(chosen: DeliverySettings) -> Route:
    """How the texts of a structure leave. Raises ValueError or Unsealable where what is set cannot be read."""
    sealed = bytes(chosen.sms_url)
    own = unseal(sealed, about=about(chosen.structure_id)).decode() if sealed else ""
    gateway = gateway_at(own) if own else sms_gateway()
    place = chosen.structure.uid.hex if own else HERE
    return Route(gateway, place, chosen.sms_sender, chosen.sms_can_be_answered)
