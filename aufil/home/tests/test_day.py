"""« Aujourd’hui »: who needs this counsellor, in which order, and how the caseload is asked for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.home import queries
from aufil.home.forms import CaseloadForm
from aufil.kernel import clock
from aufil.people.actions import create_person, support
from aufil.people.models import Membership, OpeningHours, Person, Profile, Role, Support
from aufil.thread.models import Thread


@pytest.fixture
def cholet(cast):
    """Open day and night, so that what is told does not depend on when the tests run."""
    structure = cast.structures["cholet"]
    structure.opening_hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(structure=structure, weekday=day, opens="00:00", closes="23:59") for day in range(7)
    )
    return structure


def spoke(thread, **ago):
    Thread.objects.filter(pk=thread.pk).update(last_exchange_at=clock.now() - timedelta(**ago))


def names(rows):
    return [row.name for row in rows]


def test_who_waits_is_neither_silent_nor_recent(api, cast, cholet):
    api.lea.say(cast.thread("lea"), "vous êtes là ?")
    spoke(cast.thread("lea"), days=20)
    spoke(cast.thread("yanis"), days=9)
    api.camille.say(cast.thread("ines"), "Bonjour Inès")
    day = queries.day_of(cast.camille, cholet)
    assert names(day.waiting) == ["Léa Baron"]
    assert names(day.silent) == ["Yanis Diallo"]
    assert names(day.recent) == ["Inès Morel"]


def test_a_rhythm_of_ones_own_and_the_most_overdue_first(cast, cholet):
    for name, days in (("lea", 9), ("yanis", 12), ("ines", 12)):
        spoke(cast.thread(name), days=days)
    Profile.objects.create(structure=cholet, person=cast.yanis, rhythm_days=30)
    assert names(queries.day_of(cast.camille, cholet).silent) == ["Inès Morel", "Léa Baron"]
    cholet.rhythm_days = 14
    cholet.save()
    assert not queries.day_of(cast.camille, cholet).silent


def test_a_colleague_does_not_answer_for_silence(cast, cholet):
    support(young=cast.lea, counsellor=cast.julien, structure=cholet, part="colleague")
    spoke(cast.thread("lea"), days=20)
    day = queries.day_of(cast.julien, cholet)
    assert names(day.cases) == ["Léa Baron"]
    assert not day.silent


@pytest.mark.parametrize("read", [queries.day_of, queries.my_cases])
def test_one_three_and_a_hundred_and_fifty_people_are_read_by_as_many_statements(cast, cholet, read):
    day, counts = queries.day.today_in(cholet), []
    for more in (1, 2, 147):
        new = Person.objects.bulk_create(
            Person(username=f"j{more}-{n}", first_name="Jeune", last_name=str(n)) for n in range(more)
        )
        Membership.objects.bulk_create(
            Membership(structure=cholet, person=young, role=Role.YOUNG, starts_on=day) for young in new
        )
        Support.objects.bulk_create(
            Support(structure=cholet, young=young, counsellor=cast.julien, starts_on=day) for young in new
        )
        with CaptureQueriesContext(connection) as captured:
            read(cast.julien, cholet)
        counts.append(len(captured))
    assert len(queries.my_cases(cast.julien, cholet)) == 150
    assert len(set(counts)) == 1


def test_a_thread_is_named_to_who_is_in_it_alone(api, cast, cholet):
    api.lea.say(cast.thread("lea"), "bonjour")
    cases, _more = queries.structure_cases(cast.julien, cholet, words="baron", start=0, count=9)
    assert [(case.thread, case.unread, case.part) for case in cases] == [(None, 0, "")]
    cases, _more = queries.structure_cases(cast.camille, cholet, words="baron", start=0, count=9)
    assert [(case.thread, case.unread, case.part) for case in cases] == [
        (cast.thread("lea").uid, 1, "referent")
    ]


def test_who_is_colleague_and_stands_in_stands_in(cast, cholet):
    for part in ("colleague", "stand-in"):
        Support.objects.create(
            structure=cholet,
            young=cast.lea,
            counsellor=cast.julien,
            part=part,
            starts_on=queries.day.today_in(cholet),
            ends_on=queries.day.today_in(cholet) + timedelta(days=3),
        )
    assert [(case.name, case.part) for case in queries.my_cases(cast.julien, cholet)] == [
        ("Léa Baron", "stand-in")
    ]


def test_what_is_planned_today_and_what_should_have_been(cast, cholet):
    today = queries.day.today_in(cholet)
    for person, step, after in ((cast.lea, "CV", 0), (cast.yanis, "RIB", -2), (cast.ines, "Permis", 3)):
        Profile.objects.create(
            structure=cholet, person=person, next_step=step, next_step_on=today + timedelta(days=after)
        )
    assert [case.next_step for case in queries.day_of(cast.camille, cholet).planned] == ["RIB", "CV"]


def test_waiting_counts_in_working_hours(api, cast, monkeypatch):
    structure = cast.structures["cholet"]
    api.lea.say(cast.thread(), "bonjour")
    friday = clock.now().replace(year=2026, month=11, day=20, hour=16, minute=0, second=0, microsecond=0)
    Thread.objects.filter(pk=cast.thread().pk).update(unanswered_since=friday)
    monkeypatch.setattr(clock, "now", lambda: friday + timedelta(days=2, hours=17))  # Monday, 10:00 in Paris
    (row,) = queries.day_of(cast.camille, structure).waiting
    assert row.waited == timedelta(hours=1, minutes=30)


def test_the_channel_that_works(cast, cholet):
    def channel():
        return next(c.channel for c in queries.day_of(cast.camille, cholet).cases if c.uid == cast.lea.uid)

    assert channel() == "e-mail"
    cast.lea.phone = "+33639980001"
    cast.lea.save()
    assert channel() == "appel"
    Profile.objects.create(structure=cholet, person=cast.lea, preferred_channel="sms")
    assert channel() == "SMS"
    cast.lea.phone_wrong_at = clock.now()
    cast.lea.save()
    assert channel() == "e-mail"
    cast.lea.email = ""
    cast.lea.save()
    assert channel() == "aucun connu"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Léa Baron", "Yanis Diallo", "Inès Morel"]),
        ({"tri": "echange"}, ["Inès Morel", "Yanis Diallo", "Léa Baron"]),
        ({"montrer": "mineur"}, ["Inès Morel"]),
        ({"montrer": "attend"}, ["Léa Baron"]),
        ({"q": "LEA"}, ["Léa Baron"]),
        ({"q": "diallo yanis"}, ["Yanis Diallo"]),
        ({"q": "06 39"}, []),
        ({"tri": "nimporte", "montrer": "x", "q": "\x00"}, ["Léa Baron", "Yanis Diallo", "Inès Morel"]),
    ],
)
def test_the_caseload_as_it_is_asked_for(api, cast, cholet, asked, found):
    spoke(cast.thread("yanis"), days=3)
    api.lea.say(cast.thread("lea"), "bonjour")
    cases = queries.day_of(cast.camille, cholet).cases
    assert names(queries.arranged(cases, CaseloadForm(asked).view)) == found


def test_the_order_is_remembered_on_the_device_and_a_search_is_not(pages, cast):
    first = pages.camille.get("/?tri=echange&montrer=mineur&q=morel")
    assert first.status_code == 200
    again = pages.camille.get("/").content.decode()
    assert '<option value="echange" selected>' in again
    assert '<option value="mineur" selected>' in again
    assert "morel" not in again


def test_a_phone_and_a_file_number_find_their_person_in_the_structure_alone(pages, cast):
    for name, structure in (("Zoe", "cholet"), ("Zelda", "mayenne")):
        create_person(
            username=name.lower(),
            first_name=name,
            last_name="Ardent",
            structure=cast.structures[structure],
            role=Role.YOUNG,
            phone="+33639980042",
            file_number="7100042",
        )
    for words in ("0639980042", "06 39 98 00 42", "7100042", "zoe", "ardent"):
        shown = pages.claude.get("/mes-jeunes/", {"q": words}).content.decode()
        assert "Zoe Ardent" in shown, words
        assert "Zelda" not in shown


def test_the_structure_is_turned_page_by_page(pages, cast):
    for number in range(60):
        create_person(
            username=f"j{number}",
            first_name=f"Jeune{number:02d}",
            last_name="Zzz",
            structure=cast.structures["cholet"],
            role=Role.YOUNG,
        )
    first = pages.camille.get("/mes-jeunes/?qui=tous").content.decode()
    second = pages.camille.get("/mes-jeunes/?qui=tous&page=3").content.decode()
    assert "page 1" in first
    assert "Jeune59" in second
    assert "Jeune59" not in first
    for strange in ("0", "-1", "abc", "99999999", "7"):
        assert pages.camille.get(f"/mes-jeunes/?qui=tous&page={strange}").status_code == 200
