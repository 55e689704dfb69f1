"""What a structure offers: its kinds and its places, as those who lead it see them. Each read is a fixed number of
statements."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, QuerySet

from aufil.appointments.models import Appointment, Kind, Opening, Place
from aufil.kernel import clock
from aufil.people.models import Structure

Row = TypeVar("Row", Kind, Place)


@dataclass(frozen=True)
class Used(Generic[Row]):
    """A kind or a place, and how many appointments to come, how many weekly stretches have it."""

    row: Row
    coming: int
    openings: int


def kinds_used(structure: Structure) -> list[Used[Kind]]:
    """All kinds, those closed last. Three statements."""
    return _used(list(Kind.objects.filter(structure=structure)), structure, "kind", "kinds")


def places_used(structure: Structure) -> list[Used[Place]]:
    """All places, those of sites first, those closed last. Three statements."""
    rows = Place.objects.filter(structure=structure).select_related("site")
    return _used(
        sorted(rows, key=lambda one: (one.site is None, not (one.site and one.site.is_main), one.name)),
        structure,
        "place",
        "place",
    )


def _used(rows: list[Row], structure: Structure, booked_by: str, opened_by: str) -> list[Used[Row]]:
    coming = _counted(
        Appointment.objects.standing().filter(structure=structure, starts_at__gt=clock.now()), booked_by
    )
    openings = _counted(Opening.objects.filter(structure=structure), opened_by)
    found = [Used(row, coming.get(row.pk, 0), openings.get(row.pk, 0)) for row in rows]
    return sorted(found, key=lambda one: one.row.closed_at is not None)


def _counted(rows: QuerySet[Any], by: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(by).annotate(Count("pk")))


def places_missing(structure: Structure) -> bool:
    """Has a site of the structure no place yet?"""
    have = Place.objects.filter(structure=structure, site__isnull=False).values("site")
    return structure.sites.exclude(pk__in=have).exists()
