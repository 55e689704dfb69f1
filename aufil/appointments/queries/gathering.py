"""What the search of free times reads: hours, who is there, what is taken."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Aggregate, Q, QuerySet, TextField

from aufil.appointments.hours import Days, OneDay, Week, Weekly
from aufil.appointments.models import Appointment, Busy, Opening, OutsideBusy, Place, Variation
from aufil.appointments.models.kind import REMOTE
from aufil.appointments.queries.asked import THERE, Asked
from aufil.appointments.slots import DAY, Span, Taken, instant
from aufil.kernel.geography import Point
from aufil.people.models import Absence, Membership, Structure
from aufil.people.models.support import STAFF_ROLES

ONE_DAY = timedelta(days=1)
Points = dict[int | None, Point | None]
PLACE = ("place_id", "place__latitude", "place__longitude", "place__closed_at")


class _Minutes(Aggregate):
    """The instants of a group's rows in minutes since 1970, in the order of its rows: the minutes they lie in.

    A list a group rather than a row an appointment: there are thousands. PostgreSQL counts; SQLite, slow at it, gives
    its texts, most of which were read before.
    """

    output_field = TextField()
    extra_seconds = 0

    def get_db_converters(self, connection: Any) -> list[Any]:
        return [] if connection.vendor == "postgresql" else [self._read]

    def _read(self, texts: str, _expression: Any, _connection: Any) -> list[int]:
        return [(_seconds(text) + self.extra_seconds) // 60 for text in texts.split(",")]

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template="group_concat(%(expressions)s)", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        # `extract` would count in exact decimals, at three times the price.
        minute = f"floor((date_part('epoch', %(expressions)s) + {self.extra_seconds}) / 60)::bigint"
        return self.as_sql(compiler, connection, template=f"array_agg({minute})", **more)


class _MinutesAfter(_Minutes):
    """… those that end with them, or hold them."""

    extra_seconds = 59


@lru_cache(maxsize=16384)
def _seconds(text: str) -> int:
    """An instant as SQLite keeps it, in whole seconds since 1970."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def weeks_of(asked: Asked, days: Days) -> tuple[dict[int, Week], Points]:
    """When each counsellor can be met for it, and where the places lie. Four statements."""
    weeks: dict[int, Week] = {}
    points: Points = {}
    for row in _openings(asked, days):
        if asked.mode in row["modes"] and _is_kept(asked, row):
            hours = (row["weekday"], row["starts"], row["ends"], _place_of(row, points))
            weeks.setdefault(row["counsellor_id"], Week()).weekly.append(
                Weekly(*hours, row["from_on"], row["until_on"], row["every_weeks"])
            )
    for row in _variations(asked, days):
        ways = row["modes"] or [asked.mode]
        if asked.mode in ways and (not row["is_open"] or _is_kept(asked, row)):
            weeks.setdefault(row["counsellor_id"], Week()).one_days.append(
                OneDay(row["day"], row["starts"], row["ends"], row["is_open"], _place_of(row, points))
            )
    _presence(asked.structure, weeks, days)
    return weeks, points


def _openings(asked: Asked, days: Days) -> QuerySet[Opening, dict[str, Any]]:
    rows = _hours_of(Opening, asked).filter(
        Q(until_on=None) | Q(until_on__gte=days.first), from_on__lte=days.last
    )
    hours = ("weekday", "starts", "ends", "every_weeks", "from_on", "until_on")
    return rows.order_by().values("counsellor_id", "modes", *hours, *PLACE)


def _variations(asked: Asked, days: Days) -> QuerySet[Variation, dict[str, Any]]:
    rows = _hours_of(Variation, asked).filter(day__range=(days.first, days.last))
    return rows.order_by().values("counsellor_id", "modes", "day", "starts", "ends", "is_open", *PLACE)


def _place_of(row: dict[str, Any], points: Points) -> int | None:
    """The number of the place a row names; where it lies is noted."""
    if row["place__latitude"] is not None:
        points[row["place_id"]] = Point(row["place__latitude"], row["place__longitude"])
    return row["place_id"]


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


def taken_by(counsellors: Collection[int], window: Span, moving: int | None = None) -> dict[int, list[Taken]]:
    """What counsellors have, in any structure, and elsewhere; overlaps on purpose too. Three statements."""
    # Whoever is at a place the day before or after comes from there.
    around = {"ends_at__gt": instant(window.start - DAY), "starts_at__lt": instant(window.end + DAY)}
    rows = Appointment.objects.standing().filter(counsellor__in=counsellors, **around).order_by()
    rows = rows.exclude(pk=moving) if moving else rows
    found = _lists(rows.values_list("counsellor", "place", "mode"))
    points = _points({place for _who, place, *_more in found})
    taken: dict[int, list[Taken]] = {}
    for who, place, mode, starts, ends in found:
        taken.setdefault(who, []).append(Taken(starts, ends, points.get(place), mode in REMOTE))
    elsewhere = OutsideBusy.objects.filter(calendar__person__in=counsellors, **around).order_by()
    for who, starts, ends in _lists(elsewhere.values_list("calendar__person")):
        taken.setdefault(who, []).append(Taken(starts, ends))
    return taken


def _lists(groups: QuerySet[Any, Any]) -> list[Any]:
    """Rows in groups: what names a group, when its rows start, when they end."""
    return list(groups.annotate(starts=_Minutes("starts_at"), ends=_MinutesAfter("ends_at")))


def _points(places: Collection[int | None]) -> Points:
    """Where places lie, those that are known."""
    rows = Place.objects.in_bulk([place for place in places if place])
    return {pk: row.point for pk, row in rows.items()}


def busy_of(young: int | None, window: Span, moving: int | None = None) -> list[Span]:
    """When the young person is taken already, whoever with."""
    if young is None:
        return []
    rows = Busy.objects.filter(
        person=young, ends_at__gt=instant(window.start), starts_at__lt=instant(window.end + DAY)
    ).exclude(appointment=moving)
    return [
        Span(*span)
        for _who, starts, ends in _lists(rows.values_list("person"))
        for span in zip(starts, ends, strict=True)
    ]
