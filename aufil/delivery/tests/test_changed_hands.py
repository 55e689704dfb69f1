"""Numbers that change hands: what leaves, what comes back, and what is learnt late."""

from datetime import timedelta

import pytest

from aufil.delivery.actions import receive, record_receipt, silence
from aufil.delivery.channels import Fate
from aufil.delivery.models import Address, Attempt, Inbound, Notice, Receipt
from aufil.delivery.states import State
from aufil.delivery.tests.standins import taken
from aufil.jobs.models import Job
from aufil.thread.models import Entry

pytestmark = pytest.mark.django_db
FORMER, NEW = "+33639980001", "+33639980002"


def number(person, phone):
    person.phone = phone
    person.save(update_fields=["phone"])


@pytest.fixture
def lea(office):
    lea = office.lea
    lea.email = ""
    lea.save()
    number(lea, FORMER)
    return lea


def text(held, said="Oui", sender=FORMER, ref="1"):
    return receive(
        channel="sms", provider="kannel", provider_ref=ref, sender=sender, text=said, received_at=held.at
    )


def state_of(person):
    return Notice.objects.get(person=person).state


def test_an_answer_makes_what_was_sent_there_seen(api, office, lea, held, carriers):
    api.camille.say(office.thread("lea"), "On se voit mardi ?")
    held.pass_by(minutes=2)
    held.pass_by(minutes=5)
    assert state_of(lea) == State.SENT
    text(held)
    held.follow()
    assert state_of(lea) == State.SEEN
    assert Receipt.objects.filter(said="answered", attempt__person=lea).count() == 1


def test_what_waits_to_leave_follows_its_person_to_their_new_number(api, office, lea, held, carriers):
    carriers["sms"].answer = lambda _parcel: Fate("later", code="away")
    api.camille.say(office.thread("lea"), "On se voit mardi ?")
    held.pass_by(minutes=2)
    assert [p.attempt.address for p in carriers["sms"].handed] == [FORMER]
    number(lea, NEW)
    number(office.yanis, FORMER)
    carriers["sms"].handed.clear()
    carriers["sms"].answer = taken
    held.pass_by(minutes=15)
    held.pass_by(minutes=5)
    assert [p.attempt.address for p in carriers["sms"].handed] == [NEW]
    assert state_of(lea) == State.SENT


def test_who_has_it_now_answers_for_themselves_and_nobody_else_is_seen(api, office, lea, held, carriers):
    api.camille.say(office.thread("lea"), "On se voit mardi ?")
    held.pass_by(minutes=2)
    number(lea, NEW)
    number(office.yanis, FORMER)
    came = text(held, "c’est qui ?")
    held.follow()
    assert (came.person, came.state) == (office.yanis, Inbound.State.PLACED)
    assert state_of(lea) == State.SENT
    assert not Entry.objects.filter(thread=office.thread("lea"), via="sms").exists()


def test_from_a_number_two_have_it_waits_and_nothing_is_taken_for_seen(api, office, lea, held, carriers):
    number(office.yanis, FORMER)  # his file still says so
    api.camille.say(office.thread("lea"), "On se voit mardi ?")
    held.pass_by(minutes=2)
    came = text(held)
    held.follow()
    assert came.state == Inbound.State.WAITING
    assert state_of(lea) == State.SENT


def test_a_stop_holds_for_who_has_the_number_today(office, lea, held):
    number(lea, NEW)
    number(office.yanis, FORMER)
    text(held, "STOP")
    stopped = Address.objects.exclude(stopped_at=None)
    assert [(one.person, one.address) for one in stopped] == [(office.yanis, FORMER)]


def test_what_somebody_said_of_a_number_does_not_hold_for_who_has_it_next(api, office, lea, held, carriers):
    silence(person=lea, channel="sms", address=FORMER, structure=office.structures["cholet"].pk)
    number(lea, NEW)
    number(office.yanis, FORMER)
    for young in ("lea", "yanis"):
        api.camille.say(office.thread(young), "On se voit mardi ?")
    held.pass_by(minutes=2)
    assert {p.attempt.address for p in carriers["sms"].handed} >= {FORMER, NEW}


def test_that_a_former_number_died_is_kept_and_tells_nobody(api, office, lea, held, carriers):
    api.camille.say(office.thread("lea"), "On se voit mardi ?")
    held.pass_by(minutes=2)
    attempt = Attempt.objects.get(person=lea)
    number(lea, NEW)
    before = Job.objects.count()
    record_receipt(said="failed", attempt=attempt.uid, at=held.at, code="gone", for_good=True)
    assert Address.objects.get(person=lea, address=FORMER).dead_at
    assert Job.objects.count() == before
    held.at += timedelta(minutes=4)
    held.follow()
    assert [p.attempt.address for p in carriers["sms"].handed] == [FORMER, NEW]
