"""What nobody had to drive, by month and by site: seven statements, whatever there is to count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncMonth

from aufil.appointments.models import Place, Seat
from aufil.appointments.models.kind import REMOTE
from aufil.appointments.queries.rules import rules_of
from aufil.appointments.saved import Held, Saved, saved_by
from aufil.kernel.geography import Point
from aufil.people.models import Membership, Role, Site, Structure
from aufil.people.queries import today_in
from aufil.territory.queries import Address, communes_at

MONTHS = 12
HELD = (Seat.Outcome.PRESENT, Seat.Outcome.LATE, Seat.Outcome.SHORTENED, Seat.Outcome.CUT)


@dataclass(frozen=True)
class Line:
    """A month at a site."""

    month: date
    site: str
    saved: Saved


@dataclass(frozen=True)
class Savings:
    """What a structure's calls and video saved over twelve months, this one included."""

    is_counted: bool
    months: list[tuple[date, Saved]]
    sites: list[tuple[str, Saved]]
    lines: list[Line]
    whole: Saved


def savings(structure: Structure) -> Savings:
    """The months from the last one back to the first of which there is something; the sites by what was saved there.

    Seven statements.
    """
    months = _months(structure)
    if not rules_of(structure).saves_from_home:
        return Savings(False, [], [], [], Saved())
    rows = list(_held(structure, months[-1]))
    sites, points, main = _sites(structure)
    homes = communes_at({_home(row) for row in rows})
    sites_of = _sites_of(structure, {row["young"] for row in rows})
    found: dict[tuple[date, str], Saved] = {}
    for row in rows:
        site = sites_of.get(row["young"]) or main
        home = homes.get(_home(row))
        held = Held(site, home.point if home else None, points.get(site) if site else None)
        key = row["month"].date(), sites.get(site or 0, "")
        found[key] = found.get(key, Saved()) + saved_by(held) * row["times"]
    lines = [Line(month, site, saved) for (month, site), saved in found.items()]
    lines.sort(key=lambda line: (-line.month.toordinal(), line.site))
    # Not the months before anything was counted.
    shown = [month for month in months if lines and month >= lines[-1].month]
    return Savings(
        True,
        [(month, _sum(line.saved for line in lines if line.month == month)) for month in shown],
        _by_site(lines),
        lines,
        _sum(line.saved for line in lines),
    )


def _months(structure: Structure) -> list[date]:
    """The first days of this month and of those before it, the last one first."""
    today = today_in(structure)
    count = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(count, count - MONTHS, -1)]


def _held(structure: Structure, since: date) -> Iterable[dict[str, Any]]:
    """How often each person was met from afar, month by month."""
    zone = ZoneInfo(structure.timezone)
    rows = Seat.objects.filter(
        appointment__structure=structure,
        appointment__cancelled_at=None,
        appointment__mode__in=REMOTE,
        appointment__starts_at__gte=datetime.combine(since, time(), tzinfo=zone),
        state=Seat.State.TAKEN,
        outcome__in=HELD,
    )
    month = TruncMonth("appointment__starts_at", tzinfo=zone)
    columns = ("month", "young", "young__postal_code", "young__commune")
    return rows.order_by().annotate(month=month).values(*columns).annotate(times=Count("pk"))


def _home(row: dict[str, Any]) -> Address:
    return Address(row["young__postal_code"] or "", row["young__commune"] or "")


def _sites(structure: Structure) -> tuple[dict[int, str], dict[int, Point], int | None]:
    """Names, points as far as known, and the main one."""
    rows = list(Site.objects.filter(structure=structure))
    known = {
        place.site_id: place.point for place in Place.objects.filter(structure=structure, site__isnull=False)
    }
    communes = communes_at({Address(row.postal_code, row.commune) for row in rows})
    points: dict[int, Point] = {}
    for row in rows:
        commune = communes.get(Address(row.postal_code, row.commune))
        if point := known.get(row.pk) or (commune.point if commune else None):
            points[row.pk] = point
    main = next((row.pk for row in rows if row.is_main), rows[0].pk if rows else None)
    return {row.pk: row.name for row in rows}, points, main


def _sites_of(structure: Structure, young: set[int | None]) -> dict[int | None, int]:
    """Where each of them would have come."""
    rows = Membership.objects.filter(
        structure=structure, role=Role.YOUNG, person__in=young - {None}, site__isnull=False
    )
    return dict(rows.order_by("starts_on").values_list("person", "site"))


def _by_site(lines: list[Line]) -> list[tuple[str, Saved]]:
    names = {line.site for line in lines}
    totals = [(name, _sum(line.saved for line in lines if line.site == name)) for name in names]
    return sorted(totals, key=lambda one: (-one[1].km, one[0]))


def _sum(parts: Iterable[Saved]) -> Saved:
    return sum(parts, Saved())
