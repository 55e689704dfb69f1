"""The address in a text message: it asks who one is, tells strangers nothing, is worth nothing outside its hours."""

from datetime import date, timedelta

import pytest

from aufil.people.models import Person
from aufil.signin.actions import choose_personal_code
from aufil.video.access import KEPT, keyed
from aufil.video.actions import end_about, open_doors, open_room
from aufil.video.models import Door, Guest, Room
from aufil.video.queries import path_of
from aufil.video.tests.conftest import ENDS, STARTS
from tests.support import signed_in

pytestmark = pytest.mark.django_db
PREVIEW = {"HTTP_USER_AGENT": "facebookexternalhit/1.1"}


@pytest.fixture
def lea(meeting) -> Person:
    Person.objects.filter(pk=meeting.cast.lea.pk).update(birth_date=date(2006, 5, 17))
    meeting.cast.lea.refresh_from_db()
    return meeting.cast.lea


@pytest.fixture
def path(meeting, lea) -> str:
    open_doors(room=meeting.room, people=[lea])
    return path_of(Door.objects.get())


def born(day: str, month: str = "5") -> dict[str, str]:
    return {"day": day, "month": month}


def test_who_knows_when_she_was_born_is_led_into_the_room_and_signed_in_nowhere(path, meeting, lea):
    phone = signed_in(None)
    answer = phone.post(path, born("17"))
    assert answer.url == f"/salle/{meeting.room.uid}/"
    assert keyed(phone.cookies[KEPT].value).person == lea
    assert phone.cookies[KEPT]["path"] == answer.url
    assert set(phone.cookies) == {KEPT}


def test_her_four_digits_are_asked_once_she_has_some(path, lea):
    choose_personal_code(person=lea, code="4711")
    assert signed_in(None).post(path, born("17")).status_code == 422
    assert signed_in(None).post(path, {"code": "4711"}).status_code == 302


def test_five_wrong_tries_and_it_is_shut(path):
    phone = signed_in(None)
    for left in (4, 3, 2, 1):
        answer = phone.post(path, born("18"))
        assert answer.status_code == 422
        assert f"Il reste {left} essai" in answer.content.decode()
    assert phone.post(path, born("18")).status_code == 410
    assert phone.post(path, born("17")).status_code == 410


def test_a_right_one_uses_no_try(path):
    for _time in range(8):
        assert signed_in(None).post(path, born("17")).status_code == 302
    assert Door.objects.get().tries == 0


def test_a_network_that_shows_a_preview_uses_nothing_up_and_learns_no_name(path, lea):
    for method in ("get", "head"):
        answer = getattr(signed_in(None), method)(path, **PREVIEW)
        assert answer.status_code == 200
        said = answer.content.decode()
        assert not {lea.first_name, "Camille"} & set(said.split())
        assert "og:" not in said
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert Door.objects.get().tries == 0


def test_an_hour_too_early_it_says_when(path, at):
    at.go(STARTS - timedelta(hours=1))
    answer = signed_in(None).get(path)
    assert answer.status_code == 200
    assert "14 h 20" in answer.content.decode().replace("\u202f", " ")
    assert signed_in(None).post(path, born("17")).status_code == 200


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=1)])
def test_after_the_end_it_opens_nothing(path, at, later):
    at.go(ENDS + later)
    assert signed_in(None).get(path).status_code == 410
    assert signed_in(None).post(path, born("17")).status_code == 410


def test_over_it_is_dead_until_the_room_is_opened_again(path, meeting, lea):
    end_about(kind=meeting.room.kind, subject=meeting.room.subject)
    assert signed_in(None).get(path).status_code == 410
    again = open_room(wanted=meeting.wanted())
    open_doors(room=again, people=[lea])
    assert signed_in(None).post(path, born("17")).url == f"/salle/{again.uid}/"


def test_who_was_sent_away_does_not_come_back_by_it(path, meeting, lea, at):
    Guest.objects.filter(person=lea).update(removed_at=at.now)
    assert signed_in(None).get(path).status_code == 410


def test_on_her_own_phone_nothing_is_asked(path, meeting, lea):
    assert signed_in(lea).get(path).url == f"/salle/{meeting.room.uid}/"


def test_somebody_else_signed_in_is_asked_as_anybody(path, meeting):
    assert signed_in(meeting.cast.yanis).get(path).status_code == 200


def test_no_such_address(db):
    answer = signed_in(None).get("/video/ABCDEFGHJKMN/")
    assert answer.status_code == 410
    assert "Ce lien ne marche pas" in answer.content.decode()


def test_a_host_has_no_door(meeting):
    open_doors(room=meeting.room, people=[meeting.cast.camille])
    assert not Door.objects.exists()


def test_who_cannot_be_told_from_a_stranger_is_let_in_by_nobody(meeting):
    Person.objects.filter(pk=meeting.cast.lea.pk).update(birth_date=None)
    open_doors(room=meeting.room, people=[meeting.cast.lea])
    assert signed_in(None).get(path_of(Door.objects.get())).status_code == 410


def test_the_rows_hold_no_address(path):
    assert path.strip("/").split("/")[1].encode() not in bytes(Door.objects.get().key_hash)
    assert Room.objects.count() == 1
