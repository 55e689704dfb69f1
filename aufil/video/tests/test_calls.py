"""A call by video started from a thread: one tap, told at once, two hours, then noted beside the thread."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from aufil.delivery.models import Notice
from aufil.jobs.models import Job
from aufil.people.models import Person
from aufil.thread.models import Entry
from aufil.video import actions
from aufil.video.models import Door, Guest, Room, Stay
from aufil.video.queries import told_of_calls
from aufil.web.problems import Problem
from tests.support import Cast, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(at, cast: Cast) -> str:
    Person.objects.filter(pk=cast.lea.pk).update(birth_date=date(2006, 5, 17))
    return f"/fil/{cast.thread().uid}/visio/"


def call(cast: Cast, path: str) -> Room:
    answer = signed_in(cast.camille).post(path)
    room = Room.objects.get(ended_at=None)
    assert answer.url == f"/salle/{room.uid}/"
    return room


def test_one_tap_opens_a_room_for_two_hours(path, cast, at):
    room = call(cast, path)
    assert (room.kind, room.opens_at, room.admits_until) == ("call", at.now, at.now + timedelta(hours=2))
    assert Guest.objects.get(room=room, is_host=True).person == cast.camille
    assert Door.objects.get().guest.person == cast.lea


def test_the_thread_says_so_with_a_way_in(path, cast):
    call(cast, path)
    entry = Entry.objects.get(kind="event")
    assert entry.text == "Camille vous attend en visio."
    html = signed_in(cast.lea).get(f"/fil/{cast.thread().uid}/").content.decode()
    assert f'data-role="join" data-from="{entry.adds["join"]["from"]}"' in html
    assert f'href="{path}"' in html


def test_she_is_told_at_once_by_an_address_that_asks_who_she_is(path, cast, at):
    room = call(cast, path)
    notice = Notice.objects.get(kind="call")
    assert (notice.person, notice.urgent, notice.due_at) == (cast.lea, True, at.now)
    words = told_of_calls([notice])[notice.pk]
    assert words.opening == "Camille vous attend en visio, maintenant."
    assert words.path.startswith("/video/")
    assert not Notice.objects.filter(kind="thread", person=cast.lea, reach__gt=1).exists()
    actions.end_about(kind=room.kind, subject=room.subject)
    assert told_of_calls([notice]) == {}


def test_a_second_tap_is_the_same_call_and_a_colleague_comes_to_it(path, cast):
    room = call(cast, path)
    assert call(cast, path) == room
    assert Entry.objects.filter(kind="event").count() == 1
    assert signed_in(cast.camille).get(path).url == f"/salle/{room.uid}/"
    assert signed_in(cast.lea).get(path).url == f"/salle/{room.uid}/"


def test_whoever_waits_has_her_told_again_and_twice_in_a_minute_is_once(path, cast, at):
    room = call(cast, path)
    host = Guest.objects.select_related("room").get(room=room, is_host=True)
    stay = actions.come_in(guest=host, uid=uuid4(), tab=uuid4())
    at.go(minutes=3)
    for _twice in range(2):
        actions.tell_again(host=stay)
    first, second = Notice.objects.filter(kind="call").order_by("pk")
    assert first.withdrawn_at == at.now
    assert (second.person, second.due_at, second.ended_at) == (cast.lea, at.now, None)
    assert told_of_calls([second])[second.pk].path.startswith("/video/")


def test_the_button_of_the_thread_tells_again_too(path, cast, at):
    call(cast, path)
    at.go(minutes=3)
    call(cast, path)
    assert Notice.objects.filter(kind="call", withdrawn_at=None).count() == 1
    assert Notice.objects.filter(kind="call").count() == 2


def test_nobody_is_told_again_who_is_there(path, cast, at):
    room = call(cast, path)
    host = Guest.objects.select_related("room").get(room=room, is_host=True)
    guest = Guest.objects.select_related("room").get(room=room, is_host=False)
    stay = actions.come_in(guest=host, uid=uuid4(), tab=uuid4())
    there = actions.come_in(guest=guest, uid=uuid4(), tab=uuid4())
    at.go(minutes=3)
    with pytest.raises(Problem) as refused:
        actions.tell_again(host=stay)
    assert refused.value.kind == "conflict"
    with pytest.raises(Problem) as refused:
        actions.tell_again(host=there)
    assert refused.value.kind == "not-found"
    assert Notice.objects.filter(kind="call").count() == 1


def test_she_starts_none_herself_and_nobody_else_does(path, cast):
    assert signed_in(cast.lea).post(path).status_code == 404
    assert signed_in(cast.lea).get(path).url == f"/fil/{cast.thread().uid}/"
    for person in (cast.yanis, cast.julien, cast.dominique, cast.alex):
        for ask in ("get", "post"):
            assert getattr(signed_in(person), ask)(path).status_code == 404, (person, ask)
    assert not Room.objects.exists()


def test_once_she_is_in_nothing_more_is_sent(path, cast):
    room = call(cast, path)
    guest = Guest.objects.select_related("room").get(room=room, is_host=False)
    host = Guest.objects.select_related("room").get(room=room, is_host=True)
    actions.come_in(guest=host, uid=uuid4(), tab=uuid4())
    actions.come_in(guest=guest, uid=uuid4(), tab=uuid4())
    assert Notice.objects.get(kind="call").state == Notice.State.SEEN


def test_ended_the_entry_lets_nobody_in_and_the_team_reads_how_long_it_was(path, cast, at):
    room = call(cast, path)
    host = Guest.objects.select_related("room").get(room=room, is_host=True)
    guest = Guest.objects.select_related("room").get(room=room, is_host=False)
    stay = actions.come_in(guest=host, uid=uuid4(), tab=uuid4())
    actions.come_in(guest=guest, uid=uuid4(), tab=uuid4())
    at.go(minutes=24)
    bad = {"sound": True, "mode": "sound", "cuts": 1, "loss": 0.1, "round_trip": 300, "rate": 40}
    Stay.objects.update(seen_at=at.now)
    for one in Room.objects.get().stays.all():
        actions.say_seen(stay=one, seen=actions.Seen(**bad))
    actions.end_room(host=stay)
    assert Job.objects.filter(name__contains="note_call").count() == 1
    for _twice in range(2):
        actions.note_call(room=room.pk)
    [told, noted] = Entry.objects.filter(kind="event").order_by("pk")
    assert told.adds["join"]["until"] == at.now.isoformat()
    assert noted.text == "Visio de 24\u202fmin. Léa : 1 coupure, liaison faible."
    assert noted.thread.kind == "staff"


def test_nobody_came_is_said_too(path, cast):
    room = call(cast, path)
    actions.end_about(kind=room.kind, subject=room.subject)
    actions.note_call(room=room.pk)
    assert (
        Entry.objects.filter(kind="event").order_by("-pk").first().text
        == "Appel en visio : personne n’est venu."
    )


def test_cut_twice_she_stands_on_the_call_list(path, cast, at):
    room = call(cast, path)
    guest = Guest.objects.get(room=room, is_host=False)
    actions.call_after_cuts(guest=guest.pk)
    actions.call_after_cuts(guest=guest.pk)
    notice = Notice.objects.get(kind="cut")
    assert (notice.person, notice.state, notice.reason) == (cast.lea, "to-call", "cut")
    actions.call_after_cuts(guest=Guest.objects.get(room=room, is_host=True).pk)
    assert Notice.objects.filter(kind="cut").count() == 1
    html = signed_in(cast.camille).get("/appels/").content.decode()
    assert "Sa visio a coupé deux fois" in html
    assert "une visio coupée" in html
