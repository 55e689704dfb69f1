"""« Joindre les jeunes »: how well a structure reaches its young people, for its pilot and head."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aufil.delivery.queries import Month, Reached, Seen, months_of, reached, seen_in, settings_of
from aufil.kernel import clock
from aufil.people.models import Person, Structure, Support
from aufil.people.queries import today_in
from aufil.thread.queries import answered_waits

MONTH = timedelta(days=30)
SHOWN = 25  # of each list of people; the rest is in the list to take out
MOST_MONTHS = 12


class Listed(NamedTuple):
    """A young person on one of the lists, with who answers for them."""

    it: Reached
    referent: str


@dataclass(frozen=True)
class Reachability:
    """How a structure reaches its young people. Lists are cut at `SHOWN`; counts are whole."""

    total: int
    push: int
    sms: int
    email: int
    only_app: int
    only_call: int
    nothing: int
    unreachable: list[Listed]
    failing: list[Listed]
    failing_count: int
    failures: Counter[str]
    seen: Seen
    answered: timedelta | None  # the median, in the structure's working hours
    answers: int
    usual_day: timedelta
    months: list[Month]
    price: int


def reachability(structure: Structure) -> Reachability:
    """Nine statements, each of a bounded cost, whatever the structure."""
    people = reached(structure)
    nobody = [one for one in people if one.by_nothing]
    failing = [one for one in people if one.failing]
    shown = {one.pk for one in (*nobody[:SHOWN], *failing[:SHOWN])}
    names = _referents(structure, shown)
    settings = settings_of(structure)
    hours = structure.hours()
    waits = [hours.open_between(*wait) for wait in answered_waits(structure.pk, clock.now() - MONTH)]
    untold = [one for one in people if not one.is_told]
    return Reachability(
        total=len(people),
        push=sum(one.push for one in people),
        sms=sum(one.by_sms for one in people),
        email=sum(one.by_email for one in people),
        only_app=sum(one.on_app for one in untold),
        only_call=sum(one.by_call and not one.on_app for one in untold),
        nothing=len(nobody),
        unreachable=[Listed(one, names.get(one.pk, "")) for one in nobody[:SHOWN]],
        failing=[Listed(one, names.get(one.pk, "")) for one in failing[:SHOWN]],
        failing_count=len(failing),
        failures=Counter(name for one in failing for name in one.failing),
        seen=seen_in(structure),
        answered=timedelta(seconds=median(wait.total_seconds() for wait in waits)) if waits else None,
        answers=len(waits),
        usual_day=hours.usual_day,
        months=months_of(structure, _months(structure), settings.sms_price),
        price=settings.sms_price,
    )


def to_take_out(structure: Structure) -> list[Listed]:
    """Everybody whom nothing reaches, or one of whose ways has closed. Two statements."""
    found = [one for one in reached(structure) if one.by_nothing or one.failing]
    names = _referents(structure, {one.pk for one in found})
    return [Listed(one, names.get(one.pk, "")) for one in found]


def _referents(structure: Structure, young: set[int]) -> dict[int, str]:
    rows = Support.objects.on(today_in(structure)).filter(
        structure=structure, part=Support.Part.REFERENT, young__in=young
    )
    pairs = dict(rows.values_list("young", "counsellor"))
    people: dict[int, Person] = Person.objects.in_bulk(set(pairs.values()))
    return {one: people[referent].full_name for one, referent in pairs.items()}


def _months(structure: Structure) -> Sequence[datetime]:
    """The first instants of the months of which attempts are kept, by the structure's zone; this month first."""
    zone, today = ZoneInfo(structure.timezone), today_in(structure)
    oldest = today - timedelta(days=structure.keep_former_texts_days)
    starts: list[datetime] = []
    first = today.replace(day=1)
    while len(starts) < MOST_MONTHS:
        starts.append(datetime(first.year, first.month, 1, tzinfo=zone))
        if first <= oldest:
            break
        first = (first - timedelta(days=1)).replace(day=1)
    return starts
