"""Whose a number or an address is, today; where what came to one of ours belongs."""

from typing import NamedTuple

from django.db.models import Q, QuerySet

from aufil.delivery.models import Attempt, Channel, DeliverySettings
from aufil.kernel import clock
from aufil.kernel.phones import to_e164
from aufil.people.models import Membership, Person, Role, Structure


class Known(NamedTuple):
    """A young person who has this number or address now, in a structure that supports them today."""

    person: Person
    structure: Structure


def known_as(channel: str, sender: str) -> list[Known]:
    """Every young person a sender may be. Current numbers alone count, and none that somebody called in vain."""
    if not sender:
        return []
    owners = (
        Q(person__phone=sender, person__phone_wrong_at=None)
        if channel == Channel.SMS
        else Q(person__email__iexact=sender)
    )
    rows = Membership.objects.at(clock.now()).filter(owners, role=Role.YOUNG)
    rows = rows.select_related("person", "structure").order_by("person", "structure")
    return [Known(row.person, row.structure) for row in rows]


def structure_reached_at(channel: str, receiver: str) -> int | None:
    """The structure whose own number or address this is; the only one there is; None: nobody can tell."""
    if channel == Channel.SMS and receiver:
        number = _number(receiver)
        rows = DeliverySettings.objects.exclude(sms_sender="").values_list("structure", "sms_sender")
        own = {pk for pk, sender in rows if sender == receiver or _number(sender) == number}
        if len(own) == 1:
            return own.pop()
    slugs = [part.partition("@")[0] for part in receiver.lower().split("+")[1:]]
    found = Structure.objects.filter(slug__in=slugs).values_list("pk", flat=True).first() if slugs else None
    if found:
        return found
    two = list(Structure.objects.values_list("pk", flat=True)[:2])
    return two[0] if len(two) == 1 else None


def last_attempt_to(channel: str, address: str, persons: QuerySet[Person] | list[int]) -> Attempt | None:
    """The last thing sent there to one of these people."""
    rows = Attempt.objects.filter(person__in=persons, channel=channel, address__iexact=address)
    return rows.order_by("-made_at", "-pk").first()


def _number(written: str) -> str:
    try:
        return to_e164(written)
    except ValueError:
        return written
