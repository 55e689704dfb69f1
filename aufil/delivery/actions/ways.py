"""Ways people close and open again: nothing leaves by one that is closed, until they ask otherwise."""

from django.db import transaction

from aufil.delivery.actions.journaling import record_of
from aufil.delivery.actions.receipts import learn
from aufil.delivery.events import WayLost
from aufil.delivery.models import Address, Outgoing, Receipt
from aufil.delivery.states import STOPPED, Said
from aufil.kernel import bus, clock
from aufil.kernel.ids import new_id
from aufil.people.models import Person


@transaction.atomic
def silence(*, person: Person, channel: str, address: str, structure: int | None = None) -> bool:
    """This way is not used for this person any more, until they ask otherwise; what waited to leave by it takes the
    next step at once, and the team of `structure` is told. False when it was silent already."""
    now = clock.now()
    found, made = Address.objects.get_or_create(
        person=person, channel=channel, address=address, defaults={"stopped_at": now}
    )
    changed = made or bool(Address.objects.filter(pk=found.pk, stopped_at=None).update(stopped_at=now))
    if changed:
        record_of(person, f"{channel}-stopped", by=person, structure=structure)
        _take_back(person, channel, address)
        if structure:
            bus.publish([WayLost(structure, person.pk, channel, "stopped", new_id())])
    return changed


@transaction.atomic
def resume(*, person: Person, address: int, actor: Person) -> None:
    """They ask to be told this way again (`address`: the row's own number), or `actor` says so for them."""
    found = Address.objects.filter(pk=address, person=person, stopped_at__isnull=False).first()
    if found is None:
        return
    Address.objects.filter(pk=found.pk).update(stopped_at=None)
    record_of(person, f"{found.channel}-resumed", by=actor)


def _take_back(person: Person, channel: str, address: str) -> None:
    """What has not left for this address does not leave."""
    rows = Outgoing.objects.select_for_update().filter(
        attempt__person=person, channel=channel, attempt__address=address, started_at=None
    )
    attempts = sorted(rows.values_list("attempt", flat=True))
    if attempts:
        Outgoing.objects.filter(attempt__in=attempts).delete()
        now = clock.now()
        learn([Receipt(attempt_id=pk, said=Said.REFUSED, at=now, code=STOPPED) for pk in attempts])
