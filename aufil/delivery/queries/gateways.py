"""How delivery's ways out stand."""

from typing import NamedTuple

from django.conf import settings
from py_vapid import VapidException

from aufil.delivery.channels import GatewayError
from aufil.delivery.channels.push.vapid import authorization
from aufil.delivery.channels.sms.addresses import tell_at
from aufil.delivery.channels.sms.choice import HERE, route_of, sms_gateway
from aufil.delivery.models import DeliverySettings
from aufil.kernel.sealing import Unsealable
from aufil.people.models import Structure

VAPID_FILE = "vapid-key"


class GatewayState(NamedTuple):
    """Do texts reach telephones, and what is wrong (empty: nothing)?"""

    reaches_phones: bool
    trouble: str = ""


def sms_state() -> GatewayState:
    """Ask the installation's gateway whether it would take a text. Takes up to ten seconds."""
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


def unreadable_gateways() -> list[str]:
    """The structures whose own gateway cannot be opened with the installation's keys, by their short names."""
    found = []
    for chosen in DeliverySettings.objects.exclude(sms_url=b"").select_related("structure"):
        try:
            route_of(chosen)
        except (ValueError, Unsealable):
            found.append(chosen.structure.slug)
    return found


class OwnGateway(NamedTuple):
    """A structure's own provider: its name, empty where it has none, and the addresses to give there."""

    name: str = ""
    receipts: str = ""
    inbound: str = ""
    trouble: str = ""


def own_gateway_of(structure: Structure) -> OwnGateway:
    """Which provider a structure has of its own; nothing of its secret."""
    chosen = DeliverySettings.objects.filter(structure=structure).exclude(sms_url=b"").first()
    if chosen is None:
        return OwnGateway()
    chosen.structure = structure
    try:
        route = route_of(chosen)
    except (ValueError, Unsealable):
        return OwnGateway(trouble="key")
    tell = tell_at(route.gateway.name, route.place)
    return OwnGateway(route.gateway.name, f"{tell}/receipts", f"{tell}/inbound")


def installation_gateway() -> OwnGateway:
    """The same of the installation's."""
    try:
        gateway = sms_gateway()
    except ValueError:
        return OwnGateway(trouble="url")
    tell = tell_at(gateway.name, HERE)
    return OwnGateway(gateway.name, f"{tell}/receipts", f"{tell}/inbound")
