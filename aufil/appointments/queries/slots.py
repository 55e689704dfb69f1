"""Free times of a structure: gathered in a constant number of statements, found by `slots`."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Func, IntegerField, Q, QuerySet

from aufil.appointments.hours import Days, OneDay, Week, Weekly
from aufil.appointments.models import (
    Appointment,
    Busy,
    Kind,
    Mode,
    Opening,
    OutsideBusy,
    Place,
    Rules,
    Variation,
)
from aufil.appointments.models.kind import REMOTE
from aufil.appointments.slots import (
    DAY,
    Seeker,
    Span,
    Taken,
    instant,
    joined,
    minute_of,
    said_twice,
    when,
    without,
)
from aufil.kernel import clock
from aufil.kernel.geography import Point
from aufil.people.models import Absence, Membership, Structure
from aufil.people.models.support import STAFF_ROLES

# Where the place of an opening is where people meet; elsewhere it is only where its counsellor comes from.
THERE = (Mode.SITE, Mode.PARTNER, Mode.STOP)
ONE_DAY = timedelta(days=1)
Points = dict[int | None, Point]


class Asker(StrEnum):
    """Who looks for a time: notice and horizon depend on it."""

    YOUNG = "young"
    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. No counsellors: all of the structure who have openings.

    `place`: for a site, a partner's or a stop, only there; for a home or a place chosen, where it will be.
    """

    structure: Structure
    kind: Kind
    mode: str
    asker: Asker
    counsellors: Collection[int] = ()
    young: int | None = None
    place: Place | None = None
    minutes: int | None = None  # other than usual for the kind
    since: datetime | None = None
    until: datetime | None = None

    @property
    def length(self) -> int:
        return self.minutes or self.kind.minutes

    @property
    def is_offered(self) -> bool:
        """Does the structure offer this kind, this way, to whoever asks?"""
        may = {
            Asker.STAFF: True,
            Asker.YOUNG: self.kind.for_young,
            Asker.PUBLIC: self.kind.for_public,
        }
        return self.kind.closed_at is None and self.mode in self.kind.modes and may[self.asker]


class Free(NamedTuple):
    """Free times of one counsellor, at one place (its number): minutes since 1970, in order (`instant`)."""

    counsellor: int
    place: int | None
    starts: list[int]


class Slot(NamedTuple):
    """One free time."""

    start: int
    end: int
    counsellor: int
    place: int | None

    @property
    def starts_at(self) -> datetime:
        return instant(self.start)

    @property
    def ends_at(self) -> datetime:
        return instant(self.end)


class _Minute(Func):
    """An instant in minutes since 1970, counted by the database: the minute it lies in, or that which ends it."""

    output_field = IntegerField()
    extra_seconds = 0

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = f"((CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) + {self.extra_seconds}) / 60)"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = f"floor((extract(epoch FROM %(expressions)s) + {self.extra_seconds}) / 60)::bigint"
        return self.as_sql(compiler, connection, template=template, **more)


class _MinuteAfter(_Minute):
    extra_seconds = 59


def free_times(asked: Asked) -> list[Free]:
    """All that is free, by counsellor and place. Eight statements at most, whatever there is to read."""
    if not asked.is_offered:
        return []
    rules = Rules.objects.filter(structure=asked.structure).first() or Rules(structure=asked.structure)
    window = window_of(asked, rules)
    if window.start >= window.end:
        return []
    days = _days_in(window, asked.structure.timezone)
    weeks, points = _weeks(asked, days)
    if asked.place and asked.place.point:
        points[asked.place.pk] = asked.place.point
    taken = _taken(list(weeks), window)
    shut = _busy_of(asked.young, window)
    twice = list(_twice(days, asked.structure.timezone))
    found: list[Free] = []
    for counsellor, week in weeks.items():
        seeker = Seeker(taken.get(counsellor, ()), pause=rules.pause_minutes)
        for place, spans in _by_place(asked, week, days).items():
            ranges = seeker.starts(
                without(spans, shut),
                length=asked.length,
                point=points.get(place),
                is_call=asked.mode in REMOTE,
            )
            if starts := _within(ranges, window, twice):
                found.append(Free(counsellor, place, starts))
    return found


