"""How delivery's ways out stand."""

from typing import NamedTuple

from aufil.delivery.channels import GatewayError
from aufil.delivery.channels.choice import sms_gateway


class GatewayState(NamedTuple):
    """Do texts reach telephones, and what is wrong (empty: nothing)?"""

    reaches_phones: bool
    trouble: str = ""


def sms_state() -> GatewayState:
    """Ask the gateway whether it would take a text. Takes up to ten seconds."""
    try:
        gateway = sms_gateway()
    except ValueError:
        return GatewayState(True, "l’adresse se lit mal")
    try:
        gateway.try_out()
    except GatewayError as error:
        return GatewayState(gateway.reaches_phones, str(error))
    return GatewayState(gateway.reaches_phones)
