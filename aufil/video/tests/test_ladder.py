"""From what is measured to what is sent."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aufil.video.ladder import (
    LAST,
    MODES,
    START,
    TABLE,
    WORDS,
    Measure,
    Place,
    best_for,
    climb,
    data_a_minute,
    word_for,
)

measures = st.builds(
    Measure,
    loss=st.floats(0, 1),
    round_trip=st.floats(0, 5000),
    rate=st.none() | st.floats(0, 3000),
)
tops = st.sampled_from([0, START])
FINE = Measure(0.0, 80, 2000)
# A two-person call stays audible here: 64 kbit/s, 5 % lost, 400 ms.
NARROW = Measure(0.05, 400, 64)


def walked(start: Place, those: list[Measure], top: int = 0) -> list[Place]:
    places = [start]
    for measure in those:
        places.append(climb(places[-1], measure, top=top))
    return places


def test_the_table_is_json_and_each_rung_asks_for_less_than_the_one_above():
    assert json.loads(json.dumps(TABLE)) == TABLE
    for above, below in pairwise(TABLE["rungs"]):
        assert below["needs"] < above["needs"]
        assert below["loss"] > above["loss"]
        assert below["round_trip"] > above["round_trip"]
        assert below["sound"] <= above["sound"]
        assert data_a_minute(below["mode"]) < data_a_minute(above["mode"])


def test_the_last_rung_is_sound_at_sixteen_kilobits_whatever_happens():
    assert TABLE["rungs"][LAST]["sound"] == 16
    assert TABLE["rungs"][LAST]["picture"] == 0
    assert best_for(Measure(1.0, 10_000, 0)) == LAST


def test_a_narrow_network_keeps_the_sound_and_drops_the_picture():
    place = walked(Place(0), [NARROW] * 2)[-1]
    assert MODES[place.rung] == "sound"
    assert walked(place, [NARROW] * 200)[-1].rung == place.rung


def test_a_good_network_climbs_from_sound_to_picture_within_half_a_minute():
    places = walked(Place(), [FINE] * 15)
    assert places[-1].rung == 0
    assert 15 * TABLE["every"] <= 30


@given(measures, measures)
def test_a_worse_network_never_bears_more(one, other):
    worse = Measure(
        max(one.loss, other.loss),
        max(one.round_trip, other.round_trip),
        one.rate if other.rate is None else other.rate if one.rate is None else min(one.rate, other.rate),
    )
    assert best_for(worse) >= best_for(one)


@given(st.lists(measures, max_size=60), tops)
def test_one_goes_up_a_single_rung_and_never_above_what_is_wanted(those, top):
    for before, after in pairwise(walked(Place(), those, top)):
        assert after.rung >= before.rung - 1
        assert top <= after.rung <= LAST
        assert after.up_after <= TABLE["up_most"]


@given(st.integers(0, LAST), measures)
def test_two_measures_are_enough_to_come_down_to_what_the_network_bears(rung, measure):
    assert walked(Place(rung), [measure] * 2)[-1].rung >= best_for(measure)


@given(measures, st.integers(0, LAST))
def test_a_steady_network_comes_to_rest(measure, rung):
    steps = LAST * TABLE["up_after"] + TABLE["down_after"]
    rungs = {place.rung for place in walked(Place(rung), [measure] * (steps + 60))[steps:]}
    assert len(rungs) == 1


@given(st.lists(st.booleans(), min_size=300, max_size=300))
def test_a_network_on_the_edge_does_not_make_the_picture_flicker(coin):
    """Measures just above and just below what a picture needs: hardly ever up."""
    edge = TABLE["rungs"][0]["needs"]
    those = [Measure(0.0, 80, edge * (1.02 if up else 0.98)) for up in coin]
    places = walked(Place(1), those)
    assert all(place.rung == 1 for place in places)


def test_each_climb_that_fails_makes_the_next_wait_longer():
    place, waits = Place(1), []
    for _ in range(4):
        count = 0
        while place.rung == 1:
            place, count = climb(place, FINE), count + 1
        waits.append(count)
        place = walked(place, [Measure(0.05, 80, 2000)] * 2)[-1]
        assert place.rung == 1
    assert waits == sorted(set(waits))


@given(measures)
def test_there_is_a_word_for_every_network(measure):
    assert word_for(measure) in WORDS
