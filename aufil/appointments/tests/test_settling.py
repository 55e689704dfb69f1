"""Appointments under an absence: listed, settled one by one or all together, once; and none slips under it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.appointments.actions import Booked, Settlement, book, booking, cancel, move_all, settle, settle_all
from aufil.appointments.models import Appointment
from aufil.appointments.queries import under_absence
from aufil.appointments.tests.conftest import make_world
from aufil.appointments.tests.test_races import at_once
from aufil.people.actions import declare_absence
from aufil.people.models import Absence
from aufil.thread.models import Entry
from aufil.web.problems import Problem
from tests.support import signed_in


def away(world, first: int = 1, last: int = 2, person=None) -> Absence:
    day: date = world.monday.date()
    person = person or world.cast.camille
    return declare_absence(
        person=person,
        structure=world.cast.structures["cholet"],
        starts_on=day + timedelta(days=first),
        ends_on=day + timedelta(days=last),
        actor=person,
    )


def page_of(absence) -> str:
    return f"/agenda/absences/{absence.uid}/"


def text(response) -> str:
    return response.content.decode()


def test_declaring_an_absence_leads_to_what_is_booked_under_it(world):
    camille = signed_in(world.cast.camille)
    free = camille.post("/absences/nouvelle/", {"starts_on": "2026-02-02", "ends_on": "2026-02-03"})
    assert free.url.endswith("?enregistre")
    world.booked(2, 10)
    taken = camille.post("/absences/nouvelle/", {"starts_on": "2026-01-14", "ends_on": "2026-01-14"})
    assert taken.url == page_of(Absence.objects.latest("pk"))
    page = text(camille.get(taken.url))
    assert "Léa Baron" in page
    assert "Déplacer : jeudi 15 janvier" in page


def test_it_stays_on_the_agenda_until_it_is_settled(world):
    made = world.booked(2, 10)
    absence = away(world)
    for who in (world.cast.camille, world.cast.claude):
        page = text(signed_in(who).get("/agenda/"))
        assert "1 rendez-vous pendant une absence" in page
        assert page_of(absence) in page
    assert "pendant une absence" not in text(signed_in(world.cast.julien).get("/agenda/"))
    cancel(appointment=made, by=world.cast.camille)
    assert "pendant une absence" not in text(signed_in(world.cast.camille).get("/agenda/"))


def test_only_who_is_away_and_their_head_come_here(world):
    world.booked(2, 10)
    absence = away(world)
    seen = {
        name: signed_in(getattr(world.cast, name)).get(page_of(absence)).status_code
        for name in ("camille", "claude", "julien", "dominique", "alex", "lea")
    }
    assert seen == {"camille": 200, "claude": 200, "julien": 404, "dominique": 404, "alex": 404, "lea": 404}


def test_moved_to_the_first_time_with_a_word(world):
    made = world.booked(2, 10)
    absence = away(world)
    camille = signed_in(world.cast.camille)
    sent = {"rdv": str(made.uid), "un-what": world.at(3, 9).isoformat(), "un-word": "Je suis en formation."}
    assert camille.post(page_of(absence), sent).status_code == 302
    made.refresh_from_db()
    assert made.starts_at == world.at(3, 9)
    assert "Je suis en formation." in Entry.objects.filter(thread=world.cast.thread()).latest("pk").text
    again = camille.post(page_of(absence), sent)
    assert again.status_code == 200
    assert "rien n’a été fait deux fois" in text(again)
    assert Appointment.objects.get().moves == 1


def test_a_time_taken_meanwhile_is_said_and_the_word_is_kept(world):
    made = world.booked(2, 10)
    absence = away(world)
    world.booked(3, 9, young=world.cast.yanis)
    sent = {"rdv": str(made.uid), "un-what": world.at(3, 9).isoformat(), "un-word": "À jeudi"}
    response = signed_in(world.cast.camille).post(page_of(absence), sent)
    assert response.status_code == 422
    assert "n’est plus possible" in text(response)
    assert "À jeudi" in text(response)
    assert Appointment.objects.get(pk=made.pk).moves == 0


def test_all_handed_over_but_the_one_the_colleague_cannot_take(world):
    world.booked(1, 10)
    second = world.booked(2, 10, young=world.cast.yanis)
    absence = away(world)
    world.booked(2, 10, counsellor=world.cast.julien, young=world.cast.ines)
    sent = {"tous-what": "confier", "tous-to": str(world.cast.julien.uid), "tous-word": ""}
    response = signed_in(world.cast.claude).post(page_of(absence) + "tous/", sent)
    assert response.status_code == 422
    assert "Julien a déjà un rendez-vous à cette heure" in text(response)
    assert list(under_absence(absence)) == [second]


def test_all_moved_each_to_its_own_time(world):
    for hour, young in ((9, world.cast.lea), (10, world.cast.yanis), (11, world.cast.ines)):
        world.booked(1, hour, young=young)
    absence = away(world)
    assert move_all(absence=absence, word="", by=world.cast.camille) == []
    times = list(Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True))
    assert times == [world.at(3, 9), world.at(3, 9, 45), world.at(3, 10, 30)]


def test_all_cancelled_and_twice_is_once(world):
    made = world.booked(1, 10)
    absence = away(world)
    wanted = Settlement(word="Je serai absente")
    assert settle_all(absence=absence, wanted=wanted, by=world.cast.camille) == []
    assert Appointment.objects.get().cancel_word == "Je serai absente"
    assert not settle(absence=absence, appointment=made, wanted=wanted, by=world.cast.camille)


def test_as_many_statements_for_one_as_for_three(world):
    world.booked(1, 9)
    absence = away(world)
    claude = signed_in(world.cast.claude)
    claude.get(page_of(absence))

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            claude.get(page_of(absence))
        return len(asked)

    Absence.objects.update(cancelled_at=world.monday)
    world.booked(1, 10, young=world.cast.yanis)
    world.booked(1, 11, young=world.cast.ines)
    Absence.objects.update(cancelled_at=None)
    three = count()
    Appointment.objects.filter(starts_at=world.at(1, 10)).update(cancelled_at=world.monday)
    assert count() == three


@pytest.mark.django_db(transaction=True)
def test_an_absence_laid_while_a_time_is_taken_leaves_none_unseen(at, transactional_db):
    """Either the booking is refused, or whoever declared the absence is shown it."""
    world = make_world()
    wanted = world.wanted(2, 10)

    def laid() -> list[int]:
        absence = away(world)
        return [row.pk for row in under_absence(absence)]

    booked, listed = at_once(lambda: book(wanted=wanted, by=world.cast.camille, uid=uuid4()), laid)
    if isinstance(booked, Booked):
        assert listed == [booked.appointment.pk]
    else:
        assert isinstance(booked, Problem), booked
        assert listed == []
        assert not Appointment.objects.exists()


def test_an_absence_laid_after_the_first_look_is_seen_once_locked(world, monkeypatch):
    lock = booking.hold_hours

    def late(persons):
        away(world)
        lock(persons)

    monkeypatch.setattr(booking, "hold_hours", late)
    with pytest.raises(Problem) as caught:
        world.book(2, 10)
    assert "ne travaille pas ce jour-là" in str(caught.value.detail)
    assert not Appointment.objects.exists()
