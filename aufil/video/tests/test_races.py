"""Several at the very same moment in one room, each on a connection of their own, on either database."""

from uuid import uuid4

import pytest

from aufil.appointments.tests.test_races import at_once
from aufil.video.actions import come_in, open_room, remove, send_signal
from aufil.video.models import Guest, Room, Signal, Stay
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
