"""Several at the very same moment, each on a connection of their own, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from aufil.appointments.actions import Booked, Elsewhere, Moved, Taken, book, enrol, give_back, move
from aufil.appointments.models import Appointment, Busy, Change, Seat
from aufil.appointments.tests.conftest import make_world
from aufil.web.problems import Problem

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(at, transactional_db):
    return make_world()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do all of `works` in threads that start together; their results, or what they raised."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            return work()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def booking(world, young, uid=None, **more):
    wanted = world.wanted(2, 10, young=young, **more)
    return lambda: book(wanted=wanted, by=world.cast.camille, uid=uid or uuid4())


def test_the_same_time_at_once_is_one_s_and_the_others_see_three_more(world):
    young = [world.cast.lea, world.cast.yanis, world.cast.ines] * 2
    results = at_once(*[booking(world, one) for one in young])
    assert [type(r) for r in results].count(Booked) == 1, results
    others = [r for r in results if not isinstance(r, Booked)]
    assert all(isinstance(r, Taken) or r.kind == "conflict" for r in others), results
    assert all(len(r.nearest) == 3 for r in others if isinstance(r, Taken))
    assert Appointment.objects.count() == Change.objects.count() == 1
    assert Busy.objects.count() == 2


def test_the_same_uid_at_once_is_one_appointment(world):
    uid = uuid4()
    results = at_once(*[booking(world, world.cast.lea, uid) for _ in range(5)])
    assert all(isinstance(r, Booked) for r in results), results
    assert sum(r.is_new for r in results) == 1


def test_a_young_person_booked_by_two_at_once_is_at_one_place(world):
    results = at_once(
        booking(world, world.cast.lea), booking(world, world.cast.lea, counsellor=world.cast.julien)
    )
    assert sorted(type(r).__name__ for r in results) == ["Booked", "Problem"], results
    assert Busy.objects.filter(person=world.cast.lea).count() == 1


def test_the_last_seat_is_one_s_and_the_others_wait(world):
    made = world.session(7, 10, seats=1)
    young = [world.cast.lea, world.cast.yanis, world.cast.ines]
    results = at_once(*[lambda one=one: enrol(appointment=made, young=one, by=one) for one in young])
    assert sorted(r.state for r in results) == ["taken", "waiting", "waiting"], results


def test_a_seat_given_back_while_others_come_is_held_for_one(world):
    made = world.session(7, 10, seats=1)
    enrol(appointment=made, young=world.cast.lea, by=world.cast.lea)
    enrol(appointment=made, young=world.cast.yanis, by=world.cast.yanis)
    at_once(
        lambda: give_back(appointment=made, young=world.cast.lea, by=world.cast.lea),
        lambda: enrol(appointment=made, young=world.cast.ines, by=world.cast.ines),
    )
    states = {s.young.username: s.state for s in Seat.objects.all()}
    assert states == {"lea": "given-back", "yanis": "offered", "ines": "waiting"}


def test_two_moved_to_the_same_time_at_once_one_stays(world):
    made = [world.booked(2, 9), world.booked(2, 11, young=world.cast.yanis)]
    to = Elsewhere(starts_at=world.at(3, 10), ends_at=world.at(3, 10, 45))
    results = at_once(*[lambda one=one: move(appointment=one, to=to, by=world.cast.camille) for one in made])
    assert sorted(type(r).__name__ for r in results) == [Moved.__name__, Taken.__name__], results


def test_two_that_change_places_at_once_never_wait_for_ever(world):
    made = [world.booked(2, 9), world.booked(2, 11, young=world.cast.yanis)]
    spots = [Elsewhere(starts_at=m.starts_at, ends_at=m.ends_at) for m in reversed(made)]
    works = [
        lambda one=one, to=to: move(appointment=one, to=to, by=world.cast.camille)
        for one, to in zip(made, spots, strict=True)
    ]
    results = at_once(*works)
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Problem)], results
    assert Busy.objects.count() == 4
