"""Notices on their way through the database: written by a post, moved by followers, told by receipts."""

from datetime import timedelta

import pytest
from django.db import transaction

from aufil.delivery.actions import (
    call_noted,
    carry_sms,
    climb,
    close_line,
    hand_over_notices,
    note_on_line,
    purge_attempts,
    record_answer,
    record_receipt,
    send_again,
    settle,
    silence,
)
from aufil.delivery.actions.carrying import _due
from aufil.delivery.channels import Fate
from aufil.delivery.ladder import Send
from aufil.delivery.models import (
    Address,
    Attempt,
    CallLine,
    DeliverySettings,
    Notice,
    Outgoing,
    PushSubscription,
    Receipt,
    Wish,
)
from aufil.delivery.queries import (
    call_list,
    call_list_of_all,
    call_list_of_nobody,
    coming_for,
    coming_to,
    known_ways,
    lateness,
    lives_by_sms,
    not_arrived,
    sent_to,
    stairs_of,
)
from aufil.delivery.states import KEPT_BACK, Reason, Said, State
from aufil.jobs.models import Job
from aufil.jobs.worker import work_off
from aufil.people.actions import start_device
from aufil.people.models import Profile, Support
from aufil.thread.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(office):
    lea = office.lea
    lea.phone = "+33639980001"
    lea.email = "lea@exemple.fr"
    lea.save()
    return lea


def on_a_phone(person, name="1"):
    device, _secret = start_device(person=person, label=name)
    return PushSubscription.objects.create(
        device=device,
        person=person,
        endpoint=f"https://push.example/{person.pk}/{name}",
        p256dh="k",
        auth="a",
        made_at=device.last_seen_at,
    )


def notice(person):
    return Notice.objects.get(person=person)


def stands(person):
    one = notice(person)
    return one.state, one.reason


def write(api, office, text="Bonjour Léa"):
    answer = api.camille.say(office.thread("lea"), text)
    assert answer.status == 201
    return answer


def test_who_lives_by_sms_is_told_the_text_itself_and_received_is_enough(api, office, lea, held, carriers):
    write(api, office)
    held.pass_by(minutes=2)
    (parcel,) = carriers["sms"].handed
    assert (parcel.words[0].who, parcel.words[0].text) == ("Camille", "Bonjour Léa")
    assert parcel.attempt.in_full
    assert parcel.words[0].path == f"/fil/{office.thread('lea').uid}/"
    assert stands(lea) == (State.SENT, "")
    assert not Outgoing.objects.exists()
    assert record_receipt(said="delivered", ref=f"ref-{parcel.attempt.uid}", at=held.at)
    held.follow()
    assert stands(lea) == (State.DELIVERED, "")
    assert notice(lea).ended_at
    assert not notice(lea).due_at


def test_push_then_sms_then_the_call_list_with_the_times_of_the_structure(api, office, lea, held, carriers):
    on_a_phone(lea)
    write(api, office)
    held.pass_by(minutes=2)
    assert len(carriers["push"].handed) == 1
    assert not carriers["push"].handed[0].attempt.in_full
    held.pass_by(hours=3)
    assert not carriers["sms"].handed
    held.pass_by(hours=1)
    assert len(carriers["sms"].handed) == 1
    assert not carriers["sms"].handed[0].attempt.in_full
    held.pass_by(days=1)
    assert stands(lea) == (State.TO_CALL, Reason.SILENT)
    assert CallLine.objects.get(person=lea).notices.count() == 1


def test_reading_ends_it_wherever_it_stands_and_closes_the_line(api, office, lea, held, carriers):
    lea.phone = lea.email = ""
    lea.save()
    seq = write(api, office).json["seq"]
    held.pass_by(minutes=2)
    assert stands(lea) == (State.TO_CALL, Reason.NO_WAY)
    api.lea.post(f"/threads/{office.thread('lea').uid}/read", {"seq": seq})
    assert stands(lea) == (State.SEEN, "")
    assert CallLine.objects.get(person=lea).ending == "seen"


def test_several_small_ones_are_one(api, office, lea, held, carriers):
    write(api, office, "Un")
    held.pass_by(minutes=1)
    write(api, office, "Deux")
    held.at += timedelta(seconds=50)
    write(api, office, "Trois")
    held.pass_by(seconds=10)
    assert carriers["sms"].texts == [["Un", "Deux", "Trois"]]
    assert Attempt.objects.count() == 1


