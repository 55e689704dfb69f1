"""Who answers a young person, and when: the referent, whoever stands in for them, or else the structure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from aufil.kernel.hours import Hours
from aufil.people.models import Absence, Person, Structure, Support
from aufil.people.queries.days import day_in
from aufil.people.queries.hours import working_hours_of


@dataclass(frozen=True, slots=True)
class Answering:
    """What a young person may expect at an instant. Times are in the structure's zone.

    `who` answers first: the referent, their stand-in, or None for the structure. While `until` is set they are at
    work now (lunch is no absence) until then; else `opening` is when they are next, None: not within 30 days.
    `absence` is the referent's, when it holds that day.
    """

    referent: Person | None
    who: Person | None
    until: datetime | None
    opening: datetime | None
    absence: Absence | None


def answering(young: Person, structure: Structure, at: datetime) -> Answering:
    """Who answers `young` at `at`, or next. Five statements at most."""
    support = (
        Support.objects.on(day_in(structure, at))
        .filter(young=young, structure=structure, part=Support.Part.REFERENT)
        .select_related("counsellor")
        .first()
    )
    if support is None:
        until, opening = _next(structure.hours(), at)
        return Answering(None, None, until, opening, None)
    return _of_referent(support.counsellor, structure, at)


def _of_referent(referent: Person, structure: Structure, at: datetime) -> Answering:
    today = day_in(structure, at)
    absences = list(
        Absence.objects.filter(structure=structure, person=referent, cancelled_at=None, ends_on__gte=today)
        .select_related("stand_in")
        .order_by("starts_on")
    )
    hours = working_hours_of({referent.pk, *(a.stand_in_id for a in absences if a.stand_in_id)}, structure)
    absence = next((a for a in absences if a.starts_on <= today), None)
    found = [(referent, *_next(hours[referent.pk], at))]
    found += [
        (a.stand_in, *times) for a in absences if a.stand_in for times in _during(hours[a.stand_in.pk], a, at)
    ]
    at_work = next((one for one in found if one[1]), None)
    if at_work:
        return Answering(referent, at_work[0], at_work[1], None, absence)
    coming = [(opening, who) for who, _until, opening in found if opening]
    if not coming:
        return Answering(referent, referent, None, None, absence)
    opening, who = min(coming, key=lambda one: one[0])
    return Answering(referent, who, None, opening, absence)


def _next(hours: Hours, at: datetime) -> tuple[datetime | None, datetime | None]:
    """Until when today when at work, else the next opening."""
    now = at.astimezone(hours.zone)
    spans = hours.spans(now.date())
    if spans and spans[0][0].timestamp() <= at.timestamp() < spans[-1][1].timestamp():
        return spans[-1][1], None
    opening = hours.next_opening(at)
    return None, opening.astimezone(hours.zone) if opening else None


def _during(
    hours: Hours, absence: Absence, at: datetime
) -> Iterator[tuple[datetime | None, datetime | None]]:
    """The same for a stand-in, who answers on the days of the absence alone: nothing when not within them."""
    begins = datetime.combine(absence.starts_on, time(), tzinfo=hours.zone)
    until, opening = _next(hours, max(at, begins, key=datetime.timestamp))
    if until and begins.timestamp() > at.timestamp():
        until, opening = None, hours.spans(absence.starts_on)[0][0]
    last = until or opening
    if last and last.date() <= absence.ends_on:
        yield until, opening
