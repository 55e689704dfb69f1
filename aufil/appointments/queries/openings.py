"""The hours of one counsellor, read once: what their page shows, and what is checked before they change."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from aufil.appointments.hours import (
    Days,
    OneDay,
    Week,
    Weekly,
    comes_on,
    first_day_together,
)
from aufil.appointments.models import Appointment, Mode, Opening, Place, Variation
from aufil.appointments.queries.asked import THERE
from aufil.appointments.slots import Span, joined, minute_of, without
from aufil.kernel import clock
from aufil.kernel.geography import road_time
from aufil.kernel.hours import public_holidays_of
from aufil.people.models import Absence, Membership, Person, Structure
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries import today_in

AHEAD = timedelta(days=366)


def weekly(opening: Opening) -> Weekly:
    """An opening as plain hours."""
    hours = (opening.weekday, opening.starts, opening.ends, opening.place_id)
    return Weekly(*hours, opening.from_on, opening.until_on, opening.every_weeks)


def one_day(variation: Variation) -> OneDay:
    """A day that differs as plain hours."""
    hours = (variation.day, variation.starts, variation.ends, variation.is_open)
    return OneDay(*hours, variation.place_id)


@dataclass
class OpenHours:
    """When one counsellor may be met from `today` on: weekly stretches that still come, days that differ, absences."""

    structure: Structure
    counsellor: Person
    today: date
    openings: list[Opening]
    variations: list[Variation]
    absences: list[Absence]
    there: list[Days] = field(default_factory=list)

    def week(self, kind: int | None = None, mode: str = "") -> Week:
        """What is open for a kind and a way; for any, when none is named. As `gathering.weeks_of` has it."""
        return Week(
            [weekly(one) for one in self.openings if _takes(one, kind, mode) and _is_kept(one, mode)],
            [
                one_day(one)
                for one in self.variations
                if _takes(one, kind, mode) and (not one.is_open or _is_kept(one, mode))
            ],
            [Days(one.starts_on, one.ends_on) for one in self.absences],
            self.there,
        )

    def on(self, day: date) -> list[Opening]:
        """The weekly stretches that come on a day, public holidays apart."""
        return [one for one in self.openings if comes_on(weekly(one), day)]

    def is_away(self, day: date) -> bool:
        return any(one.starts_on <= day <= one.ends_on for one in self.absences)


def _takes(row: Opening | Variation, kind: int | None, mode: str) -> bool:
    kinds = {one.pk for one in row.kinds.all()}
    return (kind is None or not kinds or kind in kinds) and (
        not mode or mode in row.modes or (isinstance(row, Variation) and not row.modes)
    )


def _is_kept(row: Opening | Variation, mode: str) -> bool:
    return mode not in THERE or row.place is None or row.place.closed_at is None


def open_hours_of(counsellor: Person, structure: Structure) -> OpenHours:
    """The hours of one counsellor in a structure, from today on. Six statements."""
    today = today_in(structure)
    mine = {"structure": structure, "counsellor": counsellor}
    openings = Opening.objects.filter(Q(until_on=None) | Q(until_on__gte=today), **mine)
    variations = Variation.objects.filter(day__gte=today, **mine)
    absences = Absence.objects.filter(
        structure=structure, person=counsellor, cancelled_at=None, ends_on__gte=today
    )
    there = Membership.objects.filter(structure=structure, person=counsellor, role__in=STAFF_ROLES)
    return OpenHours(
        structure,
        counsellor,
        today,
        list(openings.select_related("place").prefetch_related("kinds")),
        list(variations.select_related("place").prefetch_related("kinds")),
        list(absences.select_related("stand_in")),
        [
            Days(first, last - timedelta(days=1) if last else None)
            for first, last in there.values_list("starts_on", "ends_on")
        ],
    )


def outside(hours: OpenHours) -> list[Appointment]:
    """What is booked with them from now on and lies in no hours of theirs that take its kind and its way."""
    structure = hours.structure
    rows = Appointment.objects.standing().filter(
        structure=structure, counsellor=hours.counsellor, starts_at__gt=clock.now()
    )
    booked = list(rows.select_related("kind", "place"))
    if not booked:
        return []
    days = Days(hours.today, _local_day(structure, booked[-1].ends_at))
    open_for: dict[tuple[int, str], list[Span]] = {}
    for one in booked:
        if (one.kind_id, one.mode) not in open_for:
            spans = hours.week(one.kind_id, one.mode).spans(days, structure.timezone, structure.holiday_zone)
            open_for[one.kind_id, one.mode] = joined(span for some in spans.values() for span in some)
    return [one for one in booked if not _holds(open_for[one.kind_id, one.mode], one)]


def _holds(spans: Iterable[Span], one: Appointment) -> bool:
    start, end = minute_of(one.starts_at), minute_of(one.ends_at)
    return any(span.start <= start and end <= span.end for span in spans)


def _local_day(structure: Structure, at: datetime) -> date:
    from_now = clock.now().date() + AHEAD * 3
    return min(at.date() + timedelta(days=1), from_now)


class Shown(NamedTuple):
    """A stretch of one day, in minutes from midnight."""

    start: int
    end: int
    place: Place | None
    is_exception: bool


@dataclass(frozen=True)
class Day:
    """One day of a week as its counsellor is open, and why it is shut: `holiday`, `away` or nothing."""

    day: date
    stretches: list[Shown]
    why: str
    words: str = ""


def week_shown(hours: OpenHours, monday: date) -> list[Day]:
    """Seven days from a Monday on. No statement."""
    return [_day_shown(hours, monday + timedelta(days=n)) for n in range(7)]


def _day_shown(hours: OpenHours, day: date) -> Day:
    usual = hours.on(day)
    differing = [one for one in hours.variations if one.day == day]
    is_holiday = day in public_holidays_of(day.year, hours.structure.holiday_zone)
    words = ", ".join(dict.fromkeys(one.why for one in differing if one.why))
    if hours.is_away(day):
        return Day(day, [], "away" if usual or differing else "", words)
    shut = [_minutes(one) for one in differing if not one.is_open and not one.modes and not one.kinds.all()]
    stretches = [
        Shown(*span, one.place, False)
        for one in (() if is_holiday else usual)
        for span in without([_minutes(one)], shut)
    ]
    stretches += [Shown(*_minutes(one), one.place, True) for one in differing if one.is_open]
    return Day(day, sorted(stretches, key=lambda one: one[:2]), "holiday" if is_holiday else "", words)


def _minutes(row: Opening | Variation) -> Span:
    return Span(_minute(row.starts), _minute(row.ends))


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


class Shut(NamedTuple):
    """A public holiday that closes hours."""

    day: date
    openings: list[Opening]


def holidays_ahead(hours: OpenHours, most: int = 5) -> list[Shut]:
    """The next public holidays within a year that fall on hours of theirs."""
    zone, years = hours.structure.holiday_zone, (hours.today.year, hours.today.year + 1)
    days = sorted(day for year in years for day in public_holidays_of(year, zone))
    near = [day for day in days if hours.today <= day <= hours.today + AHEAD]
    return [Shut(day, rows) for day in near if (rows := hours.on(day))][:most]


class Road(NamedTuple):
    """Two stretches of one day at two places, and less time between them than the road takes."""

    one: Opening
    other: Opening
    minutes: int
    between: int


def short_roads(hours: OpenHours) -> list[Road]:
    """Where the road from one stretch to the next is longer than what lies between."""
    found = []
    rows = sorted(hours.openings, key=lambda row: (row.weekday, row.starts))
    for nth, one in enumerate(rows):
        for other in rows[nth + 1 :]:
            if other.weekday != one.weekday:
                break
            here, there = (row.place.point if row.place else None for row in (one, other))
            if here is None or there is None or one.place_id == other.place_id:
                continue
            minutes = int(road_time(here, there).total_seconds() // 60)
            between = _minute(other.starts) - _minute(one.ends)
            if between < minutes and first_day_together(weekly(one), weekly(other), hours.today):
                found.append(Road(one, other, minutes, max(0, between)))
    return found


def openings_of(structure: Structure) -> QuerySet[Opening]:
    """All the weekly stretches of a structure, whoever's, ended ones too."""
    return Opening.objects.filter(structure=structure).select_related("counsellor", "place")


def opening_by(structure: Structure, uid: UUID) -> Opening | None:
    """A weekly stretch by its public identifier."""
    return openings_of(structure).filter(uid=uid).first()


def variation_by(structure: Structure, uid: UUID) -> Variation | None:
    """A day that differs by its public identifier."""
    rows = Variation.objects.filter(structure=structure).select_related("counsellor", "place")
    return rows.filter(uid=uid).first()


class Usual(NamedTuple):
    """How and where one is likely to be met."""

    modes: list[str]
    place: Place | None


def usual_stretch(counsellor: Person, structure: Structure) -> Usual:
    """As in most of somebody's stretches; for the first: at the main site, on site, by phone and by video."""
    rows = Opening.objects.filter(structure=structure, counsellor=counsellor, place__closed_at=None)
    found = Counter((tuple(row.modes), row.place) for row in rows.select_related("place"))
    if found:
        [((modes, place), _times)] = found.most_common(1)
        return Usual(list(modes), place)
    main = Place.objects.filter(structure=structure, site__is_main=True).first()
    return Usual([Mode.SITE, Mode.PHONE, Mode.VIDEO] if main else [Mode.PHONE, Mode.VIDEO], main)
