"""A first meeting, on the public page: taken once, found again at a private address, welcomed or forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from aufil.appointments.actions import forget_visitors
from aufil.appointments.models import Appointment, Busy, Kind, Seat
from aufil.appointments.tests.test_taking_times import links, read
from aufil.people.models import Support
from tests.support import signed_in

PAGE = "/ml/cholet/rendez-vous/"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def browser():
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


def said(**more):
    return {"uid": str(uuid4()), "name": "Manon Petit", "phone": "06 39 98 00 09", "email": "", **more}


def on_site(world):
    return f"{PAGE}?genre={world.talk.uid}&facon=site"


def taken(world, client=None, **more):
    client = client or browser()
    time = links(client.get(on_site(world)))[0]
    return client.post(PAGE + time, said(**more))


def test_anybody_takes_a_first_meeting_and_nobody_is_named(world):
    assert PAGE in read(browser().get("/ml/cholet/"))
    page = read(browser().get(on_site(world)))
    assert "Camille" not in page
    done = taken(world)
    assert done.status_code == 302
    made, seat = Appointment.objects.get(), Seat.objects.get()
    assert (made.counsellor, seat.visitor_phone) == (world.cast.camille, "+33639980009")
    shown = browser().get(done.url)
    assert "Votre rendez-vous est pris" in read(shown)
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_reload_books_nothing_more_and_another_s_form_opens_nothing(world):
    client = browser()
    time, form = links(client.get(on_site(world)))[0], said()
    first = client.post(PAGE + time, form)
    assert client.post(PAGE + time, form).url == first.url
    assert Appointment.objects.count() == 1
    stolen = browser().post(PAGE + time, {**form, "name": "Quelqu’un", "phone": "06 39 98 00 10"})
    assert stolen.status_code == 409
    assert "Manon" not in read(stolen)


def test_two_at_once_one_has_it_the_other_keeps_what_they_typed(world):
    time = links(browser().get(on_site(world)))[0]
    assert browser().post(PAGE + time, said()).status_code == 302
    late = browser().post(PAGE + time, said(name="Sarah Roy", phone="06 39 98 00 11"))
    assert late.status_code == 409
    assert len(links(late)) == 3
    assert "Sarah Roy" in read(late)


def test_what_is_wrong_says_what_to_do(world):
    time = links(browser().get(on_site(world)))[0]
    nobody = browser().post(PAGE + time, said(phone=""))
    assert nobody.status_code == 422
    assert "Laissez un téléphone ou une adresse e-mail" in read(nobody)
    assert "Remplissez cette case" in read(browser().post(PAGE + time, said(name="")))
    assert browser().post(PAGE + time, said(phone="", email="manon@exemple.fr")).status_code == 302


def test_a_time_that_is_not_offered_is_refused(world):
    at_night = f"{on_site(world)}&heure={world.at(2, 3):%Y-%m-%dT%H:%MZ}&lieu={world.office.uid}"
    late = browser().post(at_night, said())
    assert late.status_code == 409
    assert not Appointment.objects.exists()


def test_too_often_is_slowed_down(world):
    answers = [taken(world, phone="06 39 98 00 09") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]


def test_a_structure_that_offers_none_has_no_such_page(world):
    Kind.objects.update(for_public=False)
    assert browser().get(PAGE).status_code == 404
    assert PAGE not in read(browser().get("/ml/cholet/"))
    assert browser().get("/ml/nulle-part/rendez-vous/").status_code == 404


def test_it_is_moved_and_cancelled_at_its_private_address(world, at):
    address = taken(world).url
    client = browser()
    move = address + "deplacer/"
    assert client.post(move + links(client.get(move))[-1]).url == address
    made = Appointment.objects.get()
    assert made.moves == 1
    assert client.get("/premier-rendez-vous/faux/").status_code == 404
    other = signed_in(world.cast.yanis).get(f"/rendez-vous/{made.uid}/deplacer/")
    assert other.status_code == 404
    assert client.post(address + "annuler/", {"word": ""}).url == address
    made.refresh_from_db()
    assert made.cancelled_at is not None
    assert made.cancelled_by is None
    assert "est annulé" in read(client.get(address))


def test_past_the_limit_it_is_not_changed(world, at):
    address = taken(world).url
    at(Appointment.objects.get().starts_at - timedelta(minutes=30))
    assert browser().get(address + "deplacer/").status_code == 403
    assert browser().post(address + "annuler/", {"word": ""}).status_code == 403


def test_staff_make_their_file_and_the_seat_is_theirs(world):
    address = taken(world).url
    made, camille = Appointment.objects.get(), signed_in(world.cast.camille)
    page = f"/agenda/rdv/{made.uid}/fiche/"
    assert 'value="Manon"' in read(camille.get(page))
    facts = {"first_name": "Manon", "last_name": "Petit", "phone": "06 39 98 00 09", "email": ""}
    done = camille.post(page, facts)
    seat = Seat.objects.get()
    assert done.url == f"/mes-jeunes/{seat.young.uid}/"
    assert (seat.visitor_name, seat.visitor_phone) == ("", "")
    assert Busy.objects.filter(person=seat.young, appointment=made).exists()
    assert Support.objects.filter(young=seat.young, counsellor=world.cast.camille).exists()
    assert camille.get(page).status_code == 404
    assert browser().get(address).status_code == 404
    assert signed_in(world.cast.alex).get(page).status_code == 404


def test_who_is_there_already_is_shown_first(world):
    taken(world, name="Léa Baron")
    made, camille = Appointment.objects.get(), signed_in(world.cast.camille)
    page = f"/agenda/rdv/{made.uid}/fiche/"
    facts = {"first_name": "Léa", "last_name": "Baron", "phone": "", "email": ""}
    asked = camille.post(page, facts)
    assert asked.status_code == 409
    assert "peut-être déjà là" in read(asked)
    assert camille.post(page, {**facts, "same": str(world.cast.lea.uid)}).status_code == 302
    assert Seat.objects.get().young == world.cast.lea


def test_a_month_after_what_they_left_is_emptied(world, at):
    address = taken(world).url
    ends = Appointment.objects.get().ends_at
    at(ends + timedelta(days=30))
    forget_visitors()
    assert Seat.objects.get().visitor_name == "Manon Petit"
    at(ends + timedelta(days=32))
    forget_visitors()
    seat = Seat.objects.get()
    assert (seat.visitor_name, seat.visitor_phone, seat.visitor_email) == ("–", "", "")
    assert browser().get(address).status_code == 404
