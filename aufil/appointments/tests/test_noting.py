"""Who came: noted in a row, undone, followed by a call or another time, never by a sanction."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.appointments.actions import cancel, enrol, note_past
from aufil.appointments.models import Seat
from tests.support import signed_in

PAGE = "/agenda/a-noter/"


@pytest.fixture
def camille(world):
    return signed_in(world.cast.camille)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def yesterday(world, at):
    """Three meetings of Monday; it is Tuesday."""
    made = [
        world.booked(0, hour, young=young)
        for hour, young in ((9, world.cast.lea), (10, world.cast.yanis), (11, world.cast.ines))
    ]
    at(world.at(1, 9))
    return [one.taken.get() for one in made]


def test_yesterday_s_in_a_row(world, camille, yesterday):
    page = text(camille.get(PAGE))
    assert "Lundi 12 janvier" in page
    lea, yanis, ines = yesterday
    sent = {
        f"{lea.uid}-outcome": "present",
        f"{yanis.uid}-outcome": "absent",
        f"{yanis.uid}-why": "oui",
    }
    assert camille.post(PAGE, sent).url == f"{PAGE}?notes=2"
    assert Seat.objects.get(pk=lea.pk).outcome == "present"
    absent = Seat.objects.get(pk=yanis.pk)
    assert (absent.outcome, absent.is_legitimate) == ("absent", True)
    assert Seat.objects.get(pk=ines.pk).outcome == ""
    after = text(camille.get(f"{PAGE}?notes=2"))
    assert "2 présences notées" in after
    assert f"/agenda/prendre/?pour={world.cast.yanis.uid}" in after
    assert "Appeler" in after
    assert "Proposer une autre heure" in after
    for word in ("sanction", "avertissement", "pénalité"):
        assert word not in after.lower()


def test_undone_it_is_to_be_noted_again(world, camille, yesterday):
    camille.post(PAGE, {f"{yesterday[0].uid}-outcome": "present"})
    assert camille.post(f"{PAGE}{yesterday[0].uid}/annuler/").status_code == 302
    assert Seat.objects.get(pk=yesterday[0].pk).outcome == ""


def test_an_unknown_answer_is_said_and_the_others_are_noted(camille, yesterday):
    sent = {f"{yesterday[0].uid}-outcome": "asleep", f"{yesterday[1].uid}-outcome": "late"}
    response = camille.post(PAGE, sent)
    assert response.status_code == 422
    assert "Choisissez une des réponses proposées" in text(response)
    assert Seat.objects.get(pk=yesterday[1].pk).outcome == "late"
    assert Seat.objects.get(pk=yesterday[0].pk).outcome == ""


def test_everybody_was_there(world, camille, at):
    made = world.session(0, 10, seats=3)
    seats = [
        enrol(appointment=made, young=young, by=world.cast.camille)
        for young in (world.cast.lea, world.cast.yanis, world.cast.ines)
    ]
    at(world.at(0, 12))
    assert "Tout le monde était là" in text(camille.get(PAGE))
    camille.post(PAGE, {f"{seats[0].uid}-outcome": "absent", "everybody": str(made.uid)})
    assert list(Seat.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "absent",
        "present",
        "present",
    ]


def test_neither_a_colleague_s_nor_a_cancelled_one_nor_one_noted_past(world, camille, at):
    world.booked(0, 10, counsellor=world.cast.julien)
    cancel(appointment=world.booked(0, 11, young=world.cast.yanis), by=world.cast.camille)
    at(world.at(0, 18))
    wanted = world.wanted(0, 15)
    note_past(wanted=wanted, by=world.cast.camille, uid=uuid4())
    assert "Tout est noté" in text(camille.get(PAGE))


def test_somebody_else_s_structure_cannot_undo(world, yesterday):
    assert signed_in(world.cast.alex).post(f"{PAGE}{yesterday[0].uid}/annuler/").status_code == 404


def test_as_many_statements_for_one_as_for_three(world, camille, at):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            camille.get(PAGE)
        return len(asked)

    world.booked(0, 9)
    world.booked(0, 10, young=world.cast.yanis)
    at(world.at(0, 9, 50))
    camille.get(PAGE)
    one = count()
    at(world.at(0, 12))
    camille.get(PAGE)
    assert count() == one


def test_patterns_are_for_the_referent_alone(world, camille, at):
    start = world.monday
    for week in range(4):
        for day, hour, outcome in ((0, 9, "absent"), (2, 9, "present")):
            moment = start - timedelta(weeks=week + 1) + timedelta(days=day, hours=hour - 8)
            made = note_past(
                wanted=world.wanted(starts_at=moment, ends_at=moment + timedelta(minutes=45)),
                by=world.cast.camille,
                uid=uuid4(),
                outcome=outcome,
            )
            assert made.is_new
    person = f"/mes-jeunes/{world.cast.lea.uid}/"
    page = text(camille.get(person))
    assert "Le lundi matin, 4 absences sur 4 rendez-vous" in page
    assert "Un autre moment conviendrait-il mieux" in page
    assert "lundi matin" not in text(signed_in(world.cast.julien).get(person))
    assert "lundi matin" not in text(signed_in(world.cast.claude).get(person))
