"""When people work: their own hours or else the structure's, less their absences and the public holidays."""

from collections.abc import Collection
from datetime import timedelta

from aufil.kernel.hours import Away, Hours, Interval
from aufil.people.models import Absence, OpeningHours, Person, Structure, WorkingHours
from aufil.people.queries.days import today_in

# Nobody counts working hours further back than this.
LOOKED_BACK = timedelta(days=400)


def working_hours(person: Person, structure: Structure) -> Hours:
    """When somebody works in a structure. Three statements.

    `open_between(a, b)` of it is how long something has waited, in their working hours; `next_opening(at)` when
    they are back.
    """
    return working_hours_of([person.pk], structure)[person.pk]


def working_hours_of(persons: Collection[int], structure: Structure) -> dict[int, Hours]:
    """As `working_hours`, for many (ids of persons), in the same three statements."""
    own: dict[int, list[Interval]] = {}
    for row in WorkingHours.objects.filter(structure=structure, person__in=persons):
        own.setdefault(row.person_id, []).append(Interval(row.weekday, row.starts, row.ends))
    away: dict[int, list[Away]] = {}
    recent = Absence.objects.filter(structure=structure, person__in=persons, cancelled_at=None)
    for absence in recent.filter(ends_on__gte=today_in(structure) - LOOKED_BACK):
        away.setdefault(absence.person_id, []).append(Away(absence.starts_on, absence.ends_on))
    usual = [Interval(row.weekday, row.opens, row.closes) for row in opening_hours(structure)]
    return {
        person: Hours(
            own.get(person) or usual,
            structure.timezone,
            holiday_zone=structure.holiday_zone,
            away=away.get(person, ()),
        )
        for person in persons
    }


def opening_hours(structure: Structure, site: int | None = None) -> list[OpeningHours]:
    """The open intervals of a structure, or of one of its sites (by id), in the order of the week."""
    return [row for row in structure.opening_hours.all() if row.site_id == site]
