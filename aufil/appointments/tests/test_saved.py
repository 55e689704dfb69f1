"""Kilometres, hours and CO2 not driven."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.appointments.saved import CO2_PER_KM, Held, Saved, saved_by
from aufil.kernel.geography import Point

CHOLET = Point(47.0608, -0.8793)
VIHIERS = Point(47.1453, -0.5331)
POINTS = st.builds(Point, st.floats(41, 51), st.floats(-5, 10))


def test_a_call_instead_of_coming_saves_the_way_there_and_back():
    saved = saved_by(Held(1, VIHIERS, CHOLET))
    assert saved.km == pytest.approx(2 * 1.3 * 27.9, rel=0.01)
    assert saved.time == timedelta(minutes=2 * 44)
    assert saved.co2_kg == pytest.approx(saved.km * 0.192)


def test_a_place_nobody_knows_is_counted_apart():
    assert saved_by(Held(1, None, CHOLET)) == Saved(unknown=1)
    assert saved_by(Held(1, CHOLET, None)) == Saved(unknown=1)


def test_who_lives_in_the_same_commune_saves_nothing():
    assert saved_by(Held(1, CHOLET, CHOLET)) == Saved(counted=1)


@given(st.none() | POINTS, st.none() | POINTS, st.integers(0, 50))
def test_the_same_several_times_is_as_much_as_one_after_another(home, there, times):
    one = saved_by(Held(1, home, there))
    several = sum([one] * times, Saved())
    assert several.km == pytest.approx((one * times).km)
    assert (several.counted, several.unknown, several.time) == (
        (one * times).counted,
        (one * times).unknown,
        (one * times).time,
    )
    assert several.co2_kg == pytest.approx(several.km * CO2_PER_KM)
