"""The telephone of a young person, as staff see it: what is connected, and what is lost."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.audit.models import Record
from aufil.people.actions import start_device
from aufil.people.models import Device
from aufil.signin.tests.phones import Counsellor, text_of
from tests.support import signed_in


def test_a_lost_phone_is_disconnected_in_one_click_and_its_owner_sees_by_whom(cast, pages):
    camille = Counsellor(cast.camille, cast.lea)
    lost, _secret = start_device(person=cast.lea, label="Galaxy de Léa")
    assert "Téléphone perdu : déconnecter" in text_of(camille.screen.get(camille.at))
    answer = camille.screen.post(f"{camille.at}{lost.uid}/deconnecter/")
    assert answer.headers["Location"] == camille.at
    lost.refresh_from_db()
    assert lost.revoked_at
    assert lost.revoked_by == cast.camille
    line = Record.objects.get(verb="device-revoked")
    assert (line.actor, line.structure) == (cast.camille.pk, cast.structures["cholet"].pk)
    assert "par Camille" in text_of(pages.lea.get("/appareils/"))
    assert "par Camille" in text_of(camille.screen.get(camille.at))


def test_the_lost_phone_opens_nothing_any_more(cast):
    phone = signed_in(cast.lea)
    camille = Counsellor(cast.camille, cast.lea)
    device = Device.objects.get(person=cast.lea)
    camille.screen.post(f"{camille.at}{device.uid}/deconnecter/")
    assert phone.get("/appareils/").headers["Location"] == "/connexion/"


def test_a_device_of_somebody_else_is_not_there(cast):
    device, _secret = start_device(person=cast.yanis, label="x")
    camille = Counsellor(cast.camille, cast.lea)
    assert camille.screen.post(f"{camille.at}{device.uid}/deconnecter/").status_code == 404
    token, _secret = start_device(person=cast.lea, label="jeton", kind=Device.Kind.TOKEN)
    assert camille.screen.post(f"{camille.at}{token.uid}/deconnecter/").status_code == 404
    device.refresh_from_db()
    assert device.revoked_at is None


def test_young_people_do_not_see_the_page_even_their_own(cast):
    assert (
        Counsellor(cast.lea, cast.lea).screen.get(f"/mes-jeunes/{cast.lea.uid}/telephone/").status_code == 404
    )


def test_it_says_which_ways_are_open(cast):
    camille = Counsellor(cast.camille, cast.lea)
    page = text_of(camille.screen.get(camille.at))
    assert "aucun numéro n’est connu" in page
    assert "lea@exemple.fr" in page


def test_the_page_asks_the_database_as_often_for_three_phones_as_for_one(cast):
    camille = Counsellor(cast.camille, cast.lea)
    start_device(person=cast.lea, label="un")
    camille.screen.get(camille.at)
    with CaptureQueriesContext(connection) as few:
        camille.screen.get(camille.at)
    for label in ("deux", "trois"):
        start_device(person=cast.lea, label=label)
    with CaptureQueriesContext(connection) as more:
        camille.screen.get(camille.at)
    assert len(few) == len(more)
