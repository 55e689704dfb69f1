"""A link in a text message: a time is taken without an account, by its own person alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from aufil.appointments.actions import propose, withdraw_proposal
from aufil.appointments.models import Alert, Appointment, Proposal
from aufil.appointments.queries import told_of_proposals
from aufil.appointments.queries.told import told
from aufil.appointments.tests.test_taking_times import links, read
from aufil.delivery.channels.sms.wording import Saying, text_of
from aufil.delivery.models import Notice
from aufil.people.models import Device
from aufil.signin.actions import choose_personal_code
from aufil.signin.models import Link
from aufil.signin.queries import code_of
from aufil.web.problems import Problem
from tests.support import signed_in

RIGHT = {"day": "12", "month": "3"}  # Léa's birthday


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def browser():
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


def sent(world, **more):
    said = {"young": world.cast.lea, "kind": world.talk, "counsellor": world.cast.camille, "days": 14, **more}
    world.talk.modes = ["phone"]
    world.talk.save()
    return propose(structure=world.cast.structures["cholet"], by=world.cast.camille, **said)


def address(row):
    return f"/rdv/{code_of(row.link)}/"


def proven(row, **proof):
    client = browser()
    assert client.post(address(row), proof or RIGHT).status_code == 302
    return client


def book(client, row):
    time = links(client.get(address(row)))[0]
    return client.post(address(row) + time, {"uid": str(uuid4()), "phone": "06 39 98 00 01"})


def test_it_leaves_whole_by_text_message_and_not_in_a_hurry(world):
    row = sent(world)
    notice = Notice.objects.get(kind=Proposal.NOTICE)
    assert (notice.person, notice.urgent, notice.reach) == (world.cast.lea, False, Notice.Reach.MESSAGE)
    [words] = told_of_proposals([notice]).values()
    text = text_of([words], Saying(in_full=False), lambda path: "jamais")
    assert text.startswith("Camille : ")
    assert text.endswith(address(row))
    assert "Entretien" not in text


def test_who_holds_the_phone_sees_nothing_without_the_digits(world):
    row = sent(world)
    page = browser().get(address(row))
    assert "C’est bien vous" in read(page)
    for word in ("Léa", "Camille", "Entretien", "heure="):
        assert word not in read(page)
    for below in ("deplacer/", "annuler/"):
        assert "C’est bien vous" in read(browser().get(address(row) + below))


def test_proven_a_time_is_taken_and_the_link_then_shows_it(world):
    row = sent(world)
    client = proven(row)
    assert book(client, row).url == address(row)
    assert "Votre rendez-vous est pris" in read(client.get(address(row)))
    assert book_again(client, row) == 1
    assert Appointment.objects.get().taken.get().young == world.cast.lea
    assert not Device.objects.filter(person=world.cast.lea).exists()


def test_what_was_taken_by_a_link_is_kept_as_a_message_that_asks_nothing(world):
    row = sent(world)
    client = proven(row)
    book(client, row)
    assert book_again(client, row) == 1
    [alert] = Alert.objects.filter(person=world.cast.lea, what=Alert.What.BOOKED)
    notice = Notice.objects.get(kind=Alert.NOTICE, person=world.cast.lea)
    assert (notice.topic, notice.position) == (alert.thread, alert.position)
    [words] = told([notice]).values()
    assert "Camille" in words.opening
    assert "OUI" not in text_of([words], Saying(in_full=True), lambda path: "jamais")


def book_again(client, row):
    """However it is tried, the link makes no second appointment."""
    made = Appointment.objects.get()
    later = f"?genre={row.kind.uid}&facon=phone&heure={made.starts_at + timedelta(days=1):%Y-%m-%dT%H:%MZ}"
    client.post(address(row) + later, {"uid": str(uuid4()), "phone": "06 39 98 00 01"})
    return Appointment.objects.count()


def test_it_is_moved_and_cancelled_by_the_same_link_while_it_lives(world, at):
    row = sent(world)
    client = proven(row)
    book(client, row)
    move = address(row) + "deplacer/"
    assert client.post(move + links(client.get(move))[-1]).url == address(row)
    made = Appointment.objects.get()
    assert made.moves == 1
    row.link.refresh_from_db()
    assert row.link.expires_at >= made.starts_at
    assert client.post(address(row) + "annuler/", {"word": ""}).url == address(row)
    made.refresh_from_db()
    assert made.cancelled_by == world.cast.lea
    assert links(client.get(address(row)))  # another time may be taken instead
    assert client.get(move).status_code == 404


def test_five_wrong_tries_in_all_and_it_is_dead(world):
    row = sent(world)
    client = browser()
    for left in (4, 3, 2, 1):
        wrong = client.post(address(row), {"day": "1", "month": "1"})
        assert wrong.status_code == 422
        assert f"Il reste {left} essai" in read(wrong)
    assert client.post(address(row), {"day": "1", "month": "1"}).status_code == 410
    assert client.post(address(row), RIGHT).status_code == 410


def test_a_right_answer_costs_no_try(world):
    row = sent(world)
    for _ in range(7):
        proven(row)
    row.link.refresh_from_db()
    assert row.link.tries == 0


def test_the_four_digits_are_asked_once_there_are_some(world):
    row = sent(world)
    choose_personal_code(person=world.cast.lea, code="4826")
    assert browser().post(address(row), RIGHT).status_code == 422
    proven(row, code="4826")


def test_expired_revoked_or_replaced_says_what_to_do(world, at):
    first = sent(world)
    second = sent(world)
    withdraw_proposal(proposal=second, by=world.cast.camille)
    third = sent(world)
    at(world.at(15, 9))
    for row in (first, second, third):
        answer = browser().get(address(row))
        assert answer.status_code == 410
        assert "Demandez-en un autre" in read(answer)
    assert browser().get("/rdv/K7MPK7MPK7MP/").status_code == 410
    assert told_of_proposals(list(Notice.objects.filter(kind=Proposal.NOTICE))) == {}


def test_it_signs_nobody_in_at_the_paper_s_door(world):
    row = sent(world)
    answer = browser().post(f"/lien/{code_of(row.link)}/", RIGHT)
    assert "aufil_device" not in answer.cookies
    assert row.link.act == Link.Act.BOOK


def test_a_proof_for_one_link_opens_no_other(world):
    row = sent(world)
    client = proven(row)
    other = sent(world, young=world.cast.yanis)
    client.cookies["aufil_rdv"]["path"] = "/"
    assert "C’est bien vous" in read(client.get(address(other)))


def test_their_own_device_is_not_asked(world):
    row = sent(world)
    assert links(signed_in(world.cast.lea).get(address(row)))
    assert "C’est bien vous" in read(signed_in(world.cast.yanis).get(address(row)))


def test_two_at_once_by_two_links(world):
    row, other = sent(world), sent(world, young=world.cast.yanis)
    one, two = proven(row), proven(other, day="1", month="6")
    time = links(two.get(address(other)))[0]
    book(one, row)
    late = two.post(address(other) + time, {"uid": str(uuid4()), "phone": "06 39 98 00 02"})
    assert late.status_code == 409
    assert len(links(late)) == 3
    assert "06 39 98 00 02" in read(late)


def test_staff_send_see_and_withdraw_it(world):
    camille = signed_in(world.cast.camille)
    page = f"/agenda/proposer/?pour={world.cast.lea.uid}"
    said = {"kind": str(world.talk.uid), "counsellor": "", "days": "7"}
    assert camille.post(page, {**said, "days": "0"}).status_code == 422
    assert "envoye" in camille.post(page, said).url
    row = Proposal.objects.get()
    assert "Retirer le lien" in read(camille.get(page))
    alex = signed_in(world.cast.alex)
    assert alex.post(f"/agenda/proposer/{row.link.uid}/retirer/").status_code == 404
    camille.post(f"/agenda/proposer/{row.link.uid}/retirer/")
    assert "Retirer le lien" not in read(camille.get(page))


def test_whom_nothing_reaches_or_tells_apart_is_not_sent_one(world):
    lea = world.cast.lea
    lea.email = ""
    lea.save()
    with pytest.raises(Problem):
        sent(world, young=lea)
    lea.email, lea.birth_date = "lea@exemple.fr", None
    lea.save()
    with pytest.raises(Problem):
        sent(world, young=lea)