def test_what_comes_just_after_waits_for_the_next(api, office, lea, held, carriers):
    write(api, office, "Un")
    held.pass_by(minutes=2)
    write(api, office, "Deux")
    held.pass_by(minutes=2)
    assert carriers["sms"].texts == [["Un"]]
    held.pass_by(minutes=1)
    assert carriers["sms"].texts == [["Un"], ["Deux"]]


def test_a_dead_number_gives_way_to_the_address_and_the_team_is_told(api, office, lea, held, carriers):
    carriers["sms"].answer = lambda parcel: Fate("refused", code="no such number", for_good=True)
    write(api, office)
    held.pass_by(minutes=2)
    assert len(carriers["email"].handed) == 1
    assert Address.objects.get(person=lea).dead_at
    work_off(most=20)
    told = Entry.objects.get(thread__paired_with=office.thread("lea"))
    assert "numéro" in told.text
    held.pass_by(minutes=20)
    write(api, office, "Encore")
    held.pass_by(minutes=4)
    assert len(carriers["sms"].handed) == 1, "nothing more goes to a dead number"


def test_who_says_stop_is_told_by_the_next_way_at_once(api, office, lea, held, carriers):
    carriers["sms"].answer = lambda parcel: Fate("later")
    write(api, office)
    held.pass_by(minutes=2)
    assert not carriers["email"].handed
    structure = Attempt.objects.get().structure_id
    assert silence(person=lea, channel="sms", address=lea.phone, structure=structure)
    held.pass_by(minutes=4)
    assert len(carriers["email"].handed) == 1
    assert not Outgoing.objects.exists()
    work_off(most=20)
    assert "STOP" in Entry.objects.get(thread=office.thread("lea").pk, kind="event").text


def test_a_subscription_that_is_gone_is_over(api, office, lea, held, carriers):
    subscription = on_a_phone(lea)
    carriers["push"].answer = lambda parcel: Fate("refused", code="gone", for_good=True)
    write(api, office)
    held.pass_by(minutes=2)
    subscription.refresh_from_db()
    assert subscription.gone_at
    assert len(carriers["sms"].handed) == 1
    assert Job.objects.filter(key__startswith="way-lost").count() == 1


def test_a_provider_that_is_away_is_asked_again_and_then_given_up(api, office, lea, held, carriers):
    carriers["sms"].answer = lambda parcel: Fate("later")
    write(api, office)
    held.pass_by(minutes=2)
    held.pass_by(seconds=15)
    held.pass_by(minutes=2)
    assert len(set(carriers["sms"].uids)) == 1
    assert len(carriers["sms"].handed) >= 2
    for _ in range(24 * 2):
        held.pass_by(minutes=30)
    assert stands(lea)[0] == State.TO_CALL
    assert not Outgoing.objects.filter(channel="sms").exists()


def test_quiet_hours_keep_back_what_could_not_leave_and_it_leaves_the_next_morning(
    api, office, lea, held, carriers
):
    DeliverySettings.objects.create(structure=office.structures["cholet"], message_days=3)
    held.at = held.at.replace(hour=15, minute=50)
    carriers["sms"].answer = lambda parcel: Fate("later")
    write(api, office)
    held.pass_by(minutes=2)
    held.at = held.at.replace(hour=19, minute=5)  # 20:05 in Paris
    handed = len(carriers["sms"].handed)
    held.follow()
    assert len(carriers["sms"].handed) == handed
    assert stands(lea) == (State.HELD, Reason.QUIET)
    carriers["sms"].answer = lambda parcel: Fate("taken")
    held.pass_by(hours=12)
    assert len(carriers["sms"].handed) == handed + 1
    assert stands(lea)[0] == State.SENT
    assert Receipt.objects.filter(code__in=KEPT_BACK).count() == 1


def test_a_worker_killed_in_the_middle_leaves_a_doubt_and_sends_nothing_twice(
    api, office, lea, held, carriers
):
    class Killed(BaseException):
        pass

    def die(parcel):
        raise Killed

    carriers["sms"].answer = die
    write(api, office)
    held.at += timedelta(minutes=2)
    climb()
    with pytest.raises(Killed):
        carry_sms()
    assert Outgoing.objects.get().started_at
    held.pass_by(minutes=3)
    assert len(carriers["sms"].handed) == 1
    assert stands(lea) == (State.FAILED, Reason.UNKNOWN)
    assert Receipt.objects.get().said == Said.UNKNOWN


