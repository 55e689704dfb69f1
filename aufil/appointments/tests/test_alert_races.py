"""Telling, moving, cancelling, answering and what carries it, at the very same moment, on either database."""

from datetime import timedelta

import pytest

from aufil.appointments.actions import answer, cancel, enrol, give_back, move, say_reminders, see_alerts
from aufil.appointments.models import Alert, Seat
from aufil.appointments.tests.conftest import make_world
from aufil.appointments.tests.test_changing import to
from aufil.appointments.tests.test_races import at_once
from aufil.delivery.actions import climb
from aufil.delivery.models import CallLine, Notice
from aufil.thread.access import thread as opened_by
from aufil.thread.actions import mark_read
from aufil.thread.models import Entry
from aufil.thread.tests.test_races import whole

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(at, transactional_db):
    return make_world()


def failed(results) -> list:
    return [one for one in results if isinstance(one, Exception)]


def open_ones():
    return Notice.objects.filter(kind=Alert.NOTICE).open()


def test_several_workers_say_a_reminder_once(world, at):
    world.booked(2, 10)
    at(world.at(2, 8))
    assert failed(at_once(*[say_reminders] * 4)) == []
    assert Notice.objects.filter(kind=Alert.NOTICE).count() == 3  # the confirmation and two reminders
    assert not Alert.objects.filter(say_at__isnull=False).exists()


@pytest.mark.parametrize("act", ["cancel", "move"])
def test_undone_while_it_is_said_and_climbs(world, at, act):
    made = world.booked(2, 10)
    at(world.at(2, 8, 5))
    acts = {
        "cancel": lambda: cancel(appointment=made, by=world.cast.camille),
        "move": lambda: move(appointment=made, to=to(world, 3, 10), by=world.cast.camille),
    }
    seen = opened_by(world.cast.lea, world.cast.thread().uid)
    works = [acts[act], say_reminders, climb, climb, lambda: mark_read(opened=seen, seq=1)]
    assert failed(at_once(*works)) == []
    told = Alert.objects.filter(person=world.cast.lea, withdrawn_at=None, said_at__isnull=False)
    assert [one.what for one in told] == [{"cancel": "cancelled", "move": "moved"}[act]]
    assert {one.position for one in open_ones()} <= {one.position for one in told}
    assert Entry.objects.filter(kind="event").count() == 1
    whole(world.cast.thread())


def test_two_appointments_of_the_same_two_people_change_at_once(world):
    """Each locks its own appointment, then both want the same threads."""
    first, second = (world.session(day, 10, seats=4) for day in (2, 3))
    young = [world.cast.lea, world.cast.yanis]
    for made in (first, second):
        for one in young:
            enrol(appointment=made, young=one, by=world.cast.camille)
    works = [
        lambda: cancel(appointment=first, by=world.cast.camille),
        lambda: give_back(appointment=second, young=young[0], by=young[0]),
        lambda: give_back(appointment=second, young=young[1], by=young[1]),
        climb,
    ]
    assert failed(at_once(*works)) == []
    for name in ("lea", "yanis"):
        whole(world.cast.thread(name))


def test_call_me_while_the_ladder_looks(world, at):
    made = world.booked(2, 10)
    at(world.at(0, 9, 5))
    seat = made.taken.get()
    works = [
        lambda: answer(seat=seat, said=Seat.Answer.CALL, by=world.cast.lea),
        lambda: see_alerts(seat=seat),
        climb,
        climb,
    ]
    assert failed(at_once(*works)) == []
    [line] = CallLine.objects.filter(closed_at=None)
    assert line.opened_at + timedelta(minutes=1) > world.at(0, 9, 5)
