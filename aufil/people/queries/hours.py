"""When people work: their own hours, or those of their site, or the structure's, less absences and public holidays."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from aufil.kernel.hours import Away, Hours, Interval
from aufil.people.models import Absence, Membership, OpeningHours, Person, Site, Structure, WorkingHours
from aufil.people.models.support import STAFF_ROLES
from aufil.people.queries.days import today_in
from aufil.ui.texts import DAYS, clock

# Nobody counts working hours further back than this.
LOOKED_BACK = timedelta(days=400)


def working_hours(person: Person, structure: Structure) -> Hours:
    """When somebody works in a structure. Four statements.

    `open_between(a, b)` of it is how long something has waited, in their working hours; `next_opening(at)` when
    they are back.
    """
    return working_hours_of([person.pk], structure)[person.pk]


def working_hours_of(persons: Collection[int], structure: Structure) -> dict[int, Hours]:
    """As `working_hours`, for many (ids of persons), in the same four statements."""
    own: dict[int, list[Interval]] = {}
    for row in WorkingHours.objects.filter(structure=structure, person__in=persons):
        own.setdefault(row.person_id, []).append(Interval(row.weekday, row.starts, row.ends))
    away: dict[int, list[Away]] = {}
    recent = Absence.objects.filter(structure=structure, person__in=persons, cancelled_at=None)
    for absence in recent.filter(ends_on__gte=today_in(structure) - LOOKED_BACK):
        away.setdefault(absence.person_id, []).append(Away(absence.starts_on, absence.ends_on))
    sites = _sites_of(persons, structure)
    usual: dict[int | None, list[Interval]] = {}
    for opening in structure.opening_hours.all():
        usual.setdefault(opening.site_id, []).append(Interval(opening.weekday, opening.opens, opening.closes))
    return {
        person: Hours(
            own.get(person) or usual.get(sites.get(person)) or usual.get(None, []),
            structure.timezone,
            holiday_zone=structure.holiday_zone,
            away=away.get(person, ()),
        )
        for person in persons
    }


def usual_week(person: Person, structure: Structure) -> list[Interval]:
    """The hours of whoever set none of their own: those of their site, where it has some, or the structure's."""
    site = _sites_of([person.pk], structure).get(person.pk)
    rows = (opening_hours(structure, site) if site else []) or opening_hours(structure)
    return [Interval(row.weekday, row.opens, row.closes) for row in rows]


def _sites_of(persons: Collection[int], structure: Structure) -> dict[int, int]:
    """The site each of the staff belongs to today, by their ids; none for the others."""
    rows = Membership.objects.on(today_in(structure)).filter(
        structure=structure, person__in=persons, role__in=STAFF_ROLES, site__closed_on=None
    )
    return {person: site for person, site in rows.values_list("person", "site") if site}


def opening_hours(structure: Structure, site: int | None = None) -> list[OpeningHours]:
    """The open intervals of a structure, or of one of its sites (by id), in the order of the week."""
    return [row for row in structure.opening_hours.all() if row.site_id == site]


def own_week(person: Person, structure: Structure) -> list[Interval]:
    """The hours somebody set for themselves in a structure; none: as the structure."""
    rows = WorkingHours.objects.filter(structure=structure, person=person)
    return [Interval(row.weekday, row.starts, row.ends) for row in rows]


def week_of(structure: Structure, site: Site | None = None) -> list[Interval]:
    """The open intervals of a structure, or the own ones of a site."""
    rows = opening_hours(structure, site.pk if site else None)
    return [Interval(row.weekday, row.opens, row.closes) for row in rows]


def week_as_said(intervals: Iterable[Interval]) -> list[tuple[str, str]]:
    """A week in few lines: days that are alike together, `("du lundi au jeudi", "9 h à 12 h 30, 13 h 30 à 17 h")`."""
    spans: dict[int, list[str]] = {day: [] for day in range(7)}
    for i in sorted(intervals, key=lambda i: (i.weekday, i.opens)):
        spans[i.weekday].append(_("%(from)s à %(to)s") % {"from": clock(i.opens), "to": clock(i.closes)})
    lines = []
    for said, group in groupby(spans, key=lambda day: ", ".join(spans[day])):
        days = [DAYS[day] for day in group]
        if said:
            lines.append((_days(days), said))
    return lines


def _days(days: Sequence[str]) -> str:
    if len(days) == 1:
        return days[0]
    if len(days) == 2:
        return _("%(first)s et %(last)s") % {"first": days[0], "last": days[1]}
    return _("du %(first)s au %(last)s") % {"first": days[0], "last": days[-1]}
