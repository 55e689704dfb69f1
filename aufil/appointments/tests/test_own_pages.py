"""A young person's pages: theirs, one of them, what they answer; and what their home and a counsellor's day say."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.appointments.actions import answer, cancel, enrol, give_back
from aufil.appointments.models import Alert
from aufil.appointments.queries import next_of, reminders_of
from aufil.appointments.tests.test_alerts import pending
from aufil.delivery.carriers import carrier_of, channels_in_use, register_carriers
from aufil.delivery.queries import call_list
from aufil.delivery.tests.standins import Recorded
from aufil.thread.models import Entry
from tests.support import Pages


@pytest.fixture
def pages(world):
    return Pages(world.cast)


def text_of(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def statements(ask) -> int:
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_the_list_says_what_comes_then_what_is_over(world, pages, at):
    world.booked(2, 10)
    cancel(appointment=world.booked(3, 10), by=world.cast.camille, word="Je suis souffrante.")
    page = text_of(pages.lea.get("/rendez-vous/"))
    to_come, past = page.split("Passés et annulés")
    assert "Mercredi 14 janvier, de 10 h à 10 h 45" in to_come
    assert "Jeudi 15 janvier" not in to_come
    assert "Annulé par Camille : « Je suis souffrante. »" in past


def test_with_nothing_the_list_says_what_to_do(pages):
    page = text_of(pages.lea.get("/rendez-vous/"))
    assert "Rien de prévu pour le moment" in page
    assert 'href="/rendez-vous/prendre/"' in page


def test_the_list_asks_as_often_for_one_as_for_three(world, pages):
    counts = []
    for hour in (9, 10, 11):
        world.booked(2, hour)
        counts.append(statements(lambda: pages.lea.get("/rendez-vous/")))
    assert counts[0] == counts[2]


def test_the_page_says_where_with_whom_what_to_bring_and_what_is_sent(world, pages):
    world.office.address, world.office.postal_code, world.office.commune = (
        "12 rue des Tisserands",
        "49300",
        "Cholet",
    )
    world.office.directions = "Bus 2, arrêt Mairie. Sonnez au 1er."
    world.office.save()
    made = world.booked(9, 10, note="Votre CV")
    page = text_of(pages.lea.get(f"/rendez-vous/{made.uid}/"))
    for said in (
        "Cholet centre",
        "12 rue des Tisserands, 49300 Cholet",
        "Bus 2, arrêt Mairie",
        "Camille",
        "Votre CV",
    ):
        assert said in page
    assert "Rappel, 7 jours avant" in page
    assert "Rappel, 2 h avant" in page
    assert f'href="/rendez-vous/{made.uid}/annuler/"' in page
    assert 'value="other-time"' in page


def test_opened_it_is_told_no_further(world, pages):
    made = world.booked(2, 10)
    pages.lea.get(f"/rendez-vous/{made.uid}/")
    assert not pending(world.cast.lea).exists()


def test_by_telephone_it_says_at_which_number(world, pages):
    made = world.booked(2, 10, mode="phone", place=None, phone="+33639980001")
    assert "Camille vous appelle au 06 39 98 00 01." in text_of(pages.lea.get(f"/rendez-vous/{made.uid}/"))


def test_staff_are_sent_to_their_own_page_and_nobody_else_sees_it(world, pages):
    made = world.booked(2, 10)
    there = f"/rendez-vous/{made.uid}/"
    assert pages.camille.get(there).headers["Location"] == f"/agenda/rdv/{made.uid}/"
    assert pages.yanis.get(there).status_code == 404
    assert pages.alex.get(there).status_code == 404


@pytest.mark.parametrize("said", ["comes", "cannot"])
def test_one_tap_is_the_answer(world, pages, said):
    made = world.booked(2, 10)
    response = pages.lea.post(f"/rendez-vous/{made.uid}/repondre/", {"answer": said})
    assert response.headers["Location"] == f"/rendez-vous/{made.uid}/"
    assert made.taken.get().answer == said


def test_who_cannot_come_is_offered_to_move_or_cancel(world, pages):
    made = world.booked(2, 10)
    pages.lea.post(f"/rendez-vous/{made.uid}/repondre/", {"answer": "cannot"})
    page = text_of(pages.lea.get(f"/rendez-vous/{made.uid}/"))
    assert "Et maintenant ?" in page
    assert f'href="/rendez-vous/{made.uid}/annuler/"' in page


def test_another_time_leads_to_moving(world, pages):
    made = world.booked(2, 10)
    response = pages.lea.post(f"/rendez-vous/{made.uid}/repondre/", {"answer": "other-time"})
    assert response.headers["Location"] == f"/rendez-vous/{made.uid}/deplacer/"
    assert made.taken.get().answer == ""


def test_call_me_is_a_line_on_the_counsellor_s_list(world, pages):
    made = world.booked(2, 10)
    pages.lea.post(f"/rendez-vous/{made.uid}/repondre/", {"answer": "call"})
    [line] = call_list(world.cast.camille, world.cast.structures["cholet"])
    page = text_of(pages.camille.get("/appels/"))
    assert "La personne a demandé qu’on l’appelle." in page
    assert "un rendez-vous" in page
    assert "demande qu’on l’appelle" in text_of(pages.camille.get(f"/fil/{world.cast.thread().uid}/"))
    assert line.person == world.cast.lea


def test_what_is_no_answer_is_refused(world, pages):
    made = world.booked(2, 10)
    assert pages.lea.post(f"/rendez-vous/{made.uid}/repondre/", {"answer": "perhaps"}).status_code == 422
    assert pages.yanis.post(f"/rendez-vous/{made.uid}/repondre/", {"answer": "comes"}).status_code == 404


def test_after_the_limit_a_message_is_begun(world, pages, at):
    made = world.booked(2, 10)
    at(world.at(2, 8, 30))
    there = f"/rendez-vous/{made.uid}/"
    response = pages.lea.post(f"{there}repondre/", {"answer": "cannot"})
    assert response.headers["Location"] == f"{there}?dire=cannot#ecrire"
    assert made.taken.get().answer == ""
    page = text_of(pages.lea.get(f"{there}?dire=cannot"))
    assert "on ne peut plus changer le rendez-vous ici" in page
    assert "Je ne peux pas venir.</textarea>" in page
    assert 'value="cannot"' not in page


def test_the_message_is_written_in_the_thread_once(world, pages, at):
    made = world.booked(2, 10)
    at(world.at(2, 8, 30))
    written = {"id": str(uuid4()), "text": "Je suis en retard, mon bus est tombé en panne."}
    for _ in range(2):
        response = pages.lea.post(f"/rendez-vous/{made.uid}/repondre/", written)
        assert response.headers["Location"] == "/"
    assert Entry.objects.filter(kind="message", text=written["text"]).count() == 1


def test_an_empty_message_is_asked_for_again(world, pages, at):
    made = world.booked(2, 10)
    at(world.at(2, 8, 30))
    response = pages.lea.post(f"/rendez-vous/{made.uid}/repondre/", {"id": str(uuid4()), "text": " "})
    assert response.status_code == 422
    assert "Écrivez un mot, puis envoyez." in text_of(response)


def test_a_seat_that_is_offered_is_taken_on_its_page(world, pages):
    made, cast = world.session(2, 10), world.cast
    enrol(appointment=made, young=cast.yanis, by=cast.yanis)
    enrol(appointment=made, young=cast.lea, by=cast.lea)
    give_back(appointment=made, young=cast.yanis, by=cast.yanis)
    page = text_of(pages.lea.get(f"/rendez-vous/{made.uid}/"))
    assert ">Prendre la place</button>" in page
    assert "jusqu’à mardi 13 janvier à 8 h" in page
    pages.lea.post(f"/rendez-vous/{made.uid}/repondre/", {"answer": "take"})
    assert made.taken.get(young=cast.lea).state == "taken"


def test_a_seat_and_a_place_in_line_are_given_back_on_their_page(world, pages):
    made, cast = world.session(2, 10), world.cast
    enrol(appointment=made, young=cast.lea, by=cast.lea)
    enrol(appointment=made, young=cast.yanis, by=cast.yanis)
    there = f"/rendez-vous/{made.uid}/"
    assert "Quitter la liste" in text_of(pages.yanis.get(there))
    assert "Oui, la rendre" in text_of(pages.lea.get(there))
    for client in (pages.yanis, pages.lea):
        client.post(f"{there}repondre/", {"answer": "leave"})
    assert set(made.taken.values_list("state", flat=True)) == {"given-back"}
    assert "Place rendue" in text_of(pages.lea.get(there))


def test_home_says_the_next_one(world, pages):
    assert 'data-role="next-meeting"' not in text_of(pages.lea.get("/"))
    world.booked(3, 10)
    world.booked(2, 10)
    page = text_of(pages.lea.get("/"))
    assert page.count('data-role="next-meeting"') == 1
    assert next_of(world.cast.lea, world.cast.structures["cholet"])["leaf"][1] == "14"
    assert "mercredi 14 janvier" in page.split('data-role="next-meeting"')[1].split("</a>")[0]


def test_home_asks_one_statement_for_it(world, pages, monkeypatch):
    world.booked(2, 10)
    with_it = statements(lambda: pages.lea.get("/"))
    monkeypatch.setattr("aufil.home.views.first.next_of", lambda *_: None)
    assert statements(lambda: pages.lea.get("/")) == with_it - 1


def test_the_day_says_who_comes_today(world, pages, at):
    world.booked(0, 10)
    made = world.session(0, 14, seats=8)
    enrol(appointment=made, young=world.cast.yanis, by=world.cast.camille)
    world.booked(1, 10)
    cancel(appointment=world.booked(0, 11, young=world.cast.ines), by=world.cast.camille)
    page = text_of(pages.camille.get("/"))
    rows = page.split('data-role="rows-meetings"')[1].split("</ul>")[0]
    assert rows.count("<li") == 2
    assert "Léa Baron" in rows
    assert "10 h" in rows
    assert "1 inscrit" in rows
    assert "Atelier CV" in rows
    assert 'data-role="rows-meetings"' not in text_of(pages.julien.get("/"))


def test_the_day_asks_as_often_for_one_as_for_three(world, pages):
    counts = []
    for hour, young in ((9, world.cast.lea), (10, world.cast.yanis), (11, world.cast.ines)):
        world.booked(0, hour, 30, young=young)
        counts.append(statements(lambda: pages.camille.get("/")))
    assert counts[0] == counts[2]


# What will be sent.


@pytest.fixture
def texts(world):
    usual = {channel: carrier_of(channel) for channel in channels_in_use()}
    register_carriers({"sms": Recorded(), "email": Recorded()})
    lea = world.cast.lea
    lea.phone = "+33639980001"
    lea.save(update_fields=["phone"])
    yield world
    register_carriers({channel: carrier for channel, carrier in usual.items() if carrier})


def test_what_will_be_sent_is_foreseen_with_its_way(texts):
    made = texts.booked(9, 10)
    coming = reminders_of(made.taken.get())
    assert [(one.what, one.minutes) for one in coming] == [
        ("booked", None),
        ("reminder", 10080),
        ("reminder", 2880),
        ("reminder", 120),
    ]
    assert {one.channel for one in coming} == {"sms"}
    assert [one.at for one in coming[1:]] == [texts.at(2, 10), texts.at(7, 10), texts.at(9, 8)]
    assert coming[0].address == "+33639980001"
    assert [one.before for one in coming[1:]] == ["7 jours", "2 jours", "2 h"]


def test_quiet_hours_are_foreseen_too(texts):
    texts.talk.reminders = [180, 5 * 24 * 60 + 60]
    texts.talk.save()
    made = texts.booked(
        11, 9
    )  # Friday; five days and an hour before is Sunday at 8, three hours before 6 o’clock
    planned = [one.at for one in reminders_of(made.taken.get()) if one.minutes]
    assert planned == [texts.at(7, 8), texts.at(11, 8)]


def test_it_is_asked_as_often_for_one_as_for_three(texts):
    made = texts.booked(9, 10)
    seat = made.taken.select_related("young", "appointment__structure").get()
    Alert.objects.filter(minutes__in=(120, 2880)).delete()
    one = statements(lambda: reminders_of(seat))
    answer(seat=seat, said="comes", by=texts.cast.lea)
    assert statements(lambda: reminders_of(seat)) == one
    assert len(reminders_of(seat)) == 4


def test_nothing_more_is_sent_of_what_is_cancelled(texts):
    made = texts.booked(9, 10)
    cancel(appointment=made, by=texts.cast.lea)
    assert reminders_of(made.taken.get()) == []
