"""Several at the very same moment in one room, each on a connection of their own, on either database."""

from dataclasses import replace
from uuid import uuid4

import pytest

from aufil.appointments.tests.test_races import at_once
from aufil.thread.queries import opened_for_all
from aufil.video.actions import (
    Played,
    add_question,
    come_in,
    open_room,
    remove,
    send_signal,
    start_rehearsal,
    step,
)
from aufil.video.models import Guest, Rehearsal, Room, Signal, Stay
from aufil.video.queries import script_named
from aufil.video.tests.conftest import Meeting, wanted
from aufil.web.problems import Problem
from tests.support import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(at, transactional_db):
    cast = make_cast()
    return Meeting(cast, open_room(wanted=wanted(cast)))


def coming(guest, **more):
    return lambda: come_in(guest=guest, uid=uuid4(), tab=uuid4(), **more)


def test_a_room_opened_by_several_at_once_is_one(meeting):
    said = wanted(meeting.cast)
    results = at_once(*[lambda: open_room(wanted=said)] * 4)
    assert len({room.pk for room in results}) == 1, results
    assert Room.objects.filter(subject=said.subject).count() == 1
    assert Guest.objects.filter(room__subject=said.subject).count() == 2


def test_one_person_on_several_devices_at_once_stays_on_one(meeting):
    lea = meeting.guest(meeting.cast.lea)
    results = at_once(*[coming(lea) for _ in range(4)])
    refused = [r for r in results if isinstance(r, Problem)]
    assert len(results) - len(refused) == 1, results
    assert Stay.objects.live().count() == 1


def test_sent_away_while_coming_in_is_away(meeting):
    camille = meeting.comes(meeting.cast.camille)
    lea = meeting.guest(meeting.cast.lea)
    results = at_once(coming(lea), lambda: remove(host=camille, guest=lea), coming(lea, takes_over=True))
    assert all(r is None or isinstance(r, Stay | Problem) for r in results), results
    assert not Stay.objects.live().filter(guest=lea).exists()


def test_signals_sent_at_once_have_numbers_without_a_gap(meeting):
    camille, lea = meeting.both()
    sends = [
        lambda: send_signal(stay=lea, to=camille, uid=uuid4(), kind="candidate", data={}) for _ in range(6)
    ]
    results = at_once(*sends)
    assert sorted(r.number for r in results) == [1, 2, 3, 4, 5, 6], results
    assert Signal.objects.count() == 6


def test_a_rehearsal_begun_and_led_by_several_at_once_goes_one_question_further(meeting):
    cast = meeting.cast
    seen = opened_for_all(cast.thread().uid)
    viewer = next(one for one in seen.members if one.person_id == cast.camille.pk)
    opened = replace(seen, viewer=viewer)
    played = Played(script_named(cast.structures["cholet"], "stage"))
    begun = at_once(*[lambda: start_rehearsal(opened=opened, by=cast.camille, played=played)] * 3)
    assert len({row.pk for row in begun}) == 1, begun
    assert Room.objects.filter(kind="rehearsal").count() == 1
    row = Rehearsal.objects.get()
    results = at_once(*[lambda: step(rehearsal=row, side="staff", from_=1, to=2)] * 4)
    assert {one.position for one in results} == {2}, results
    adds = [lambda: add_question(rehearsal=row, side="staff", uid=uuid4(), text="Et ici ?") for _ in range(4)]
    results = at_once(*adds)
    numbers = list(row.questions.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1)), results
    assert row.questions.filter(is_own=True).count() == 4