def test_where_a_repeat_is_known_it_is_handed_over_again(api, office, lea, held, carriers):
    on_a_phone(lea)
    carriers["push"].answer = lambda parcel: 1 / 0
    write(api, office)
    held.at += timedelta(minutes=2)
    climb()
    with pytest.raises(ZeroDivisionError):
        held.follow()
    carriers["push"].answer = lambda parcel: Fate("taken")
    held.pass_by(minutes=3)
    assert len(carriers["push"].handed) == 2
    assert len(set(carriers["push"].uids)) == 1
    assert stands(lea)[0] == State.SENT


def test_what_was_read_meanwhile_does_not_leave(api, office, lea, held, carriers):
    seq = write(api, office).json["seq"]
    held.at += timedelta(minutes=2)
    climb()
    api.lea.post(f"/threads/{office.thread('lea').uid}/read", {"seq": seq})
    held.follow()
    assert not carriers["sms"].handed
    assert not Outgoing.objects.exists()
    assert Receipt.objects.get().code in KEPT_BACK


def test_what_was_deleted_meanwhile_does_not_leave(api, office, lea, held, carriers):
    uid = write(api, office).json["id"]
    held.at += timedelta(minutes=2)
    climb()
    api.camille.delete(f"/threads/{office.thread('lea').uid}/entries/{uid}")
    held.follow()
    assert not carriers["sms"].handed
    assert stands(lea)[0] == State.WITHDRAWN


def test_what_was_written_for_somebody_leaves_before_what_was_sent_to_many(office, held, carriers):
    people = [office.lea, office.yanis]
    for number, person in enumerate(people):
        attempt = Attempt.objects.create(
            structure=office.structures["cholet"], person=person, channel="sms", address="x", made_at=held.at
        )
        Outgoing.objects.create(
            attempt=attempt, channel="sms", weight=1 - number, due_at=held.at - timedelta(minutes=2 - number)
        )
    with transaction.atomic():
        assert [row.attempt.person_id for row in _due("sms", held.at, 2)] == [office.yanis.pk, office.lea.pk]


def test_receipts_twice_late_or_for_nothing(api, office, lea, held, carriers):
    write(api, office)
    held.pass_by(minutes=2)
    uid = carriers["sms"].uids[0]
    for said in ("delivered", "delivered", "taken", "failed", "failed"):
        assert record_receipt(said=said, attempt=uid, at=held.at)
        held.follow()
    assert stands(lea) == (State.DELIVERED, Reason.DOUBT)
    assert not record_receipt(said="delivered", ref="never heard of", at=held.at)
    assert not record_receipt(said="delivered", ref="", at=held.at)
    record_answer(person=lea.pk, structure=office.structures["cholet"].pk, channel="sms", at=held.at)
    assert stands(lea) == (State.SEEN, "")
    assert Address.objects.get(person=lea).answered_at


def test_a_call_that_reached_them_closes_the_line_and_another_counts(api, office, lea, held, carriers):
    Profile.objects.create(structure=office.structures["cholet"], person=lea, preferred_channel="call")
    write(api, office)
    held.pass_by(minutes=2)
    line = CallLine.objects.get(person=lea)
    known = {"person": lea.pk, "structure": office.structures["cholet"].pk, "actor": office.camille.pk}
    call_noted(**known, outcome="voicemail")
    line.refresh_from_db()
    assert (line.tries, line.closed_at) == (1, None)
    call_noted(**known, outcome="reached")
    line.refresh_from_db()
    assert (line.tries, line.ending, line.closed_by) == (2, "reached", office.camille)
    assert stands(lea) == (State.DONE, "")


def test_a_counsellor_is_told_by_push_and_never_called(api, office, lea, held, carriers):
    on_a_phone(office.camille)
    api.lea.say(office.thread("lea"), "Bonjour Camille")
    held.pass_by(minutes=2)
    assert [words.who for words in carriers["push"].handed[0].words] == ["Léa"]
    assert stands(office.camille) == (State.SENT, "")
    assert notice(office.camille).ended_at


