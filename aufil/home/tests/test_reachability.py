"""« Joindre les jeunes »: what pilot and head read of how a structure reaches its young people."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aufil.audit.models import Record
from aufil.delivery.models import Address, Attempt, DeliverySettings, Notice, PushSubscription, Receipt
from aufil.delivery.queries import months_of, reached, seen_in
from aufil.home import queries
from aufil.kernel import clock
from aufil.people.actions import create_person, start_device, support
from aufil.people.models import Device, Membership, Person, Profile, Role, Structure
from aufil.thread.models import Entry, Thread

NOW = datetime(2027, 3, 10, 15, tzinfo=ZoneInfo("Europe/Paris"))  # a Wednesday


@pytest.fixture
def cholet(cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Person.objects.filter(pk__in=[cast.lea.pk, cast.yanis.pk, cast.ines.pk]).update(email="")
    Device.objects.filter(person__in=[cast.lea, cast.yanis, cast.ines]).delete()
    return cast.structures["cholet"]


def of(cholet, person):
    return next(one for one in reached(cholet) if one.pk == person.pk)


def known(person, **facts):
    Person.objects.filter(pk=person.pk).update(**facts)


def closed(person, channel, address, **when):
    Address.objects.create(person=person, channel=channel, address=address, **when)


def test_who_has_nothing_can_be_reached_by_nothing(cast, cholet):
    found = queries.reachability(cholet)
    assert [one.it.name for one in found.unreachable] == ["Léa Baron", "Yanis Diallo", "Inès Morel"]
    assert {one.referent for one in found.unreachable} == {"Camille Rousseau"}
    assert (found.nothing, found.total) == (3, 3)


@pytest.mark.parametrize(
    ("facts", "told", "nothing"),
    [
        ({"phone": "+33639980001"}, True, False),
        ({"phone": "+33241000000"}, False, False),  # a landline can be called
        ({"phone": "+33639980001", "phone_wrong_at": NOW}, False, True),
        ({"email": "lea@exemple.fr"}, True, False),
    ],
)
def test_a_number_or_an_address_is_a_way(cast, cholet, facts, told, nothing):
    known(cast.lea, **facts)
    one = of(cholet, cast.lea)
    assert (one.is_told, one.by_nothing) == (told, nothing)


def test_a_way_that_closed_is_no_way_and_is_named(cast, cholet):
    known(cast.lea, phone="+33639980001", email="lea@exemple.fr")
    closed(cast.lea, "sms", "+33639980001", dead_at=NOW)
    closed(cast.lea, "email", "lea@exemple.fr", stopped_at=NOW)
    closed(cast.lea, "sms", "+33639980099", stopped_at=NOW)  # of a number they had
    one = of(cholet, cast.lea)
    assert one.failing == ["sms-dead", "email-stopped"]
    assert not one.is_told
    assert not one.by_nothing, "somebody can call"


def test_a_browser_that_is_told_no_more(cast, cholet):
    device, _secret = start_device(person=cast.lea, label="téléphone")
    Device.objects.filter(pk=device.pk).update(last_seen_at=NOW - timedelta(days=40))
    told = {"device": device, "person": cast.lea, "p256dh": "x", "auth": "y", "made_at": NOW}
    row = PushSubscription.objects.create(endpoint="https://push.exemple.fr/1", **told)
    assert of(cholet, cast.lea).push
    PushSubscription.objects.filter(pk=row.pk).update(gone_at=NOW)
    one = of(cholet, cast.lea)
    assert (one.push, one.failing, one.by_nothing) == (False, ["push-gone"], True)
    Device.objects.filter(pk=device.pk).update(last_seen_at=NOW - timedelta(days=2))
    assert not of(cholet, cast.lea).by_nothing, "they open Aufil"


def test_who_wants_to_be_called_gets_no_message(cast, cholet):
    known(cast.lea, phone="+33639980001")
    Profile.objects.create(structure=cholet, person=cast.lea, preferred_channel="call")
    one = of(cholet, cast.lea)
    assert (one.by_sms, one.by_call) == (False, True)


def wrote(cholet, person, number, made, seen=None, **more):
    return Notice.objects.create(
        structure=cholet, person=person, topic=1, position=number, created_at=made, seen_at=seen, **more
    )


def test_the_share_seen_and_the_median(cast, cholet):
    made = NOW - timedelta(days=3)
    for number, wait in enumerate((2, 20, 30, 90, 60 * 30)):
        wrote(cholet, cast.lea, number, made, made + timedelta(minutes=wait, seconds=30))
    wrote(cholet, cast.lea, 10, made)
    wrote(cholet, cast.lea, 11, made, state="delivered", ended_at=NOW)
    wrote(cholet, cast.lea, 12, made, state="done", ended_at=NOW)
    wrote(cholet, cast.lea, 13, made, withdrawn_at=NOW, ended_at=NOW)
    wrote(cholet, cast.lea, 14, made, reach=Notice.Reach.PUSH)  # told by Aufil, or to many
    wrote(cholet, cast.lea, 15, NOW - timedelta(hours=3))  # has not had a day
    wrote(cholet, cast.lea, 16, NOW - timedelta(days=40))
    wrote(cast.structures["mayenne"], cast.ousmane, 17, made)
    seen = seen_in(cholet)
    assert (seen.written, seen.seen, seen.received, seen.called, seen.unseen) == (8, 5, 1, 1, 1)
    assert (seen.within(timedelta(hours=1)), seen.within(timedelta(days=1))) == (3, 4)
    assert seen.median == timedelta(minutes=30)


def sms(structure, person, made, *parts):
    attempt = Attempt.objects.create(
        structure=structure, person=person, channel="sms", address="+33639980001", made_at=made
    )
    for said, count in zip(("taken", "delivered"), parts, strict=False):
        Receipt.objects.create(attempt=attempt, said=said, at=made, parts=count)


def test_text_messages_cost_their_parts_once_by_month_of_the_structure(cast, cholet):
    paris = ZoneInfo("Europe/Paris")
    DeliverySettings.objects.create(structure=cholet, sms_price=45)
    sms(cholet, cast.lea, NOW, 2, 2)  # what the provider says, and what we counted
    sms(cholet, cast.lea, datetime(2027, 3, 1, 0, 30, tzinfo=paris), 1)  # still February in UTC
    sms(cholet, cast.lea, datetime(2027, 2, 10, 9, tzinfo=paris), 0, 3)
    sms(cholet, cast.lea, datetime(2027, 2, 10, 9, tzinfo=paris))
    sms(cast.structures["mayenne"], cast.ousmane, NOW, 3)
    Attempt.objects.create(structure=cholet, person=cast.lea, channel="push", address="x", made_at=NOW)
    march, february, *_older = queries.reachability(cholet).months
    assert (march.first.isoformat(), march.sms, march.parts, march.cost, march.push) == (
        "2027-03-01",
        2,
        3,
        135,
        1,
    )
    assert (february.sms, february.parts, february.euros) == (2, 3, 0.135)


def test_months_go_back_as_far_as_attempts_are_kept(cast, cholet):
    assert [m.first.isoformat()[:7] for m in queries.reachability(cholet).months] == [
        "2027-03",
        "2027-02",
        "2027-01",
        "2026-12",
    ]
    Structure.objects.update(keep_former_texts_days=3000)
    assert len(queries.reachability(Structure.objects.get(pk=cholet.pk)).months) == 12
    assert months_of(cholet, [NOW], 45)[0].cost == 0


def test_answers_are_counted_in_working_hours_and_in_person(api, cast, cholet, monkeypatch):
    def at(day, hour, minute=0):
        moment = datetime(2027, 3, day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))
        monkeypatch.setattr(clock, "now", lambda: moment)

    at(5, 17)  # Friday
    api.lea.say(cast.thread(), "bonjour")
    at(5, 18)
    api.lea.say(cast.thread(), "vous êtes là ?")
    at(8, 9, 30)  # Monday
    api.camille.say(cast.thread(), "me voici")
    at(8, 10)
    api.camille.say(cast.thread(), "et la suite")
    at(10, 15)
    found = queries.reachability(cholet)
    assert (found.answered, found.answers) == (timedelta(hours=1), 1)
    Entry.objects.filter(text="me voici").update(via=Entry.Via.MANY)
    assert queries.reachability(cholet).answered == timedelta(hours=1, minutes=30)


def test_the_page_names_people_and_says_no_text(api, cast, pages):
    api.lea.say(cast.thread(), "SECRET-CHOLET")
    known(cast.lea, phone="+33639980001", phone_wrong_at=timezone.now(), email="")
    for browser in (pages.dominique, pages.claude):
        shown = browser.get("/structure/joignables/").content.decode()
        assert f"/mes-jeunes/{cast.lea.uid}/" in shown
        assert "numéro faux" in shown
        assert "SECRET" not in shown
        assert "Keita" not in shown
    for browser in (pages.camille, pages.alex, pages.lea, pages.admin):
        assert browser.get("/structure/joignables/").status_code == 404
        assert browser.get("/structure/joignables/liste.csv").status_code == 404


def test_the_list_is_safe_for_a_spreadsheet_and_in_the_journal(cast, pages):
    known(cast.lea, first_name="=HYPERLINK(1)", phone="+33639980001", phone_wrong_at=timezone.now(), email="")
    answer = pages.dominique.get("/structure/joignables/liste.csv")
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a-joindre-cholet.csv"'
    assert "Baron;'=HYPERLINK(1);06 39 98 00 01;;Camille Rousseau;" in text
    assert "numéro faux" in text
    assert "Keita" not in text
    assert Record.objects.filter(verb="people-exported", actor=cast.dominique.pk).count() == 1


def test_an_empty_structure_has_a_page(pages, cast):
    Membership.objects.filter(role=Role.YOUNG).delete()
    Thread.objects.all().delete()
    assert pages.dominique.get("/structure/joignables/").status_code == 200


def test_as_many_statements_for_one_as_for_many(cast, cholet, pages):
    counts = []
    for more in (1, 2, 30):
        for number in range(more):
            young = create_person(
                username=f"j{more}-{number}", first_name="J", structure=cholet, role=Role.YOUNG
            )
            support(young=young, counsellor=cast.camille, structure=cholet)
            wrote(cholet, young, number, NOW - timedelta(days=2))
            sms(cholet, young, NOW, 1)
        with CaptureQueriesContext(connection) as captured:
            queries.reachability(cholet)
        counts.append(len(captured))
    assert len(set(counts)) == 1
