"""The agenda as pages: whose, what is on it, what shuts a day, and that it asks little of the database."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from aufil.appointments.actions import answer, cancel
from aufil.appointments.agenda import LANES, boxes, hours_shown
from aufil.appointments.models import OutsideBusy, OutsideCalendar, Place
from aufil.people.actions import declare_absence
from aufil.people.models import Site
from tests.support import signed_in

PARIS = ZoneInfo("Europe/Paris")


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def camille(world):
    return signed_in(world.cast.camille)


def test_a_day_shows_who_when_and_what_they_answered(world, camille):
    made = world.booked(0, 10)
    answer(seat=made.taken.get(), said="comes", by=world.cast.lea)
    page = text(camille.get("/agenda/"))
    assert "Lundi 12 janvier" in page
    assert "Léa" in page
    assert "10\u202fh" in page
    assert "vient" in page
    assert "Cholet centre" in page
    assert f"/agenda/rdv/{made.uid}/" in page


def test_another_day_a_colleague_and_the_whole_structure(world, camille):
    world.booked(2, 10)
    world.booked(2, 10, counsellor=world.cast.julien, young=world.cast.yanis)
    wednesday = "?jour=2026-01-14"
    own = text(camille.get(f"/agenda/{wednesday}"))
    assert "Léa" in own
    assert "Yanis" not in own
    assert "Yanis" in text(camille.get(f"/agenda/{wednesday}&qui={world.cast.julien.uid}"))
    both = text(camille.get(f"/agenda/{wednesday}&qui=tous"))
    assert "Léa" in both
    assert "Yanis" in both


def test_by_site_what_is_held_there(world, camille):
    site = Site.objects.create(structure=world.cast.structures["cholet"], name="Vihiers")
    there = Place.objects.create(structure=world.cast.structures["cholet"], name="Vihiers", site=site)
    world.booked(2, 10)
    world.booked(2, 15, counsellor=world.cast.julien, young=world.cast.yanis, place=there)
    page = text(camille.get(f"/agenda/?jour=2026-01-14&qui={site.uid}"))
    assert "Yanis" in page
    assert "Léa" not in page


def test_another_structure_s_agenda_is_not_there(world, camille):
    assert camille.get(f"/agenda/?qui={world.cast.alex.uid}").status_code == 404
    world.booked(0, 10)
    alex = signed_in(world.cast.alex)
    assert "Léa" not in text(alex.get("/agenda/?qui=tous"))
    assert alex.get(f"/agenda/?qui={world.cast.camille.uid}").status_code == 404


def test_who_leads_sees_the_whole_structure_first(world):
    world.booked(0, 10)
    page = text(signed_in(world.cast.claude).get("/agenda/"))
    assert "Toute la structure" in page
    assert "Léa" in page


def test_cancelled_ones_only_when_asked_for(world, camille):
    cancel(appointment=world.booked(0, 10), by=world.cast.camille)
    assert "Léa" not in text(camille.get("/agenda/"))
    shown = text(camille.get("/agenda/?annules=1"))
    assert "Léa" in shown
    assert "meet--cancelled" in shown


def test_absences_public_holidays_and_what_is_taken_elsewhere(world, camille):
    cholet = world.cast.structures["cholet"]
    day = world.monday.date()
    declare_absence(
        person=world.cast.camille,
        structure=cholet,
        starts_on=day + timedelta(days=1),
        ends_on=day + timedelta(days=1),
        actor=world.cast.camille,
    )
    calendar = OutsideCalendar.objects.create(
        structure=cholet,
        person=world.cast.camille,
        label="Outlook",
        url=b"",
        made_at=world.monday,
        due_at=world.monday,
    )
    OutsideBusy.objects.create(calendar=calendar, starts_at=world.at(0, 11), ends_at=world.at(0, 12))
    OutsideBusy.objects.create(calendar=calendar, starts_at=world.at(0, 11, 30), ends_at=world.at(0, 13))
    today = text(camille.get("/agenda/"))
    assert today.count("Occupé ailleurs") == 1
    assert "13\u202fh" in today
    assert "Absent ce jour-là" in text(camille.get("/agenda/?jour=2026-01-13"))
    assert "Jour férié" in text(camille.get("/agenda/?jour=2026-05-01"))
    week = text(camille.get("/agenda/semaine/"))
    assert "Occupé ailleurs" in week
    assert "absent" in week


def test_a_week_has_its_days_and_the_week_end_only_when_something_is_on(world, camille):
    assert "Samedi" not in text(camille.get("/agenda/semaine/"))
    world.booked(5, 10)
    page = text(camille.get("/agenda/semaine/"))
    assert "Samedi" in page
    assert "Dimanche" not in page
    assert "at-9 for-3" in page  # 10 o’clock, on a grid that begins at 8: 45 minutes


def test_a_month_counts(world, camille):
    world.booked(2, 10)
    world.booked(2, 14, young=world.cast.yanis)
    page = text(camille.get("/agenda/mois/"))
    assert "mercredi 14 janvier : 2 rendez-vous" in page
    assert "Janvier 2026" in page


@pytest.mark.parametrize("said", ["?jour=9999-12-31", "?jour=0001-01-01", "?jour=hier", "?jour=2026-02-30"])
@pytest.mark.parametrize("page", ["", "semaine/", "mois/"])
def test_an_odd_day_is_today(world, camille, page, said):
    response = camille.get(f"/agenda/{page}{said}")
    assert response.status_code == 200
    assert "2026" in text(response)


@pytest.mark.parametrize("page", ["/agenda/?qui=tous", "/agenda/semaine/?qui=tous", "/agenda/mois/?qui=tous"])
def test_as_many_statements_for_one_as_for_five(world, camille, page):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert camille.get(page).status_code == 200
        return len(asked)

    world.booked(0, 10)
    camille.get(page)
    one = count()
    world.booked(0, 14, young=world.cast.yanis)
    world.booked(0, 16, young=world.cast.ines)
    world.session(0, 15, counsellor=world.cast.julien, seats=3)
    world.booked(0, 9, counsellor=world.cast.dominique)
    assert count() == one


def test_what_is_to_note_is_counted(world, camille, at):
    world.booked(0, 10)
    assert "à noter" not in text(camille.get("/agenda/"))
    at(world.at(0, 12))
    assert "1 présence à noter" in text(camille.get("/agenda/"))


stretches = st.lists(
    st.tuples(st.integers(0, 95), st.integers(1, 16)).map(
        lambda pair: (
            datetime(2026, 1, 12, tzinfo=PARIS) + timedelta(minutes=15 * pair[0]),
            datetime(2026, 1, 12, tzinfo=PARIS) + timedelta(minutes=15 * (pair[0] + pair[1])),
        )
    ),
    max_size=8,
).map(sorted)


@given(stretches)
def test_on_the_grid_nothing_leaves_it_and_few_at_once_do_not_cover_each_other(some):
    hours = hours_shown(some)
    placed = boxes(some, hours)
    for box in placed:
        assert 1 <= box.at <= 96
        assert box.quarters >= 1
        assert 0 <= box.lane <= LANES
    for one in range(len(some)):
        for other in range(one):
            meet = some[other][1] > some[one][0]
            at_once = sum(start <= some[one][0] < end for start, end in some)
            if meet and at_once <= 2:
                assert placed[one].lane != placed[other].lane