def test_who_wants_a_digest_hears_nothing_else(api, office, lea, held, carriers):
    Wish.objects.create(person=office.camille, alerts=Wish.Alerts.DIGEST)
    on_a_phone(office.camille)
    api.lea.say(office.thread("lea"), "Bonjour Camille")
    held.pass_by(minutes=2)
    assert not carriers["push"].handed
    assert stands(office.camille) == (State.DROPPED, Reason.DIGEST)


def test_a_batch_costs_the_same_for_one_and_for_many(
    api, office, lea, held, carriers, django_assert_max_num_queries
):
    for number in range(30):
        write(api, office, f"Message {number}")
    held.at += timedelta(minutes=2)
    with django_assert_max_num_queries(40):
        climb()
    with django_assert_max_num_queries(50):
        carry_sms()


def test_a_page_can_tell_what_was_sent_what_will_be_and_what_did_not_arrive(api, office, lea, held, carriers):
    cholet = office.structures["cholet"]
    on_a_phone(lea)
    write(api, office)
    assert [one.state for one in coming_for(lea, cholet)] == [State.WAITING]
    held.pass_by(minutes=2)
    carriers["sms"].answer = lambda parcel: Fate("refused", code="no route")
    held.pass_by(hours=4)
    told = sent_to(lea, cholet)
    assert [(one.attempt.channel, one.shown.state) for one in told] == [
        ("email", State.SENT),
        ("sms", State.DROPPED),
        ("push", State.SENT),
    ]
    assert not not_arrived(cholet).exists()
    held.pass_by(days=1)
    assert [one.person for one in not_arrived(cholet)] == [lea]
    assert not not_arrived(office.structures["mayenne"]).exists()


def test_a_line_stands_on_the_list_of_who_answers_today(api, office, lea, held, carriers):
    cholet = office.structures["cholet"]
    Profile.objects.create(structure=cholet, person=lea, preferred_channel="call")
    write(api, office)
    held.pass_by(minutes=2)
    (line,) = call_list(office.camille, cholet)
    assert (line.person, [one.reason for one in line.about]) == (lea, [Reason.NO_WAY])
    assert not call_list(office.julien, cholet)
    assert not call_list(office.alex, office.structures["mayenne"])
    assert list(call_list_of_all(cholet)) == [line]
    assert not call_list_of_nobody(cholet)
    Support.objects.filter(young=lea).update(ends_on=held.at.date())
    assert list(call_list_of_nobody(cholet)) == [line]


def test_what_is_late_is_known(api, office, lea, held, carriers):
    write(api, office)
    assert lateness().late == timedelta()
    held.at += timedelta(minutes=12)
    assert lateness() == (timedelta(minutes=10), 1)


def test_attempts_are_forgotten_with_former_texts_unless_something_is_open(api, office, lea, held, carriers):
    write(api, office)
    held.pass_by(minutes=2)
    held.at += timedelta(days=120)
    purge_attempts()
    assert Attempt.objects.count() == 1
    record_receipt(said="delivered", attempt=carriers["sms"].uids[0], at=held.at)
    held.follow()
    purge_attempts()
    assert not Attempt.objects.exists()
    assert notice(lea).state == State.DELIVERED


def test_a_line_follows_who_two_files_become(api, office, lea, held, carriers):
    Profile.objects.create(structure=office.structures["cholet"], person=lea, preferred_channel="call")
    write(api, office)
    held.pass_by(minutes=2)
    hand_over_notices(person=lea.pk, to=office.yanis.pk, topics=[office.thread("lea").pk])
    held.follow()
    assert CallLine.objects.get(person=lea).ending == "no-more"
    assert not CallLine.objects.filter(person=office.yanis, closed_at=None).exists()
    assert stands(office.yanis)[0] == State.WITHDRAWN, "Yanis is not in the thread of this test"


def test_the_call_list_costs_the_same_for_one_and_for_three(
    api, office, held, carriers, django_assert_num_queries
):
    cholet = office.structures["cholet"]
    for young in ("lea", "yanis", "ines"):
        Profile.objects.create(structure=cholet, person=office.people[young], preferred_channel="call")
        api.camille.say(office.thread(young), "Bonjour")
        held.pass_by(minutes=5)
        with django_assert_num_queries(2):
            list(call_list(office.camille, cholet))
        with django_assert_num_queries(1):
            not_arrived(cholet).count()


