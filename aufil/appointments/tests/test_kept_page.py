"""One appointment, as staff keep it."""

import re

import pytest

from aufil.appointments.actions import Elsewhere, answer, enrol, hand_over, move
from aufil.appointments.models import Change, Seat
from aufil.thread.models import Entry
from tests.support import signed_in


@pytest.fixture
def camille(world):
    return signed_in(world.cast.camille)


def page_of(made) -> str:
    return f"/agenda/rdv/{made.uid}/"


def text(response) -> str:
    return response.content.decode()


def test_it_says_all_there_is_and_what_became_of_it(world, camille):
    made = world.booked(2, 10, note="Apportez un CV")
    answer(seat=made.taken.get(), said="cannot", by=world.cast.lea)
    there = Elsewhere(starts_at=world.at(3, 10), ends_at=world.at(3, 10, 45))
    move(appointment=made, to=there, by=world.cast.lea, word="")
    hand_over(appointment=made, to=world.cast.julien, by=world.cast.camille, word="Julien connaît le sujet")
    page = text(camille.get(page_of(made)))
    assert "Apportez un CV" in page
    assert re.search(r"Déplacé : mercredi 14 janvier .*à 10.h devient jeudi 15 janvier .*à 10.h", page)
    assert "Confié à Julien Besnard" in page
    assert "Julien connaît le sujet" in page
    assert (
        "A répondu : je ne peux pas venir" not in page
    )  # what was said of another time is not said of this one
    assert "A répondu" in page
    assert page.index("Confié") < page.index("Déplacé :") < page.index("Rendez-vous pris")
    assert f"{page_of(made)}deplacer/" in page
    assert f"{page_of(made)}annuler/" in page


def test_the_answer_is_in_the_history(world, camille):
    made = world.booked(2, 10)
    answer(seat=made.taken.get(), said="comes", by=world.cast.lea)
    answer(seat=made.taken.get(), said="call", by=world.cast.lea)
    page = text(camille.get(page_of(made)))
    assert page.index("A répondu : appelez-moi") < page.index("A répondu : je viens")


def test_an_outsider_and_a_young_person_do_not_see_it(world):
    made = world.booked(2, 10)
    for stranger in (world.cast.alex, world.cast.lea):
        assert signed_in(stranger).get(page_of(made)).status_code == 404


def test_handed_over_with_a_word_that_reaches_the_thread(world, camille):
    made = world.booked(2, 10)
    sent = {"confier-to": str(world.cast.julien.uid), "confier-word": "Je suis en formation ce jour-là."}
    assert camille.post(page_of(made) + "confier/", sent).status_code == 302
    made.refresh_from_db()
    assert made.counsellor == world.cast.julien
    assert Change.objects.get(what="handed-over").word == "Je suis en formation ce jour-là."
    said = Entry.objects.filter(thread=world.cast.thread()).latest("pk").text
    assert "Camille Rousseau" in said
    assert "en formation" in said


def test_who_is_taken_or_away_is_not_offered(world, camille):
    world.booked(2, 10, counsellor=world.cast.julien, young=world.cast.yanis)
    made = world.booked(2, 10)
    page = text(camille.get(page_of(made)))
    assert f'value="{world.cast.dominique.uid}"' in page
    assert f'value="{world.cast.julien.uid}"' not in page
    sent = {"confier-to": str(world.cast.julien.uid), "confier-word": "Merci"}
    again = camille.post(page_of(made) + "confier/", sent)
    assert again.status_code == 422
    assert "Merci" in text(again)


def test_seats_below_those_enrolled_are_refused_with_what_was_typed(world, camille):
    made = world.session(2, 10, seats=3)
    for young in (world.cast.lea, world.cast.yanis):
        enrol(appointment=made, young=young, by=world.cast.camille)
    refused = camille.post(
        page_of(made) + "changer/", {"changer-title": "Atelier du soir", "changer-seats": "1"}
    )
    assert refused.status_code == 422
    assert "Gardez au moins autant de places" in text(refused)
    assert "Atelier du soir" in text(refused)
    done = camille.post(
        page_of(made) + "changer/", {"changer-title": "Atelier du soir", "changer-seats": "2"}
    )
    assert done.status_code == 302
    made.refresh_from_db()
    assert (made.title, made.seats) == ("Atelier du soir", 2)


def test_enrolled_by_name_waiting_and_a_seat_given_back(world, camille):
    made = world.session(2, 10, seats=1)
    assert camille.post(page_of(made) + "inscrire/", {"inscrire-q": "lea"}).status_code == 302
    assert camille.post(page_of(made) + "inscrire/", {"inscrire-q": "yanis"}).status_code == 302
    page = text(camille.get(page_of(made)))
    assert "Attendent une place, dans l’ordre" in page
    seat = Seat.objects.get(young=world.cast.lea)
    assert camille.post(f"{page_of(made)}places/{seat.uid}/rendre/").status_code == 302
    assert Seat.objects.get(young=world.cast.yanis).state == Seat.State.OFFERED


def test_nobody_or_several_of_a_name(world, camille):
    made = world.session(2, 10, seats=5)
    nobody = camille.post(page_of(made) + "inscrire/", {"inscrire-q": "zzz"})
    assert nobody.status_code == 422
    assert "Personne de ce nom" in text(nobody)
    several = camille.post(page_of(made) + "inscrire/", {"inscrire-q": "a"})
    assert several.status_code == 422
    assert "Laquelle de ces personnes" in text(several)
    sent = {"inscrire-q": "a", "inscrire-young": str(world.cast.yanis.uid)}
    assert camille.post(page_of(made) + "inscrire/", sent).status_code == 302
    assert Seat.objects.filter(appointment=made, young=world.cast.yanis).exists()
    stranger = {"inscrire-q": "ousmane"}
    assert camille.post(page_of(made) + "inscrire/", stranger).status_code == 422


def test_another_appointment_s_seat_is_not_there(world, camille):
    made, other = world.session(2, 10, seats=1), world.session(3, 10, seats=1)
    seat = enrol(appointment=other, young=world.cast.lea, by=world.cast.camille)
    assert camille.post(f"{page_of(made)}places/{seat.uid}/rendre/").status_code == 404


def test_on_a_young_person_s_page(world, camille, at):
    world.booked(2, 10)
    page = text(camille.get(f"/mes-jeunes/{world.cast.lea.uid}/"))
    assert "Mercredi 14 janvier" in page
    at(world.at(2, 12))
    assert "1 passé depuis un an" in text(camille.get(f"/mes-jeunes/{world.cast.lea.uid}/"))
