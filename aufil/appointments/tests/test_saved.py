"""Kilometres, hours and CO2 not driven."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.appointments.saved import CO2_PER_KM, Held, Saved, saved_by, saved_by_site
from aufil.kernel.geography import Point

CHOLET = Point(47.0608, -0.8793)
VIHIERS = Point(47.1453, -0.5331)
POINTS = st.builds(Point, st.floats(41, 51), st.floats(-5, 10))


def test_a_call_instead_of_coming_saves_the_way_there_and_back():
    saved = saved_by(Held(1, VIHIERS, CHOLET))
    assert saved.km == pytest.approx(2 * 1.3 * 27.9, rel=0.01)
    assert saved.time == timedelta(minutes=2 * 44)
    assert saved.co2_kg == pytest.approx(saved.km * 0.193)


def test_a_place_nobody_knows_is_counted_apart():
    assert saved_by(Held(1, None, CHOLET)) == Saved(unknown=1)
    assert saved_by(Held(1, CHOLET, None)) == Saved(unknown=1)


def test_who_lives_in_the_same_commune_saves_nothing():
    assert saved_by(Held(1, CHOLET, CHOLET)) == Saved(counted=1)


@given(st.lists(st.builds(Held, st.sampled_from([1, 2, None]), st.none() | POINTS, st.none() | POINTS)))
def test_sites_add_up_to_the_whole(appointments):
    by_site = saved_by_site(appointments)
    whole = sum((saved_by(held) for held in appointments), Saved())
    assert sum(s.km for s in by_site.values()) == pytest.approx(whole.km)
    assert sum(s.counted + s.unknown for s in by_site.values()) == len(appointments)
    assert whole.co2_kg == pytest.approx(whole.km * CO2_PER_KM)
