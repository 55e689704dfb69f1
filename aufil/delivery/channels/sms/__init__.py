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
from aufil.kernel import clock
from aufil.kernel.phones import spoken
from aufil.kernel.sealing import Unsealable
from aufil.people.models import Membership, Person, Structure

logger = logging.getLogger(__name__)


class Carrier:
    """Carries text messages. None of the gateways says that it knows a repeat."""

    knows_repeats = False

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[tuple[Parcel, Fate]]:
        """Hand over each, one after another: 10 seconds at most each."""
        routes: dict[int, Route | None] = {}
        owners = owners_of({parcel.attempt.address for parcel in parcels})
        for parcel in parcels:
            attempt = parcel.attempt
            if attempt.structure_id not in routes:
                routes[attempt.structure_id] = _route(attempt)
            route = routes[attempt.structure_id]
            if route is None:
                yield parcel, Fate("later", code="gateway")
                continue
            yield parcel, hand_over(attempt, _text(parcel, route, owners), route)


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
    chosen = (
        DeliverySettings.objects.filter(structure=attempt.structure_id).select_related("structure").first()
    )
    try:
        return route_of(chosen or DeliverySettings(structure=attempt.structure))
    except (ValueError, Unsealable):
        logger.error("the gateway of structure %s cannot be read", attempt.structure_id)
        return None


def _text(parcel: Parcel, route: Route, owners: dict[str, set[int]]) -> str:
    attempt, structure = parcel.attempt, parcel.attempt.structure
    others = owners.get(attempt.address, set()) - {attempt.person_id}
    saying = saying_to(
        attempt.person,
        structure,
        in_full=attempt.in_full,
        shared=bool(others),
        answered=route.can_be_answered,
    )
    return text_of(parcel.words, saying, lambda path: short_link(attempt, path))


def saying_to(person: Person, structure: Structure, *, in_full: bool, shared: bool, answered: bool) -> Saying:
    """How this structure speaks to this person, whose number is `shared` or not, by a sender that can be `answered`
    or not."""
    return Saying(
        in_full=in_full,
        addressee=person.first_name if shared else "",
        informal=structure.formality == structure.Formality.TU,
        answer_at=spoken(structure.phone) if structure.phone else "",
        can_be_answered=answered,
    )


def owners_of(numbers: set[str]) -> dict[str, set[int]]:
    """Who has each of these numbers, among the people of today's structures."""
    found: dict[str, set[int]] = {}
    here = Membership.objects.at(clock.now()).values("person")
    people = Person.objects.filter(phone__in=numbers, pk__in=here)
    for number, person in people.values_list("phone", "pk"):
        found.setdefault(number, set()).add(person)
    return found