def slots(asked: Asked) -> list[Slot]:
    """All that is free, one by one: the earliest first."""
    return sorted(
        Slot(start, start + asked.length, free.counsellor, free.place)
        for free in free_times(asked)
        for start in free.starts
    )


def nearest(asked: Asked, at: datetime, count: int = 3) -> list[Slot]:
    """The free times nearest to an instant, before or after; the first of them first."""
    around = timedelta(days=14)
    since = max(filter(None, (asked.since, at - around)))
    until = min(filter(None, (asked.until, at + around)))
    found = slots(replace(asked, since=since, until=until))
    if len(found) < count:
        found = slots(asked)
    wanted = minute_of(at)
    return sorted(sorted(found, key=lambda slot: (abs(slot.start - wanted), slot))[:count])


def window_of(asked: Asked, rules: Rules) -> Span:
    """From when until when a time may begin, by who asks."""
    now, zone = clock.now(), asked.structure.timezone
    today = now.astimezone(ZoneInfo(zone)).date()
    by_staff = asked.asker == Asker.STAFF
    first = now if by_staff else now + timedelta(minutes=rules.notice_minutes)
    horizon = rules.staff_horizon_days if by_staff else rules.horizon_days
    last = when(today + timedelta(days=horizon) + ONE_DAY, time(), zone)
    start = minute_of(max(filter(None, (first, asked.since))) + timedelta(seconds=59))
    return Span(start, min(last, minute_of(asked.until)) if asked.until else last)


def _days_in(window: Span, timezone: str) -> Days:
    first, last = (instant(m).astimezone(ZoneInfo(timezone)).date() for m in (window.start, window.end - 1))
    return Days(first, last)


def _by_place(asked: Asked, week: Week, days: Days) -> dict[int | None, list[Span]]:
    """The stretches in which one counsellor may be met for it, by the place where that would be."""
    spans = week.spans(days, asked.structure.timezone, asked.structure.holiday_zone)
    if asked.mode not in THERE:
        held_at = asked.place.pk if asked.place and asked.mode not in REMOTE else None
        return {held_at: joined(span for some in spans.values() for span in some)}
    return {asked.place.pk: spans.get(asked.place.pk, [])} if asked.place else spans


def _within(ranges: Iterable[range], window: Span, twice: list[Span]) -> list[int]:
    """The starts that lie in the window, and not in an hour that is there a second time."""
    starts = [m for some in ranges for m in some]
    if starts and (starts[0] < window.start or starts[-1] >= window.end):
        starts = [m for m in starts if window.start <= m < window.end]
    if twice:
        starts = [m for m in starts if not any(low <= m < high for low, high in twice)]
    return starts


def _twice(days: Days, timezone: str) -> Iterator[Span]:
    """The hours that come a second time: nothing begins in them."""
    day = days.first
    while day in days:
        if span := said_twice(day, timezone):
            yield span
        day += ONE_DAY


PLACE = ("place_id", "place__latitude", "place__longitude", "place__closed_at")


