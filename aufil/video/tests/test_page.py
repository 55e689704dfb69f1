"""The page of a room: who gets it, what it may use, and what it says of a door that is shut."""

from typing import Any

import pytest
from django.test import Client

from aufil.people.actions import start_device
from aufil.people.models import Person
from aufil.video.access import KEPT, guest_key, lead_in, ticket
from aufil.video.actions import invite, open_room
from aufil.video.models import Stay
from aufil.video.tests.conftest import ENDS, STARTS, Clock, Meeting, wanted
from aufil.web.authentication import COOKIE

pytestmark = pytest.mark.django_db


def browser(person: Person | None = None) -> Client:
    made = Client()
    if person is not None:
        _device, made.cookies[COOKIE] = start_device(person=person, label="Essai")
    return made


@pytest.fixture(autouse=True)
def held(at: Clock) -> None:
    """Before anybody is made."""


@pytest.fixture
def path(meeting: Meeting) -> str:
    return f"/salle/{meeting.room.uid}/"


def test_who_is_invited_gets_it_a_stranger_does_not(cast: Any, path: str) -> None:
    page = browser(cast.lea).get(path)
    assert page.status_code == 200
    assert "Visio avec Camille" in page.content.decode()
    assert "Visio avec Léa" in browser(cast.camille).get(path).content.decode()
    for other in (cast.yanis, cast.julien, cast.dominique, cast.alex):
        assert browser(other).get(path).status_code == 404
    assert browser().get(path).url == "/connexion/"


def test_it_alone_may_use_the_devices(cast: Any, path: str, meeting: Meeting, settings: Any) -> None:
    lea = browser(cast.lea)
    page = lea.get(path)
    assert "camera=(self), microphone=(self), display-capture=(self)" in page.headers["Permissions-Policy"]
    assert "connect-src 'self';" in page.headers["Content-Security-Policy"] + ";"
    assert "display-capture=()" in lea.get("/").headers["Permissions-Policy"]

    settings.SFU_URL = "janus://cle:secret@127.0.0.1:9/janus?public=wss://visio.exemple.fr/janus"
    many = open_room(wanted=wanted(meeting.cast, most=12))
    policy = lea.get(f"/salle/{many.uid}/").headers["Content-Security-Policy"]
    assert "connect-src 'self' wss://visio.exemple.fr;" in policy + ";"
    assert "visio.exemple.fr" not in lea.get("/").headers["Content-Security-Policy"]


def test_a_shut_door_says_why_and_what_to_do(cast: Any, path: str, at: Clock, meeting: Meeting) -> None:
    lea = browser(cast.lea)
    at.go(STARTS.replace(hour=8))
    early = lea.get(path).content.decode()
    assert "C’est un peu tôt" in early
    assert "La visio ouvre" in early
    assert f"tel:{meeting.room.structure.phone}" in early or not meeting.room.structure.phone
    at.go(ENDS)
    assert "On pouvait entrer jusqu’à" in lea.get(path).content.decode()


def test_a_key_opens_one_page_and_stays_out_of_the_address(meeting: Meeting, path: str) -> None:
    guest = invite(room=meeting.room, name="Sabrina", is_expected=True)
    led = lead_in(guest)
    assert led.url == path
    kept = led.cookies[KEPT]
    assert (kept["path"], kept["httponly"]) == (path, True)
    sabrina = browser()
    sabrina.cookies[KEPT] = guest_key(guest)
    page = sabrina.get(path)
    assert page.status_code == 200
    assert f'data-key="{guest_key(guest)}"' in page.content.decode()
    other = open_room(wanted=wanted(meeting.cast))
    assert sabrina.get(f"/salle/{other.uid}/").url == "/connexion/"


def test_a_meeting_of_the_structure_s_own_is_named_once_one_may_go(cast: Any, meeting: Meeting) -> None:
    link = "https://visio.exemple.fr/cholet"
    room = open_room(wanted=wanted(cast, link=link))
    path = f"/salle/{room.uid}/"
    assert link in browser(cast.camille).get(path).content.decode()
    assert link not in browser(cast.lea).get(path).content.decode()  # Camille is not there yet


def test_whoever_is_awaited_may_look_for_a_way_before_coming_in(
    cast: Any, path: str, meeting: Meeting, at: Clock, settings: Any
) -> None:
    settings.TURN_URL, settings.TURN_SECRET = "turn://relais.exemple.fr:3478", "secret"
    assert '"credential"' in browser(cast.lea).get(path).content.decode()
    uninvited = browser()
    uninvited.cookies[KEPT] = guest_key(meeting.visitor())
    assert 'id="way"' not in uninvited.get(path).content.decode()
    many = open_room(wanted=wanted(cast, link="https://visio.exemple.fr/cholet"))
    assert 'id="way"' not in browser(cast.lea).get(f"/salle/{many.uid}/").content.decode()
    at.go(STARTS.replace(hour=8))
    assert 'id="way"' not in browser(cast.lea).get(path).content.decode()
    assert not Stay.objects.exists()


def test_a_page_that_is_closed_leaves_by_its_ticket_alone(cast: Any, meeting: Meeting) -> None:
    _camille, stay = meeting.both()
    stay.device = start_device(person=cast.lea, label="Essai")[0]
    stay.save(update_fields=["device"])

    def says(who: Client, said: str, site: str = "same-origin") -> int:
        path = f"/api/v1/rooms/{meeting.room.uid}/leave?ticket={said}"
        return who.post(path, headers={"Sec-Fetch-Site": site}).status_code

    assert says(browser(cast.yanis), ticket(stay)) == 404
    assert says(browser(), ticket(stay)) == 404
    assert says(browser(cast.lea), "autre") == 404
    assert says(browser(cast.lea), ticket(stay), "cross-site") == 403
    assert Stay.objects.live().filter(pk=stay.pk).exists()
    assert says(browser(cast.lea), ticket(stay)) == 204
    assert not Stay.objects.live().filter(pk=stay.pk).exists()
