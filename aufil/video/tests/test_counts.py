"""The pages of video ask the database as often for one of everything as for three."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aufil.delivery.models import Notice
from aufil.people.models import Person
from aufil.thread.access import support
from aufil.video.actions import come_in, invite, open_doors, open_room, propose_check, record_check, say_line
from aufil.video.models import Guest, Room
from aufil.video.queries import path_of, paths_to, told_of_trials
from aufil.video.tests.conftest import wanted
from tests.support import signed_in

pytestmark = pytest.mark.django_db


def statements(ask: Callable[[], Any]) -> int:
    ask()  # what is remembered by a process is so by now
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def asks(browser: Client, path: str) -> Callable[[], None]:
    def ask() -> None:
        assert browser.get(path).status_code == 200

    return ask


def test_the_page_of_a_room_with_three_and_with_six_guests(meeting, cast, sfu):
    some = [cast.lea, cast.yanis]
    room = open_room(wanted=wanted(cast, most=12, expected=some))
    ask = asks(signed_in(cast.camille), f"/salle/{room.uid}/")
    few = statements(ask)
    more = [*some, cast.ines]
    invite(room=room, name="Sabrina", is_expected=True)
    invite(room=room, name="Malik", is_expected=True)
    open_room(wanted=wanted(cast, most=12, subject=room.subject, expected=more))
    for person in more:
        guest = Guest.objects.select_related("room", "person").get(room=room, person=person)
        stay = come_in(guest=guest, uid=uuid4(), tab=uuid4())
        said = {"uid": uuid4(), "text": "Bonjour", "kind": "chat", "everywhere": False}
        say_line(stay=stay, to=guest, **said)
    assert statements(ask) == few


def test_the_test_and_the_pages_of_the_team(at, cast):
    lea, camille = signed_in(cast.lea), signed_in(cast.camille)
    thread = f"/fil/{cast.thread().uid}/visio/"
    pages = [
        asks(lea, "/visio/essai/"),
        asks(camille, "/visio/essai/"),
        asks(camille, thread),
        asks(signed_in(cast.claude), "/structure/visio/"),
        asks(camille, f"/mes-jeunes/{cast.lea.uid}/"),
    ]
    record_check(structure=cast.structures["cholet"], person=cast.lea, result="ready", facts={})
    one = [statements(ask) for ask in pages]
    for _time in range(2):
        at.go(minutes=5)
        record_check(structure=cast.structures["cholet"], person=cast.lea, result="ready", facts={})
    assert [statements(ask) for ask in pages] == one


def test_addresses_into_one_room_and_into_three(at, cast):
    counts, subjects = [], []
    for _number in range(3):
        room = open_room(wanted=wanted(cast))
        open_doors(room=room, people=[cast.lea])
        subjects.append(room.subject)
        counts.append(statements(lambda: paths_to(Room.Kind.APPOINTMENT, subjects)))
    assert counts == [1, 1, 1]


def test_a_door_and_a_proposed_test_ask_as_little(at, cast):
    trial = propose_check(opened=support(cast.camille, cast.thread().uid), by=cast.camille)
    room = open_room(wanted=wanted(cast))
    open_doors(room=room, people=[cast.lea])
    Person.objects.filter(pk=cast.lea.pk).update(birth_date="2006-05-17")
    doors = paths_to(Room.Kind.APPOINTMENT, [room.subject])
    nobody = signed_in(None)
    assert statements(asks(nobody, doors[room.subject, cast.lea.pk])) <= 6
    assert statements(asks(nobody, path_of(trial))) <= 6
    notices = list(Notice.objects.filter(kind="visio-test"))
    assert statements(lambda: told_of_trials(notices)) <= 1
