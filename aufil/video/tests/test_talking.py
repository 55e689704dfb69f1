"""Signals, lines, being heard of, and what is forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from aufil.video.actions import (
    Seen,
    end_room,
    give_opinion,
    leave,
    purge_lines,
    purge_signals,
    record_check,
    say_line,
    say_seen,
    send_signal,
    tidy_rooms,
)
from aufil.video.events import CutTwice, RoomEnded
from aufil.video.models import Line, Opinion, Signal, Stay
from aufil.video.queries import last_check, lines_for, presences, signals_after, view_of
from aufil.video.tests.conftest import ENDS, STARTS
from aufil.video.tests.test_rooms import refusal

pytestmark = pytest.mark.django_db
OFFER = {"kind": "offer", "data": {"sdp": "v=0"}}


def test_signals_are_numbered_for_who_receives_and_a_repeat_is_the_same(meeting):
    camille, lea = meeting.both()
    uid = uuid4()
    first = send_signal(stay=lea, to=camille, uid=uid, **OFFER)
    again = send_signal(stay=lea, to=camille, uid=uid, **OFFER)
    second = send_signal(stay=lea, to=camille, uid=uuid4(), kind="candidate", data={})
    back = send_signal(stay=camille, to=lea, uid=uuid4(), kind="answer", data={})
    assert (first.number, again.pk, second.number, back.number) == (1, first.pk, 2, 1)
    assert [signal.number for signal in signals_after(camille, 1)] == [2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.create(
            uid=uuid4(), sender=lea, to=camille, number=2, kind="offer", data={}, sent_at=STARTS
        )


def test_who_waits_neither_sends_nor_receives(meeting):
    camille = meeting.comes(meeting.cast.camille)
    waiting = meeting.comes(meeting.visitor())
    assert refusal(send_signal, stay=waiting, to=camille, uid=uuid4(), **OFFER)[0] == "not-found"
    assert refusal(send_signal, stay=camille, to=waiting, uid=uuid4(), **OFFER)[0] == "not-found"


def test_nothing_is_sent_to_who_left_and_what_was_on_its_way_is_forgotten(meeting):
    camille, lea = meeting.both()
    send_signal(stay=camille, to=lea, uid=uuid4(), **OFFER)
    leave(stay=lea)
    assert not Signal.objects.exists()
    assert refusal(send_signal, stay=camille, to=lea, uid=uuid4(), **OFFER) == ("gone", "left")


def test_a_host_alone_asks_for_silence(meeting):
    camille, lea = meeting.both()
    assert refusal(send_signal, stay=lea, to=camille, uid=uuid4(), kind="mute", data={})[0] == "not-found"
    assert send_signal(stay=camille, to=lea, uid=uuid4(), kind="mute", data={}).number == 1


def test_lines_are_numbered_and_a_repeat_is_the_same(meeting):
    camille, lea = meeting.both()
    uid = uuid4()
    first = say_line(stay=lea, uid=uid, text="Je vous entends mal")
    assert say_line(stay=lea, uid=uid, text="Je vous entends mal").pk == first.pk
    say_line(stay=camille, uid=uuid4(), text="Je parle plus fort", kind="caption")
    assert [line.number for line in lines_for(lea)] == [1, 2]


def test_who_waits_speaks_with_the_hosts_alone(meeting):
    camille, lea = meeting.both()
    visitor = meeting.visitor()
    waiting = meeting.comes(visitor)
    say_line(stay=waiting, uid=uuid4(), text="C’est bien ici")
    say_line(stay=camille, uid=uuid4(), text="Oui, deux minutes", to=visitor)
    say_line(stay=lea, uid=uuid4(), text="Entre nous")
    assert [line.text for line in lines_for(waiting)] == ["C’est bien ici", "Oui, deux minutes"]
    assert [line.text for line in lines_for(lea)] == ["Entre nous"]
    assert len(lines_for(camille)) == 3


def test_a_word_to_the_hosts_alone_is_read_by_them_alone(meeting):
    camille, lea = meeting.both()
    leave(stay=lea)
    other = meeting.visitor()
    other.admitted_at = STARTS
    other.save()
    stay = meeting.comes(other)
    say_line(stay=stay, uid=uuid4(), text="J’ai besoin d’aide", to=other)
    leave(stay=stay)
    lea = meeting.comes(meeting.cast.lea)
    assert lines_for(lea) == []
    assert len(lines_for(camille)) == 1
    assert refusal(say_line, stay=lea, uid=uuid4(), text="?", to=camille.guest)[0] == "not-found"


def test_who_comes_later_does_not_read_what_was_said_before(meeting, at):
    camille = meeting.comes(meeting.cast.camille)
    say_line(stay=camille, uid=uuid4(), text="Avant")
    at.go(seconds=30)
    lea = meeting.comes(meeting.cast.lea)
    say_line(stay=camille, uid=uuid4(), text="Après")
    assert [line.text for line in lines_for(lea)] == ["Après"]


def test_a_hand_and_a_call_for_help_are_shown_help_to_hosts_alone(meeting):
    _camille, lea = meeting.both()
    before = meeting.now().rev
    standing = say_seen(stay=lea, seen=Seen(mode="sound", sound=True, hand=True, help=True))
    assert standing.rev == before + 1
    shapes = [shape for _who, shape in view_of(meeting.now()).audiences()]
    host, other = ({p["name"]: p for p in shape["people"]} for shape in shapes[:2])
    assert host["Léa Baron"]["help_at"]
    assert other["Léa"]["hand_at"]
    assert "help_at" not in other["Léa"]
    assert "Baron" not in str(shapes[1])


def test_what_others_see_is_told_only_when_it_changed(meeting):
    _camille, lea = meeting.both()
    first = say_seen(stay=lea, seen=Seen(mode="sound"))
    again = say_seen(stay=Stay.objects.get(pk=lea.pk), seen=Seen(mode="sound", loss=0.1, round_trip=300))
    assert again.rev == first.rev


def test_who_waits_is_told_the_first_name_of_the_host_and_nothing_of_who_is_inside(meeting):
    meeting.both()
    meeting.comes(meeting.visitor())
    _who, shape = view_of(meeting.now()).audiences()[-1]
    assert shape["hosts"] == ["Camille"]
    assert (shape["people"], shape["waiting"]) == ([], [])
    assert shape["host_is_here"]


def test_figures_add_up(meeting):
    _camille, lea = meeting.both()
    for loss, mode in ((0.02, "picture"), (0.10, "thin"), (0.03, "sound")):
        stay = Stay.objects.select_related("guest", "room").get(pk=lea.pk)
        say_seen(stay=stay, seen=Seen(mode=mode, loss=loss, round_trip=200, rate=80))
    found = presences(meeting.room, STARTS)[1]
    assert (found.worst, found.loss, found.round_trip, found.rate) == ("thin", 0.05, 200, 80)


def test_cuts_a_page_counts_are_counted_once_and_the_second_is_told(meeting):
    _camille, lea = meeting.both()
    for cuts in (1, 1, 2, 2, 3):
        say_seen(stay=Stay.objects.select_related("guest", "room").get(pk=lea.pk), seen=Seen(cuts=cuts))
    assert meeting.guest(meeting.cast.lea).cuts == 3
    assert len(meeting.told(CutTwice)) == 1


def test_a_page_beside_notices_who_went_silent(meeting, at):
    camille, lea = meeting.both()
    at.go(seconds=46)
    say_seen(stay=camille, seen=Seen())
    lea.refresh_from_db()
    assert lea.left_why == "silent"
    assert refusal(say_seen, stay=lea, seen=Seen()) == ("gone", "silent")


def test_whoever_is_silent_for_45_seconds_has_left_and_an_empty_room_ends_after_its_hours(meeting, at):
    camille, _lea = meeting.both()
    at.go(seconds=44)
    tidy_rooms()
    assert Stay.objects.live().count() == 2
    say_seen(stay=camille, seen=Seen())
    at.go(seconds=1)
    tidy_rooms()
    assert list(Stay.objects.live()) == [camille]
    at.go(ENDS + timedelta(hours=1))
    say_seen(stay=camille, seen=Seen())
    tidy_rooms()
    assert meeting.now().ended_at is None, "its hours cut nobody off"
    leave(stay=camille)
    at.go(minutes=9)
    tidy_rooms()
    assert meeting.now().ended_at is None, "somebody may come back"
    at.go(minutes=1)
    tidy_rooms()
    tidy_rooms()
    assert meeting.now().ended_at == at.now
    assert len(meeting.told(RoomEnded)) == 1


def test_a_room_nobody_came_to_ends_too(meeting, at):
    at.go(ENDS)
    tidy_rooms()
    assert meeting.now().ended_at


def test_signals_are_forgotten_after_two_minutes_and_lines_a_day_after_the_end(meeting, at):
    camille, lea = meeting.both()
    send_signal(stay=lea, to=camille, uid=uuid4(), **OFFER)
    say_line(stay=lea, uid=uuid4(), text="Au revoir")
    at.go(minutes=3)
    purge_signals()
    assert not Signal.objects.exists()
    end_room(host=camille)
    at.go(hours=24)
    purge_lines()
    assert Line.objects.exists()
    at.go(seconds=1)
    purge_lines()
    assert not Line.objects.exists()


def test_the_counsellor_sees_the_last_test(meeting, at):
    cast = meeting.cast
    for result in ("ready", "phone"):
        at.go(minutes=1)
        record_check(structure=cast.structures["cholet"], person=cast.lea, result=result, facts={"loss": 0.4})
    assert last_check(cast.lea).result == "phone"
    assert last_check(cast.yanis) is None


def test_one_opinion_a_guest_the_last_counts(meeting):
    lea = meeting.guest(meeting.cast.lea)
    give_opinion(guest=lea, answer="bad")
    give_opinion(guest=lea, answer="good")
    assert Opinion.objects.get().answer == "good"
