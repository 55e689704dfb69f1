"""How delivery's ways out stand."""

from typing import NamedTuple

from django.conf import settings
from py_vapid import VapidException

from aufil.delivery.channels import GatewayError
from aufil.delivery.channels.choice import sms_gateway
from aufil.delivery.channels.push.vapid import authorization

VAPID_FILE = "vapid-key"


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


class PushState(NamedTuple):
    """Who tells browsers: is the key made here, is the subject an address one can write to, who else may be asked."""

    subject: str
    key_file: bool
    others: tuple[str, ...]
    trouble: str = ""


def push_state() -> PushState:
    """Nothing is sent to find out."""
    made_here = (settings.HOME / VAPID_FILE).exists()
    others = tuple(settings.PUSH_SERVICES)
    try:
        authorization("https://fcm.googleapis.com")
    except (VapidException, ValueError) as error:
        return PushState(settings.VAPID_SUBJECT, made_here, others, str(error).split(".")[0])
    return PushState(settings.VAPID_SUBJECT, made_here, others)
