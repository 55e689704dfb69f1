"""What becomes of appointments when two files are made one, and when somebody leaves."""

import pytest

from aufil.appointments.actions import enrol, watch
from aufil.appointments.models import Busy, Change, Seat
from aufil.people.actions import close_support, merge_people, part_people
from aufil.people.models import Membership


@pytest.fixture
def merged(world):
    """Léa's file was there twice, as Inès: what `merge` takes, and a way to undo it."""

    def merge():
        cast = world.cast
        cholet = cast.structures["cholet"]
        return merge_people(structure=cholet, kept=cast.lea, absorbed=cast.ines, actor=cast.claude)

    return merge


def whose(appointment) -> list[str]:
    return list(appointment.taken.filter(state="taken").values_list("young__username", flat=True))


def taken(person) -> int:
    return Busy.objects.filter(person=person).count()


def test_appointments_follow_the_file_that_is_kept_and_come_back(world, merged):
    mine = world.booked(2, 9)
    theirs = world.booked(2, 10, young=world.cast.ines)
    merge = merged()
    assert (whose(mine), whose(theirs)) == (["lea"], ["lea"])
    assert (taken(world.cast.lea), taken(world.cast.ines)) == (2, 0)
    part_people(merge=merge, actor=world.cast.claude)
    assert (whose(mine), whose(theirs)) == (["lea"], ["ines"])
    assert (taken(world.cast.lea), taken(world.cast.ines)) == (1, 1)


def test_two_at_the_same_hour_stay_both_and_take_one_time(world, merged):
    world.booked(2, 9)
    other = world.booked(2, 9, young=world.cast.ines, counsellor=world.cast.julien)
    merged()
    assert whose(other) == ["lea"]
    assert taken(world.cast.lea) == 1


def test_a_seat_both_had_in_one_workshop_goes_to_who_waits(world, merged):
    workshop = world.session(3, 14, seats=2)
    for young in (world.cast.lea, world.cast.ines, world.cast.yanis):
        enrol(appointment=workshop, young=young, by=world.cast.camille)
    merged()
    seats = dict(workshop.taken.values_list("young__username", "state"))
    assert seats == {"lea": "taken", "ines": "given-back", "yanis": "offered"}


def test_who_leaves_is_expected_no_more(world):
    cast, cholet = world.cast, world.cast.structures["cholet"]
    single = world.booked(2, 9)
    workshop = world.session(3, 14, seats=1)
    for young in (cast.lea, cast.yanis):
        enrol(appointment=workshop, young=young, by=cast.camille)
    watch(structure=cholet, young=cast.lea, kind=world.talk, before=world.at(20, 9), by=cast.lea)
    day = world.monday.date()
    Membership.objects.filter(person=cast.lea).update(starts_on=day)
    close_support(young=cast.lea, structure=cholet, reason="moved", on=day, actor=cast.camille)
    single.refresh_from_db()
    assert single.cancelled_by == cast.camille
    assert taken(cast.lea) == 0
    assert Seat.objects.get(young=cast.yanis).state == "offered"
    assert Change.objects.filter(what="cancelled", by=cast.camille).count() == 1
