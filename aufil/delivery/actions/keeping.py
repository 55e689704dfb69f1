"""Keeping what was learnt of attempts, and of the addresses they went to; the notices follow (`receipts`)."""

from collections.abc import Sequence
from uuid import uuid5

from aufil.delivery.events import WayLost
from aufil.delivery.models import Address, Attempt, Channel, PushSubscription, Receipt
from aufil.delivery.states import Said
from aufil.kernel import bus

# What is noted of the address a receipt came for.
NOTED = {Said.DELIVERED.value: "delivered_at", Said.ANSWERED.value: "answered_at"}


def keep(receipts: Sequence[Receipt]) -> None:
    """Each thing once, whoever says it again; what it says of the address is noted, and told when a way is lost."""
    if not receipts:
        return
    Receipt.objects.bulk_create(receipts, ignore_conflicts=True)
    telling = [one for one in receipts if one.for_good or one.said in NOTED]
    if not telling:
        return
    attempts = Attempt.objects.select_related("person").in_bulk({one.attempt_id for one in telling})
    for column in NOTED.values():
        _note(column, [(attempts[o.attempt_id], o) for o in telling if NOTED.get(o.said) == column])
    dead = [(attempts[one.attempt_id], one) for one in telling if one.for_good]
    lost = [(attempt, one) for attempt, one in dead if attempt.channel != Channel.PUSH]
    _note("dead_at", lost)
    gone = _end_subscriptions([(attempt, one) for attempt, one in dead if attempt.channel == Channel.PUSH])
    # A number they have left already is no way that is lost.
    why = [(attempt, "dead") for attempt, _one in lost if is_theirs(attempt)] + [
        (attempt, "gone") for attempt in gone
    ]
    bus.publish(
        [WayLost(a.structure_id, a.person_id, a.channel, said, uuid5(a.uid, said)) for a, said in why]
    )


def is_theirs(attempt: Attempt) -> bool:
    """Is what an attempt goes to still its person's number or address?"""
    if attempt.channel == Channel.SMS:
        return attempt.address == attempt.person.phone
    return attempt.channel != Channel.EMAIL or attempt.address.lower() == attempt.person.email.lower()


def _note(column: str, found: Sequence[tuple[Attempt, Receipt]]) -> None:
    """Write when it was learnt on the addresses of these attempts; for a dead one, why."""
    rows = {
        (a.channel, a.address, a.person_id): Address(
            person_id=a.person_id, channel=a.channel, address=a.address, why=one.code, **{column: one.at}
        )
        for a, one in found
        if a.channel != Channel.PUSH
    }
    # Two who note the same do not wait in a circle.
    in_order = [rows[key] for key in sorted(rows)]
    if in_order:
        Address.objects.bulk_create(
            in_order,
            update_conflicts=True,
            unique_fields=["person", "channel", "address"],
            update_fields=[column, "why"] if column == "dead_at" else [column],
        )


def _end_subscriptions(found: Sequence[tuple[Attempt, Receipt]]) -> list[Attempt]:
    """These browsers are not told by push any more; answers the attempts of who has no other left."""
    if not found:
        return []
    at = {attempt.address: one.at for attempt, one in found}
    rows = PushSubscription.objects.filter(device__uid__in=at, gone_at=None)
    rows.update(gone_at=max(at.values()))
    people = {attempt.person_id for attempt, _one in found}
    others = PushSubscription.objects.filter(person__in=people, gone_at=None)
    still = set(others.values_list("person", flat=True))
    return list({a.person_id: a for a, _one in found if a.person_id not in still}.values())
