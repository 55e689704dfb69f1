"""What is known of the ways to one person, and in which order they are taken."""

from datetime import datetime, timedelta
from typing import NamedTuple

from aufil.delivery.models import Address, Channel
from aufil.delivery.queries.ways import houses_of, takes_texts, ways_of
from aufil.kernel import clock
from aufil.people.models import Person, Structure

WORKS, UNTRIED, DEAD, STOPPED, WRONG, NO_TEXTS = "works", "untried", "dead", "stopped", "wrong", "no-texts"
FORMER = "former"


class KnownWay(NamedTuple):
    """One number or e-mail address of somebody, and how it stands."""

    channel: str
    address: str
    stands: str
    since: datetime | None = None
    pk: int = 0  # of what is known of it
    why: str = ""


class Stair(NamedTuple):
    """One step of the ladder, for somebody, as it would be taken now: how, and how long after the one before."""

    channels: list[str]
    addresses: list[str]
    wait: timedelta
    days: int = 0  # as the structure says it: in working days


def known_ways(person: Person) -> list[KnownWay]:
    """The number and the address of somebody, then those they had. One statement."""
    rows = {(row.channel, row.address): row for row in Address.objects.filter(person=person).order_by("pk")}
    current = [(Channel.SMS.value, person.phone), (Channel.EMAIL.value, person.email)]
    ways = [_current(person, *way, rows.pop(way, None)) for way in current if way[1]]
    return ways + [
        KnownWay(row.channel, row.address, FORMER, row.dead_at or row.stopped_at, row.pk)
        for row in rows.values()
    ]


def _current(person: Person, channel: str, address: str, row: Address | None) -> KnownWay:
    pk, why = (row.pk, row.why) if row else (0, "")
    if channel == Channel.SMS and person.phone_wrong_at:
        return KnownWay(channel, address, WRONG, person.phone_wrong_at, pk)
    if channel == Channel.SMS and not takes_texts(address):
        return KnownWay(channel, address, NO_TEXTS)
    if row and row.stopped_at:
        return KnownWay(channel, address, STOPPED, row.stopped_at, pk)
    if row and row.dead_at:
        return KnownWay(channel, address, DEAD, row.dead_at, pk, why)
    known = [at for at in (row.delivered_at, row.answered_at) if at] if row else []
    return KnownWay(channel, address, WORKS, max(known), pk) if known else KnownWay(channel, address, UNTRIED)


def stairs_of(person: Person, structure: Structure) -> list[Stair]:
    """What would be tried now to reach somebody, step by step; those without a way left out. Eleven statements."""
    place = structure.pk, person.pk
    ways, house = ways_of({place}, clock.now())[place], houses_of({structure.pk})[structure.pk]
    stairs: list[Stair] = []
    before, days = house.screen, 0
    message_days = round(house.message / house.hours.usual_day)
    for rung, wait, in_days in zip(ways.rungs, (house.push, house.message), (0, message_days), strict=False):
        if rung.ways:
            first = [way for way in rung.ways if way.channel == rung.ways[0].channel]
            stairs.append(Stair([rung.ways[0].channel], [way.address for way in first], before, days))
            before, days = wait, in_days
    if ways.can_be_called:
        stairs.append(Stair([Channel.CALL.value], [], before, days))
    return stairs
