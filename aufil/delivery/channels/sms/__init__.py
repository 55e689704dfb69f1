"""Text messages: gateways a folder each, one for the installation and, where a structure has one, its own.

What a text says is in `wording`, its letters and parts in `alphabet`, what a gateway must do in `promise`.
"""

import logging
from collections.abc import Iterator, Sequence

from aufil.delivery.channels import Fate, GatewayError, Parcel
from aufil.delivery.channels.sms.addresses import tell_at
from aufil.delivery.channels.sms.alphabet import count
from aufil.delivery.channels.sms.choice import Route, route_of
from aufil.delivery.channels.sms.links import short_link
from aufil.delivery.channels.sms.wording import Saying, text_of
from aufil.delivery.models import Attempt, DeliverySettings
from aufil.kernel.phones import spoken
from aufil.kernel.sealing import Unsealable
from aufil.people.models import Person

logger = logging.getLogger(__name__)


class Carrier:
    """Carries text messages. None of the gateways says that it knows a repeat."""

    knows_repeats = False

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[tuple[Parcel, Fate]]:
        """Hand over each, one after another: 10 seconds at most each."""
        routes: dict[int, Route | None] = {}
        shared = _shared({parcel.attempt.address for parcel in parcels})
        for parcel in parcels:
            attempt = parcel.attempt
            if attempt.structure_id not in routes:
                routes[attempt.structure_id] = _route(attempt)
            route = routes[attempt.structure_id]
            if route is None:
                yield parcel, Fate("later", code="gateway")
                continue
            yield parcel, hand_over(attempt, _text(parcel, route, shared), route)


def hand_over(attempt: Attempt, text: str, route: Route) -> Fate:
    """Give a text to the gateway of its structure."""
    try:
        ref = route.gateway.send(
            to=attempt.address,
            text=text,
            reference=attempt.uid,
            tell=tell_at(route.gateway.name, route.place),
            sender=route.sender,
        )
    except GatewayError as error:
        return Fate(error.said, code=str(error)[:80], for_good=error.for_good)
    return Fate("taken", ref=ref, parts=count(text).parts)


def _route(attempt: Attempt) -> Route | None:
    """None where what is set cannot be read: `aufil doctor` and the settings page say so."""
    chosen = DeliverySettings.objects.filter(structure=attempt.structure_id).select_related("structure").first()
    try:
        return route_of(chosen or DeliverySettings(structure=attempt.structure))
    except (ValueError, Unsealable):
        logger.error("the gateway of structure %s cannot be read", attempt.structure_id)
        return None


def _text(parcel: Parcel, route: Route, shared: dict[str, int]) -> str:
    attempt, structure = parcel.attempt, parcel.attempt.structure
    saying = Saying(
        in_full=attempt.in_full,
        addressee=attempt.person.first_name if shared.get(attempt.address, 0) > 1 else "",
        informal=structure.formality == structure.Formality.TU,
        answer_at=spoken(structure.phone) if structure.phone else "",
        can_be_answered=route.can_be_answered,
    )
    return text_of(parcel.words, saying, lambda path: short_link(attempt, path))


def _shared(numbers: set[str]) -> dict[str, int]:
    """How many people have each of these numbers."""
    found: dict[str, int] = {}
    for number in Person.objects.filter(phone__in=numbers).values_list("phone", flat=True):
        found[number] = found.get(number, 0) + 1
    return found
