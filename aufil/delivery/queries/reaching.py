"""How somebody is told, and what they asked not to be told by."""

from typing import NamedTuple

from aufil.delivery.channels.push.vapid import public_key
from aufil.delivery.models import Address, Channel, PushSubscription, Wish
from aufil.people.models import Device, Person


class StoppedWay(NamedTuple):
    """A way somebody asked us to leave alone."""

    pk: int
    channel: str
    address: str


def push_key() -> str:
    """The key by which browsers know that a push is ours (`applicationServerKey`)."""
    return public_key()


def subscription_of(device: Device) -> PushSubscription | None:
    """How this browser is told; None when it is not."""
    return PushSubscription.objects.filter(device=device, gone_at=None).first()


def wish_of(person: Person) -> Wish:
    """How somebody wishes to be told; the usual one when they said nothing."""
    return Wish.objects.filter(person=person).first() or Wish(person=person)


def may_offer_push(person: Person, device: Device) -> bool:
    """Is there still reason to offer notifications here: not told on this device, and the offer not put away?"""
    if Wish.objects.filter(person=person, offer_put_away_at__isnull=False).exists():
        return False
    return subscription_of(device) is None


def stopped_ways(person: Person) -> list[StoppedWay]:
    """The current number and address of somebody, where they asked us to stop."""
    current = {Channel.SMS: person.phone, Channel.EMAIL: person.email}
    rows = Address.objects.filter(person=person, stopped_at__isnull=False).order_by("channel")
    return [
        StoppedWay(row.pk, row.channel, row.address)
        for row in rows
        if row.address and row.address.casefold() == current.get(Channel(row.channel), "").casefold()
    ]
