"""Seats, the line, and what is held for whom."""

from datetime import timedelta

import pytest

from aufil.appointments.actions import change, enrol, give_back, pass_on_seats
from aufil.appointments.models import Busy, Seat
from aufil.web.problems import Problem


def states(made) -> dict[str, str]:
    return {seat.young.username: seat.state for seat in made.taken.select_related("young")}


@pytest.fixture
def full(world):
    """A workshop of one seat: Léa has it, Yanis then Inès wait."""
    made = world.session(7, 10)
    for young in (world.cast.lea, world.cast.yanis, world.cast.ines):
        enrol(appointment=made, young=young, by=young)
    return made


def test_who_comes_when_it_is_full_waits_in_line(full):
    assert states(full) == {"lea": "taken", "yanis": "waiting", "ines": "waiting"}


def test_enrolling_again_changes_nothing(world, full):
    before = Seat.objects.get(young=world.cast.yanis).since
    enrol(appointment=full, young=world.cast.yanis, by=world.cast.yanis)
    assert Seat.objects.get(young=world.cast.yanis).since == before


def test_a_freed_seat_is_held_for_the_first_in_line_who_takes_it(world, full):
    give_back(appointment=full, young=world.cast.lea, by=world.cast.lea)
    assert states(full) == {"lea": "given-back", "yanis": "offered", "ines": "waiting"}
    held = Seat.objects.get(young=world.cast.yanis)
    assert held.held_until == world.monday + timedelta(days=1)
    enrol(appointment=full, young=world.cast.yanis, by=world.cast.yanis)
    assert states(full)["yanis"] == "taken"
    assert Busy.objects.filter(person=world.cast.yanis).exists()


def test_nobody_takes_the_seat_that_is_held_and_who_left_is_last_in_line(world, full):
    give_back(appointment=full, young=world.cast.lea, by=world.cast.lea)
    enrol(appointment=full, young=world.cast.lea, by=world.cast.lea)
    give_back(appointment=full, young=world.cast.yanis, by=world.cast.yanis)
    assert states(full) == {"lea": "waiting", "yanis": "given-back", "ines": "offered"}


def test_what_was_held_passes_on_when_it_lapses(world, full, at):
    give_back(appointment=full, young=world.cast.lea, by=world.cast.lea)
    at(world.at(1, 8, 1))
    pass_on_seats()
    pass_on_seats()
    assert states(full) == {"lea": "given-back", "yanis": "given-back", "ines": "offered"}


def test_who_answers_too_late_goes_to_the_end(world, full, at):
    give_back(appointment=full, young=world.cast.lea, by=world.cast.lea)
    at(world.at(1, 8, 1))
    enrol(appointment=full, young=world.cast.yanis, by=world.cast.yanis)
    assert states(full) == {"lea": "given-back", "yanis": "waiting", "ines": "offered"}


def test_more_seats_go_to_who_waits_and_fewer_than_enrolled_are_refused(world, full):
    change(appointment=full, by=world.cast.camille, seats=2)
    assert states(full) == {"lea": "taken", "yanis": "offered", "ines": "waiting"}
    with pytest.raises(Problem) as caught:
        change(appointment=full, by=world.cast.camille, seats=1)
    assert list(caught.value.errors) == ["seats"]


def test_nobody_enrols_after_the_day_and_staff_still_may(world, at):
    made = world.session(7, 10, seats=5, enrol_until=world.at(3, 12))
    at(world.at(4, 9))
    with pytest.raises(Problem):
        enrol(appointment=made, young=world.cast.lea, by=world.cast.lea)
    enrol(appointment=made, young=world.cast.lea, by=world.cast.camille)


def test_who_is_taken_at_that_time_gets_no_seat(world):
    world.booked(7, 10, counsellor=world.cast.julien)
    made = world.session(7, 10, seats=5)
    with pytest.raises(Problem) as caught:
        enrol(appointment=made, young=world.cast.lea, by=world.cast.camille)
    assert caught.value.kind == "conflict"
    assert not made.taken.exists()


def test_only_oneself_or_staff_enrols_somebody(world):
    made = world.session(7, 10, seats=5)
    for who in (world.cast.yanis, world.cast.alex):
        with pytest.raises(Problem) as caught:
            enrol(appointment=made, young=world.cast.lea, by=who)
        assert caught.value.kind == "not-found"
    with pytest.raises(Problem):
        enrol(appointment=made, young=world.cast.ousmane, by=world.cast.camille)
    with pytest.raises(Problem):
        enrol(appointment=world.booked(2, 9), young=world.cast.yanis, by=world.cast.camille)
