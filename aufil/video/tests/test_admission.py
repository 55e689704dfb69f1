"""Who may come in when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.video.admission import (
    BEFORE,
    EMPTY,
    FAINT,
    AtTheDoor,
    Verdict,
    decide,
    hours_of_appointment,
    hours_of_call,
    hours_of_lounge,
    is_over,
    sentence,
)

STARTS = datetime(2026, 1, 14, 13, 30, tzinfo=UTC)  # half past two in Paris
ENDS = STARTS + timedelta(minutes=45)
HOURS = hours_of_appointment(STARTS, ENDS)
MINUTE = timedelta(minutes=1)

moments = st.datetimes(datetime(2026, 1, 13), datetime(2026, 1, 16), timezones=st.just(UTC))
doors = st.builds(
    AtTheDoor,
    now=moments,
    hours=st.just(HOURS),
    is_over=st.booleans(),
    is_removed=st.booleans(),
    was_in=st.booleans(),
    elsewhere_seen_at=st.none() | moments,
    takes_over=st.booleans(),
    others_inside=st.integers(0, 4),
    most=st.integers(2, 4),
)


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (STARTS - timedelta(hours=1), Verdict.TOO_EARLY),
        (STARTS - BEFORE - MINUTE, Verdict.TOO_EARLY),
        (STARTS - BEFORE, Verdict.COME_IN),
        (STARTS, Verdict.COME_IN),
        (ENDS - MINUTE, Verdict.COME_IN),
        (ENDS, Verdict.TOO_LATE),
        (ENDS + timedelta(days=1), Verdict.TOO_LATE),
    ],
)
def test_a_room_opens_ten_minutes_before_and_admits_nobody_new_after_its_end(at, verdict):
    assert decide(AtTheDoor(at, HOURS)) == verdict


def test_after_its_end_a_cut_is_no_reason_to_stay_out():
    assert decide(AtTheDoor(ENDS + timedelta(minutes=20), HOURS, was_in=True)) == Verdict.COME_IN


def test_a_call_may_be_joined_for_two_hours():
    hours = hours_of_call(STARTS)
    assert decide(AtTheDoor(STARTS + timedelta(minutes=119), hours)) == Verdict.COME_IN
    assert decide(AtTheDoor(STARTS + timedelta(minutes=120), hours)) == Verdict.TOO_LATE


def test_a_lounge_has_hours_around_what_it_stands_beside():
    hours = hours_of_lounge(STARTS, ENDS, before=timedelta(hours=1), after=timedelta(minutes=30))
    for at in (STARTS - timedelta(minutes=59), ENDS + timedelta(minutes=29)):
        assert decide(AtTheDoor(at, hours)) == Verdict.COME_IN
    assert decide(AtTheDoor(STARTS - timedelta(minutes=61), hours)) == Verdict.TOO_EARLY


def test_a_second_device_is_asked_about_and_takes_over():
    here = AtTheDoor(STARTS, HOURS, was_in=True, elsewhere_seen_at=STARTS)
    assert decide(here) == Verdict.ELSEWHERE
    assert decide(replace(here, takes_over=True)) == Verdict.COME_IN


def test_a_device_that_went_silent_is_not_asked_about():
    assert decide(AtTheDoor(STARTS, HOURS, elsewhere_seen_at=STARTS - FAINT)) == Verdict.COME_IN


@given(doors)
def test_who_was_sent_away_never_comes_back(who):
    assert decide(replace(who, is_removed=True)) == Verdict.REMOVED


@given(doors)
def test_nobody_is_let_into_a_room_that_is_over(who):
    assert decide(replace(who, is_over=True)) in (Verdict.OVER, Verdict.REMOVED)


@given(doors)
def test_whoever_comes_in_comes_in_time_and_finds_a_place(who):
    if decide(who) == Verdict.COME_IN:
        assert not who.is_over
        assert not who.is_removed
        assert who.now >= HOURS.opens_at
        assert who.now < HOURS.admits_until or who.was_in
        assert who.others_inside < who.most


@given(doors, moments)
def test_having_been_in_never_keeps_somebody_out(who, later):
    if decide(replace(who, was_in=False)) == Verdict.COME_IN:
        assert decide(replace(who, was_in=True)) == Verdict.COME_IN


@given(moments, moments)
def test_a_room_with_somebody_in_it_is_never_over(now, since):
    assert not is_over(now, HOURS, None)
    if is_over(now, HOURS, since):
        assert now >= ENDS
        assert now - since >= EMPTY


@pytest.mark.parametrize(
    ("verdict", "at", "words"),
    [
        (Verdict.TOO_EARLY, STARTS - timedelta(hours=1), "aujourd’hui à 14\u202fh\u202f20"),
        (Verdict.TOO_EARLY, STARTS - timedelta(days=1), "demain à 14\u202fh\u202f20"),
        (Verdict.TOO_LATE, ENDS + timedelta(days=1), "jusqu’à 15\u202fh\u202f15, hier"),
    ],
)
def test_the_refusal_says_when(verdict, at, words):
    assert words in sentence(verdict, HOURS, at, "Europe/Paris")


@given(st.sampled_from(Verdict), moments)
def test_every_refusal_is_a_sentence_and_an_entry_says_nothing(verdict, at):
    said = sentence(verdict, HOURS, at, "America/Cayenne")
    assert said.endswith(".") != (verdict == Verdict.COME_IN)