def failed_text(api, office, held, carriers):
    """A text that did not arrive: its person is to be called."""
    carriers["email"].answer = carriers["sms"].answer = lambda parcel: Fate("refused", code="no route")
    write(api, office)
    held.pass_by(minutes=2)
    carriers["sms"].answer = carriers["email"].answer = lambda parcel: Fate(
        "taken", ref=f"ref-{parcel.attempt.uid}"
    )
    return Attempt.objects.get(channel="sms")


def test_sent_again_is_another_attempt_and_pressed_twice_is_once(api, office, lea, held, carriers):
    attempt = failed_text(api, office, held, carriers)
    assert stands(lea) == (State.TO_CALL, Reason.FAILED)
    last = Attempt.objects.get(channel="email")
    assert not send_again(attempt=attempt, actor=office.camille), "the e-mail was tried after it"
    assert send_again(attempt=last, actor=office.camille)
    assert not send_again(attempt=last, actor=office.camille)
    held.pass_by(minutes=3)
    assert [one.channel for one in Attempt.objects.order_by("pk")] == ["sms", "email", "sms"]
    assert not send_again(attempt=last, actor=office.camille)
    assert CallLine.objects.get().closed_at is None, "to be called until it has arrived"
    record_receipt(said="delivered", attempt=Attempt.objects.last().uid, at=held.at)
    held.follow()
    assert stands(lea) == (State.DELIVERED, "")
    assert CallLine.objects.get().closed_at


def test_sent_again_at_night_waits_for_the_morning(api, office, lea, held, carriers):
    failed_text(api, office, held, carriers)
    held.at += timedelta(hours=12)
    assert send_again(attempt=Attempt.objects.last(), actor=office.camille)
    held.follow()
    assert stands(lea) == (State.HELD, Reason.QUIET)
    (coming,) = coming_to(lea, office.structures["cholet"])
    assert isinstance(coming.step, Send)
    assert coming.at.hour == 7, "eight o'clock in Paris"
    held.pass_by(hours=11)
    assert Attempt.objects.count() == 3


def test_settled_by_hand_leaves_both_lists(api, office, lea, held, carriers):
    cholet = office.structures["cholet"]
    failed_text(api, office, held, carriers)
    assert settle(person=lea, structure=cholet, actor=office.camille) == 1
    assert settle(person=lea, structure=cholet, actor=office.julien) == 0
    assert stands(lea) == (State.DONE, "")
    assert not not_arrived(cholet).exists()
    assert not call_list_of_all(cholet)
    assert CallLine.objects.get().closed_by == office.camille


def test_who_closes_a_line_second_is_told_so(api, office, lea, held, carriers):
    failed_text(api, office, held, carriers)
    line = CallLine.objects.get()
    assert close_line(line=line, actor=office.camille, why="past")
    assert not close_line(line=line, actor=office.julien)
    assert not note_on_line(line=line, outcome="reached", actor=office.dominique)
    line.refresh_from_db()
    assert (line.closed_by, line.why) == (office.camille, "past")


def test_what_is_known_of_the_ways_to_somebody(office, lea, held, carriers):
    cholet = office.structures["cholet"]
    assert [one.stands for one in known_ways(lea)] == ["untried", "untried"]
    Address.objects.create(person=lea, channel="sms", address=lea.phone, dead_at=held.at, why="no route")
    Address.objects.create(person=lea, channel="email", address=lea.email, stopped_at=held.at)
    Address.objects.create(person=lea, channel="sms", address="+33639980009", answered_at=held.at)
    assert [one.stands for one in known_ways(lea)] == ["dead", "stopped", "former"]
    assert [stair.channels for stair in stairs_of(lea, cholet)] == [["call"]]
    Address.objects.all().delete()
    on_a_phone(lea)
    assert [stair.channels for stair in stairs_of(lea, cholet)] == [["push"], ["sms"], ["call"]]


@pytest.mark.parametrize(
    ("never", "by"), [("sms", ["email"]), ("email", ["sms"]), ("neither", []), ("", ["sms"])]
)
def test_what_is_not_to_be_used_for_somebody_is_not(api, office, lea, held, carriers, never, by):
    structure = office.structures["cholet"]
    Profile.objects.create(structure=structure, person=lea, never_by=never)
    write(api, office)
    held.pass_by(minutes=2)
    assert [channel for channel in ("sms", "email") if carriers[channel].handed] == by
    assert lives_by_sms(person=lea.pk, structure=structure.pk) == ("sms" in by)
    if not by:
        assert stands(lea) == (State.TO_CALL, Reason.NO_WAY)