def _weeks(asked: Asked, days: Days) -> tuple[dict[int, Week], Points]:
    """When each counsellor can be met for it, and where the places lie. Four statements."""
    weeks: dict[int, Week] = {}
    points: Points = {}

    def place_of(row: dict[str, Any]) -> int | None:
        if row["place__latitude"] is not None:
            points[row["place_id"]] = Point(row["place__latitude"], row["place__longitude"])
        return row["place_id"]

    for row in (
        _hours_of(Opening, asked)
        .filter(Q(until_on=None) | Q(until_on__gte=days.first), from_on__lte=days.last)
        .values(
            "counsellor_id",
            "modes",
            "weekday",
            "starts",
            "ends",
            "every_weeks",
            "from_on",
            "until_on",
            *PLACE,
        )
    ):
        if asked.mode in row["modes"] and _is_kept(asked, row):
            hours = (row["weekday"], row["starts"], row["ends"], place_of(row))
            weeks.setdefault(row["counsellor_id"], Week()).weekly.append(
                Weekly(*hours, row["from_on"], row["until_on"], row["every_weeks"])
            )
    for row in (
        _hours_of(Variation, asked)
        .filter(day__range=(days.first, days.last))
        .values("counsellor_id", "modes", "day", "starts", "ends", "is_open", *PLACE)
    ):
        ways = row["modes"] or [asked.mode]
        if asked.mode in ways and (not row["is_open"] or _is_kept(asked, row)):
            weeks.setdefault(row["counsellor_id"], Week()).one_days.append(
                OneDay(row["day"], row["starts"], row["ends"], row["is_open"], place_of(row))
            )
    _presence(asked.structure, weeks, days)
    return weeks, points


def _hours_of(model: type[Opening] | type[Variation], asked: Asked) -> QuerySet[Any]:
    """Hours that say something of this kind, of these counsellors."""
    rows = model._default_manager.filter(Q(kinds=None) | Q(kinds=asked.kind), structure=asked.structure)
    return rows.filter(counsellor__in=asked.counsellors) if asked.counsellors else rows


def _is_kept(asked: Asked, row: dict[str, Any]) -> bool:
    """Nobody is received any more at a place that has closed."""
    return asked.mode not in THERE or row["place__closed_at"] is None


def _presence(structure: Structure, weeks: dict[int, Week], days: Days) -> None:
    """Who belongs to the staff on which days, and is away on which."""
    there = Membership.objects.filter(structure=structure, person__in=weeks, role__in=STAFF_ROLES)
    for person, starts_on, ends_on in there.values_list("person", "starts_on", "ends_on"):
        weeks[person].there.append(Days(starts_on, ends_on - ONE_DAY if ends_on else None))
    away = Absence.objects.filter(
        structure=structure,
        person__in=weeks,
        cancelled_at=None,
        starts_on__lte=days.last,
        ends_on__gte=days.first,
    )
    for person, starts_on, ends_on in away.values_list("person", "starts_on", "ends_on"):
        weeks[person].away.append(Days(starts_on, ends_on))


def _taken(counsellors: Collection[int], window: Span) -> dict[int, list[Taken]]:
    """What counsellors have, in any structure, and elsewhere; overlaps on purpose too. Two statements."""
    # Whoever is at a place the day before or after comes from there.
    around = {"ends_at__gt": instant(window.start - DAY), "starts_at__lt": instant(window.end + DAY)}
    taken: dict[int, list[Taken]] = {}
    appointments = Appointment.objects.standing().filter(counsellor__in=counsellors, **around).order_by()
    for who, start, end, mode, latitude, longitude in appointments.values_list(
        "counsellor",
        _Minute("starts_at"),
        _MinuteAfter("ends_at"),
        "mode",
        "place__latitude",
        "place__longitude",
    ):
        point = None if latitude is None else Point(latitude, longitude)
        taken.setdefault(who, []).append(Taken(start, end, point, mode in REMOTE))
    elsewhere = OutsideBusy.objects.filter(calendar__person__in=counsellors, **around).order_by()
    for who, start, end in elsewhere.values_list(
        "calendar__person", _Minute("starts_at"), _MinuteAfter("ends_at")
    ):
        taken.setdefault(who, []).append(Taken(start, end))
    return taken


def _busy_of(young: int | None, window: Span) -> list[Span]:
    """When the young person is taken already, whoever with."""
    if young is None:
        return []
    rows = Busy.objects.filter(
        person=young, ends_at__gt=instant(window.start), starts_at__lt=instant(window.end + DAY)
    )
    return [Span(*row) for row in rows.values_list(_Minute("starts_at"), _MinuteAfter("ends_at"))]
