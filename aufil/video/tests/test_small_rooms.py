"""Small rooms: divided by a host for a time, by names or by chance, and everybody called back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufil.audit.models import Record
from aufil.video.access import ticket
from aufil.video.actions import (
    Seen,
    call_back,
    end_room,
    move_guest,
    open_room,
    part_room,
    say_line,
    say_seen,
    tidy_rooms,
)
from aufil.video.actions.parting import by_chance
from aufil.video.models import Guest, Stay
from aufil.video.queries import lines_for, view_of
from aufil.video.tests.conftest import Meeting, wanted
from aufil.video.tests.test_rooms import refusal
from tests.support import Api

pytestmark = pytest.mark.django_db
Five = tuple[Meeting, Stay, list[Stay]]


@pytest.fixture
def workshop(at: Any, cast: Any, sfu: Any, facts: list[Any]) -> Five:
    """Camille and four visitors in a room of twelve."""
    room = open_room(wanted=wanted(cast, most=12), by=cast.camille)
    meeting = Meeting(cast, room, facts)
    camille = meeting.comes(cast.camille)
    people = []
    for name in ("Inès", "Noah", "Sofia", "Adam"):
        guest = meeting.visitor(name)
        Guest.objects.filter(pk=guest.pk).update(admitted_at=at.now)
        people.append(meeting.comes(guest))
    return meeting, camille, people


def parts(meeting: Meeting) -> dict[str, int]:
    return {stay.guest.name: stay.guest.part for stay in view_of(meeting.now()).inside}


def test_a_host_says_who_is_with_whom_and_calls_everybody_back(workshop):
    meeting, camille, (ines, noah, sofia, adam) = workshop
    part_room(host=camille, minutes=10, guests=[[ines.guest, noah.guest], [sofia.guest, adam.guest]])
    assert parts(meeting) == {"Camille": 0, "Inès": 1, "Noah": 1, "Sofia": 2, "Adam": 2}
    shape = view_of(meeting.now()).shape_for(ines)
    assert (shape["parts"], shape["parted_until"]) == (2, meeting.now().parted_until)
    assert {one["name"]: one["part"] for one in shape["people"]}["Adam"] == 2
    call_back(host=camille)
    call_back(host=camille)
    assert set(parts(meeting).values()) == {0}
    assert view_of(meeting.now()).shape_for(ines)["parts"] == 0
    said = list(Record.objects.filter(subject_uid=meeting.room.uid).values_list("verb", flat=True))
    assert (said.count("divided"), said.count("called-back")) == (1, 1)


def test_chance_leaves_nobody_alone_and_no_host_away(workshop):
    meeting, camille, _people = workshop
    part_room(host=camille, minutes=10, count=2)
    found = parts(meeting)
    assert found.pop("Camille") == 0
    assert sorted(found.values()) == [1, 1, 2, 2]
    part_room(host=camille, minutes=10, count=4)
    assert sorted(parts(meeting).values()) == [0, 1, 1, 2, 2], "four people make two small rooms"


@given(st.integers(0, 30), st.integers(2, 10))
def test_by_chance_everybody_is_once_in_rooms_as_even_as_can_be(people, count):
    guests = [Guest(visitor_name=str(number)) for number in range(people)]
    found = by_chance(guests, count)
    assert sorted(guest.visitor_name for part in found for guest in part) == sorted(
        guest.visitor_name for guest in guests if len(guests) >= 2
    )
    sizes = [len(part) for part in found]
    assert not sizes or (min(sizes) >= 2 and max(sizes) - min(sizes) <= 1)


def test_somebody_is_moved_and_a_host_goes_from_one_to_another(workshop):
    meeting, camille, (ines, noah, sofia, adam) = workshop
    assert refusal(move_guest, host=camille, guest=ines.guest, part=1)[0] == "conflict"
    part_room(host=camille, minutes=10, guests=[[ines.guest, noah.guest], [sofia.guest, adam.guest]])
    move_guest(host=camille, guest=ines.guest, part=2)
    move_guest(host=camille, guest=camille.guest, part=1)
    assert parts(meeting) == {"Camille": 1, "Inès": 2, "Noah": 1, "Sofia": 2, "Adam": 2}
    move_guest(host=camille, guest=camille.guest, part=0)
    assert parts(meeting)["Camille"] == 0
    assert refusal(move_guest, host=camille, guest=ines.guest, part=3)[0] == "conflict"


def test_only_a_host_inside_divides_moves_or_calls_back(workshop):
    _meeting, camille, (ines, noah, _sofia, _adam) = workshop
    assert refusal(part_room, host=ines, minutes=5, count=2)[0] == "not-found"
    part_room(host=camille, minutes=10, count=2)
    assert refusal(move_guest, host=ines, guest=noah.guest, part=1)[0] == "not-found"
    assert refusal(call_back, host=ines)[0] == "not-found"


def test_a_guest_of_another_room_cannot_be_named(workshop, cast):
    _meeting, camille, (ines, _noah, _sofia, _adam) = workshop
    elsewhere = Meeting(cast, open_room(wanted=wanted(cast))).guest(cast.lea)
    assert refusal(part_room, host=camille, minutes=5, guests=[[ines.guest], [elsewhere]])[0] == "not-found"
    assert parts(_meeting)["Inès"] == 0


def test_one_small_room_or_an_empty_one_is_refused(workshop):
    _meeting, camille, (ines, *_others) = workshop
    assert refusal(part_room, host=camille, minutes=5, guests=[[ines.guest]])[0] == "invalid"
    assert refusal(part_room, host=camille, minutes=5, guests=[[ines.guest], []])[0] == "invalid"


def test_a_room_for_two_is_not_divided(meeting):
    camille, lea = meeting.both()
    assert refusal(part_room, host=camille, minutes=5, guests=[[lea.guest], [camille.guest]])[0] == "conflict"


def test_when_the_time_is_over_the_first_who_is_heard_of_brings_everybody_back(workshop, at):
    meeting, camille, people = workshop
    part_room(host=camille, minutes=1, count=2)
    at.go(seconds=30)
    for stay in (camille, *people):
        say_seen(stay=Stay.objects.select_related("room", "guest").get(pk=stay.pk), seen=Seen())
    assert meeting.now().parted_until
    at.go(seconds=31)
    stay = Stay.objects.select_related("room", "guest").get(pk=people[0].pk)
    say_seen(stay=stay, seen=Seen())
    assert meeting.now().parted_until is None
    assert set(parts(meeting).values()) == {0}


def test_when_nobody_is_heard_of_it_is_tidied(workshop, at):
    meeting, camille, _people = workshop
    part_room(host=camille, minutes=1, count=2)
    at.go(at.now + timedelta(minutes=2))
    tidy_rooms()
    assert meeting.now().parted_until is None


def test_what_is_said_in_a_small_room_stays_there_and_a_word_of_a_host_goes_everywhere(workshop):
    _meeting, camille, (ines, noah, sofia, adam) = workshop
    part_room(host=camille, minutes=10, guests=[[ines.guest, noah.guest], [sofia.guest, adam.guest]])
    say_line(stay=ines, uid=uuid4(), text="Entre nous deux")
    say_line(stay=camille, uid=uuid4(), text="Encore cinq minutes", everywhere=True)
    assert refusal(say_line, stay=ines, uid=uuid4(), text="À tous", everywhere=True)[0] == "not-found"

    def reads(stay: Stay) -> list[str]:
        return [line.text for line in lines_for(Stay.objects.select_related("guest").get(pk=stay.pk))]

    assert reads(noah) == ["Entre nous deux", "Encore cinq minutes"]
    assert reads(sofia) == reads(camille) == ["Encore cinq minutes"]
    call_back(host=camille)
    assert reads(noah) == ["Encore cinq minutes"], "small rooms are forgotten with what was said there"


def test_who_was_cut_comes_back_where_they_were(workshop):
    meeting, camille, (ines, noah, sofia, adam) = workshop
    part_room(host=camille, minutes=10, guests=[[ines.guest, noah.guest], [sofia.guest, adam.guest]])
    again = meeting.comes(ines.guest, tab=ines.tab)
    assert Stay.objects.select_related("guest").get(pk=again.pk).guest.part == 1


def test_a_room_that_ends_is_divided_no_more(workshop):
    _meeting, camille, _people = workshop
    part_room(host=camille, minutes=10, count=2)
    end_room(host=camille)
    assert refusal(call_back, host=camille)[0] == "gone"


def test_through_the_api_a_host_divides_moves_and_calls_back(workshop, cast):
    meeting, camille, (ines, noah, sofia, adam) = workshop
    caller = Api(cast).camille
    path, headers = f"/rooms/{meeting.room.uid}", {"Aufil-Stay": ticket(camille)}
    guests = [[str(s.guest.uid) for s in part] for part in ((ines, noah), (sofia, adam))]
    assert caller.post(f"{path}/parts", {"guests": guests, "minutes": 5}, **headers).status == 204
    assert parts(meeting) == {"Camille": 0, "Inès": 1, "Noah": 1, "Sofia": 2, "Adam": 2}
    moved = caller.call("PUT", f"{path}/guests/{ines.guest.uid}/part", {"part": 2}, **headers)
    assert (moved.status, parts(meeting)["Inès"]) == (204, 2)
    said = caller.post(
        f"{path}/lines", {"id": str(uuid4()), "text": "Cinq minutes", "everywhere": True}, **headers
    )
    assert (said.status, said.json["part"]) == (201, None)
    assert caller.call("DELETE", f"{path}/parts", **headers).status == 204
    assert set(parts(meeting).values()) == {0}
    assert caller.post(f"{path}/parts", {"count": 1}, **headers).status == 422
