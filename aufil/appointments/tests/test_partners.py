"""A partner takes a first meeting for somebody, by an address of their own."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from aufil.appointments.actions import add_partner, revoke_partner
from aufil.appointments.models import Appointment, Partner, Referral, Seat
from aufil.appointments.queries import partner_code
from aufil.appointments.tests.test_taking_times import links, read
from aufil.web.problems import Problem
from tests.support import signed_in


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def browser():
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def hostel(world):
    cholet = world.cast.structures["cholet"]
    return add_partner(structure=cholet, name="Foyer du Mail", kinds=[world.talk], by=world.cast.claude)


def address(row):
    return f"/partenaire/{partner_code(row)}/"


def said(**more):
    facts = {"name": "Sarah Roy", "phone": "06 39 98 00 12", "email": "", "said_by": "Mme Brun"}
    return {"uid": str(uuid4()), **facts, **more}


def take(world, row, client=None, **more):
    client = client or browser()
    time = links(client.get(f"{address(row)}?facon=site"))[0]
    return client.post(address(row) + time, said(**more))


def test_a_first_meeting_is_taken_for_somebody_and_shown_today(world, hostel):
    assert "Camille" not in read(browser().get(f"{address(hostel)}?facon=site"))
    done = take(world, hostel)
    assert done.status_code == 302
    page = read(browser().get(address(hostel)))
    assert "Sarah Roy" in page
    assert "dit par Mme Brun" in page
    made, seat = Referral.objects.get(), Seat.objects.get()
    assert (made.partner, made.appointment, seat.visitor_phone) == (hostel, seat.appointment, "+33639980012")


def test_who_says_it_is_asked_and_two_at_once_is_one(world, hostel):
    assert take(world, hostel, said_by="").status_code == 422
    client = browser()
    time = links(client.get(f"{address(hostel)}?facon=site"))[0]
    assert client.post(address(hostel) + time, said()).status_code == 302
    late = browser().post(address(hostel) + time, said(name="Manon Petit"))
    assert late.status_code == 409
    assert len(links(late)) == 3
    assert "Manon Petit" in read(late)
    assert Referral.objects.count() == 1


def test_yesterday_s_and_another_partner_s_are_not_shown(world, hostel, at):
    take(world, hostel)
    school = add_partner(structure=hostel.structure, name="Lycée", kinds=[world.talk], by=world.cast.claude)
    assert "Sarah Roy" not in read(browser().get(address(school)))
    at(world.monday + timedelta(days=1))
    assert "Sarah Roy" not in read(browser().get(address(hostel)))


def test_revoked_it_says_what_to_do_and_what_was_taken_stands(world, hostel):
    take(world, hostel)
    revoke_partner(partner=hostel, by=world.cast.claude)
    dead = browser().get(address(hostel))
    assert dead.status_code == 410
    assert "Sarah" not in read(dead)
    assert Appointment.objects.get().cancelled_at is None
    assert browser().get("/partenaire/FAUX/").status_code == 404


def test_only_kinds_open_to_all(world):
    cholet = world.cast.structures["cholet"]
    with pytest.raises(Problem):
        add_partner(structure=cholet, name="Foyer", kinds=[world.workshop], by=world.cast.claude)


def test_the_head_adds_and_revokes_the_pilot_sees_no_address(world, hostel):
    claude, dominique = signed_in(world.cast.claude), signed_in(world.cast.dominique)
    page = "/structure/partenaires/"
    assert claude.post(page, {"name": "", "kinds": []}).status_code == 422
    assert claude.post(page, {"name": "Lycée", "kinds": [str(world.talk.uid)]}).status_code == 302
    assert Partner.objects.count() == 2
    assert address(hostel) in read(claude.get(page))
    seen = read(dominique.get(page))
    assert "Foyer du Mail" in seen
    assert address(hostel) not in seen
    assert dominique.post(page, {"name": "X", "kinds": [str(world.talk.uid)]}).status_code == 403
    assert signed_in(world.cast.camille).get(page).status_code == 404
    assert claude.post(f"{page}{hostel.uid}/retirer/").status_code == 302
    hostel.refresh_from_db()
    assert hostel.revoked_at
