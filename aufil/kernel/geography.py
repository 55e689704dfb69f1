"""Places on the map, and how far apart they are by road, until something better is known.

A straight line on the sphere, a third longer by road, at 50 km/h: for the country and small towns, where most of what
is counted is driven. An estimate: whoever shows it says so.
"""

from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH = 6371.0088  # km, mean radius (IUGG)
DETOUR = 1.3
SPEED = 50.0  # km/h


class Point(NamedTuple):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


def straight_km(one: Point, other: Point) -> float:
    """The great circle between two places, in kilometres (haversine)."""
    north, south = radians(one.latitude), radians(other.latitude)
    up = sin((south - north) / 2) ** 2
    along = cos(north) * cos(south) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, up + along)))


def road_km(one: Point, other: Point) -> float:
    """By road, in kilometres: the straight line and a detour of 30 %."""
    return straight_km(one, other) * DETOUR


def road_time(one: Point, other: Point) -> timedelta:
    """Driving from one to the other, at 50 km/h, to the next whole minute."""
    minutes = road_km(one, other) / SPEED * 60
    return timedelta(minutes=int(minutes) + (minutes > int(minutes)))
