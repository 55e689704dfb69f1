"""Free times as people choose among them: day by day, by counsellor and place where there are several."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aufil.appointments.models import Place
from aufil.appointments.queries.asked import Asked, Asker
from aufil.appointments.queries.rules import rules_of
from aufil.appointments.queries.searching import Slot, slots
from aufil.appointments.slots import STEP
from aufil.people.models import Person, Structure
from aufil.people.queries import today_in

ENOUGH = 24  # times shown at once, in whole days
MOST_DAYS = 7
AHEAD = timedelta(days=56)  # looked through first
HALF = 30  # minutes


class Group(NamedTuple):
    """The times of one counsellor at one place on a day; no counsellor when whoever is free will do."""

    counsellor: Person | None
    place: Place | None
    starts: list[datetime]


class Day(NamedTuple):
    day: date
    groups: list[Group]


@dataclass(frozen=True)
class Offered:
    """Some days with free times, from `since` on; `later`: where the next ones begin."""

    days: list[Day]
    since: date
    today: date
    later: date | None
    until: date  # nobody may look further
    several: bool  # more than one counsellor or place: each group says whose it is


def offered(asked: Asked, since: date | None = None, *, merged: bool = False) -> Offered:
    """What is free from a local day on. `merged`: with whoever is free. Eleven statements at most, nineteen when
    nothing is free for eight weeks. Who takes a time for themselves chooses among fewer; any free one may be taken."""
    today = today_in(asked.structure)
    until = today + timedelta(days=horizon_of(asked))
    first = min(max(since or today, today), until)
    found = slots(replace(asked, since=_midnight(first, asked), until=_midnight(first + AHEAD, asked)))
    is_all = first + AHEAD > until
    if not found and not is_all:
        found, is_all = slots(replace(asked, since=_midnight(first, asked))), True
    if asked.asker != Asker.STAFF:
        found = _fewer(found)
    by_day = list(_by_day(found, ZoneInfo(asked.structure.timezone)))
    shown = _enough(by_day)
    if len(by_day) > len(shown):
        later: date | None = by_day[len(shown)][0]
    else:
        later = None if is_all else first + AHEAD
    people, places = _named(slot for _day, some in shown for slot in some)
    days = [Day(day, _groups(some, people, places, merged=merged)) for day, some in shown]
    whose = {(group.counsellor, group.place) for day in days for group in day.groups}
    return Offered(days, first, today, later, until, len(whose) > 1)


def horizon_of(asked: Asked) -> int:
    """In how many days the last time lies that may be asked for."""
    rules = rules_of(asked.structure)
    return rules.staff_horizon_days if asked.asker == Asker.STAFF else rules.horizon_days


def grouped(found: list[Slot], structure: Structure, *, merged: bool = False) -> list[Day]:
    """Slots as they are shown: the three nearest, say."""
    people, places = _named(found)
    days = _by_day(found, ZoneInfo(structure.timezone))
    return [Day(day, _groups(some, people, places, merged=merged)) for day, some in days]


def _fewer(found: list[Slot]) -> list[Slot]:
    """Half as many to choose from: those on the hour and the half hour, and the first after something taken."""
    free = {(slot.start, slot.counsellor, slot.place) for slot in found}
    return [
        slot
        for slot in found
        if slot.start % HALF == 0 or (slot.start - STEP, slot.counsellor, slot.place) not in free
    ]


def _midnight(day: date, asked: Asked) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(asked.structure.timezone))


def _by_day(found: Iterable[Slot], zone: ZoneInfo) -> Iterator[tuple[date, list[Slot]]]:
    for day, some in groupby(found, key=lambda slot: slot.starts_at.astimezone(zone).date()):
        yield day, list(some)


def _enough(by_day: list[tuple[date, list[Slot]]]) -> list[tuple[date, list[Slot]]]:
    shown, count = [], 0
    for day, some in by_day[:MOST_DAYS]:
        shown.append((day, some))
        count += len({slot.start for slot in some})
        if count >= ENOUGH:
            break
    return shown


def _named(found: Iterable[Slot]) -> tuple[dict[int, Person], dict[int, Place]]:
    some = list(found)
    people = Person.objects.in_bulk({slot.counsellor for slot in some})
    places = Place.objects.in_bulk({slot.place for slot in some if slot.place})
    return people, places


def _groups(
    some: list[Slot], people: dict[int, Person], places: dict[int, Place], *, merged: bool
) -> list[Group]:
    by_whose: dict[tuple[int, int], list[datetime]] = {}
    for slot in some:
        starts = by_whose.setdefault((0 if merged else slot.counsellor, slot.place or 0), [])
        if not starts or starts[-1] != slot.starts_at:
            starts.append(slot.starts_at)
    return [
        Group(people.get(counsellor), places.get(place), starts)
        for (counsellor, place), starts in by_whose.items()
    ]
