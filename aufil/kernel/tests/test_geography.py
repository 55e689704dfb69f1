"""Distances by road, as they are estimated."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.kernel.geography import Point, road_km, road_time, straight_km

points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
CHOLET, ANGERS = Point(47.0592, -0.8797), Point(47.4736, -0.5542)


def test_two_towns_of_the_same_department():
    assert straight_km(CHOLET, ANGERS) == pytest.approx(52.2, abs=0.5)
    assert road_km(CHOLET, ANGERS) == pytest.approx(67.9, abs=0.7)
    assert timedelta(minutes=80) < road_time(CHOLET, ANGERS) < timedelta(minutes=84)


def test_a_place_is_no_distance_from_itself():
    assert road_time(CHOLET, CHOLET) == timedelta()


@given(points, points)
def test_as_far_back_as_there_and_never_beyond_half_the_earth(one, other):
    assert straight_km(one, other) == pytest.approx(straight_km(other, one), abs=1e-6)
    assert 0 <= straight_km(one, other) <= 20_016
