"""A counsellor who is away or silent: who is shown what waits, when, and what they can do."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.audit.models import Record
from aufil.delivery.models import Notice
from aufil.home import queries
from aufil.kernel import clock
from aufil.kernel.hours import Interval
from aufil.people.actions import create_person, declare_absence, set_working_hours, support
from aufil.people.models import Membership, Role, Support
from aufil.thread.models import Thread
from aufil.thread.queries import nudged

PARIS = ZoneInfo("Europe/Paris")
MONDAY, TUESDAY = 23, 24  # of November 2026; Cholet is open from 9 to 12:30 and from 13:30 to 17:30


@pytest.fixture
def at(monkeypatch):
    def hold(day: int, hour: int, minute: int = 0) -> datetime:
        moment = datetime(2026, 11, day, hour, minute, tzinfo=PARIS)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    hold(MONDAY, 9)
    return hold


@pytest.fixture
def cast(at, cast):
    Membership.objects.update(starts_on="2026-01-01")
    Support.objects.update(starts_on="2026-01-01")
    return cast


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def waits(cast, name, since):
    Thread.objects.filter(pk=cast.thread(name).pk).update(unanswered_since=since)


def away(cast, first=MONDAY, last=27, stand_in=None, person=None):
    days = {"starts_on": date(2026, 11, first), "ends_on": date(2026, 11, last)}
    person = person or cast.camille
    return declare_absence(
        person=person, structure=cast.structures["cholet"], stand_in=stand_in, actor=person, **days
    )


def late(cast, structure="cholet"):
    found = queries.overdue(cast.structures[structure])
    names = {person.pk: name for name, person in cast.people.items()}
    return [(names[one.young], str(one.why)) for one in found]


def test_a_silent_counsellor_has_four_of_their_working_hours(cast, at):
    waits(cast, "lea", at(MONDAY, 10))
    at(MONDAY, 14, 59)
    assert late(cast) == [], "two hours and a half, lunch, and nearly an hour and a half"
    at(MONDAY, 15)
    assert late(cast) == [("lea", "silent")]


def test_evenings_and_days_off_are_not_silence(cast, cholet, at):
    week = [Interval(day, datetime(2026, 1, 1, 9).time(), datetime(2026, 1, 1, 12).time()) for day in (1, 3)]
    set_working_hours(person=cast.camille, structure=cholet, week=week, actor=cast.camille)
    waits(cast, "lea", at(MONDAY, 9))
    at(25, 17)
    assert late(cast) == [], "three hours on Tuesday, none on Wednesday"
    at(26, 10)
    assert late(cast) == [("lea", "silent")]


def test_an_absent_counsellor_has_what_waits_shown_to_the_stand_in_at_once(cast, cholet, at):
    away(cast, stand_in=cast.julien)
    waits(cast, "lea", at(MONDAY, 10))
    day = queries.day_of(cast.julien, cholet)
    assert [(row.name, cover.name) for row, cover in day.covered] == [("Léa Baron", "Camille")]
    assert "Léa Baron" not in [row.name for row in day.waiting]
    assert late(cast) == [], "Julien has four hours"
    at(MONDAY, 15)
    assert late(cast) == [("lea", "away")]


def test_a_stand_ins_four_hours_begin_with_the_absence(cast, at):
    waits(cast, "lea", at(MONDAY, 16))
    at(TUESDAY, 9)
    away(cast, first=TUESDAY, stand_in=cast.julien)
    at(TUESDAY, 13, 59)
    assert late(cast) == []
    at(TUESDAY, 14)
    assert late(cast) == [("lea", "away")]


def test_what_was_late_before_the_absence_stays_with_the_pilot(cast, at):
    waits(cast, "lea", at(MONDAY, 9))
    at(TUESDAY, 9)
    away(cast, first=TUESDAY, stand_in=cast.julien)
    assert late(cast) == [("lea", "away")]


def test_without_a_stand_in_it_is_the_pilots_at_once(cast, cholet, at):
    away(cast)
    waits(cast, "lea", at(MONDAY, 10))
    at(MONDAY, 10, 1)
    assert late(cast) == [("lea", "away")]
    assert not queries.day_of(cast.julien, cholet).covered


def test_a_stand_in_who_is_away_too_stands_in_for_nobody(cast, at):
    away(cast, stand_in=cast.julien)
    away(cast, person=cast.julien)
    waits(cast, "lea", at(MONDAY, 10))
    assert late(cast) == [("lea", "away")]
    (one,) = queries.unanswered(
        cast.dominique, cast.structures["cholet"], queries.overdue(cast.structures["cholet"])
    )
    assert one.answering is None


def test_who_has_no_referent_waits_for_the_pilot(cast, at):
    waits(cast, "lea", at(MONDAY, 9))
    Support.objects.filter(young=cast.lea).delete()
    at(MONDAY, 12)
    assert late(cast) == []
    at(MONDAY, 15)
    assert late(cast) == [("lea", "nobody")]


def test_another_structure_never_appears(cast, at, pages):
    waits(cast, "ousmane", at(MONDAY, 9))
    waits(cast, "lea", at(MONDAY, 10))
    at(TUESDAY, 10)
    assert late(cast) == [("lea", "silent")]
    assert late(cast, "mayenne") == [("ousmane", "silent")]
    for path in ("/", "/sans-reponse/"):
        shown = pages.dominique.get(path).content.decode()
        assert "Léa Baron" in shown
        assert "Keita" not in shown


def test_the_pilot_reads_who_waits_for_whom_and_never_a_text(api, cast, at, pages):
    api.lea.say(cast.thread(), "SECRET-CHOLET")
    at(TUESDAY, 10)
    for browser in (pages.dominique, pages.claude):
        shown = browser.get("/").content.decode()
        assert "Réponses en retard" in shown
        assert "Camille Rousseau n’a pas encore répondu" in shown
        assert "Prévenir Camille" in shown
        assert f"/fil/{cast.thread().uid}/consulter/" in shown
        assert "SECRET" not in shown
    assert "Réponses en retard" not in pages.camille.get("/").content.decode()


def test_a_pilot_who_is_in_the_thread_answers(api, cast, cholet, at, pages):
    support(young=cast.lea, counsellor=cast.dominique, structure=cholet, part="colleague")
    api.lea.say(cast.thread(), "bonjour")
    at(TUESDAY, 10)
    shown = pages.dominique.get("/sans-reponse/").content.decode()
    assert f'href="/fil/{cast.thread().uid}/"' in shown
    assert "Prévenir" not in shown


def test_who_should_answer_is_told_again_once_a_wait(api, cast, at, pages):
    api.lea.say(cast.thread(), "bonjour")
    at(TUESDAY, 10)
    nudge = f"/mes-jeunes/{cast.lea.uid}/prevenir/"
    for browser in (pages.dominique, pages.dominique, pages.claude):
        assert browser.post(nudge).headers["Location"] == "/"
    (notice,) = Notice.objects.filter(kind="nudge")
    assert (notice.person, notice.reach) == (cast.camille, Notice.Reach.PUSH)
    assert Record.objects.filter(verb="counsellor-nudged", actor=cast.dominique.pk).count() == 1
    assert "Prévenu " in pages.dominique.get("/").content.decode()
    assert nudged([notice])[notice.pk].path == f"/fil/{cast.thread().uid}/"
    api.camille.say(cast.thread(), "me voilà")
    assert nudged([notice]) == {}, "nothing is said of what was answered"
    api.lea.say(cast.thread(), "et demain ?")
    at(25, 17)
    pages.dominique.post(nudge, {"next": "/sans-reponse/"})
    assert Notice.objects.filter(kind="nudge").count() == 2


def test_nobody_is_told_again_too_soon_nor_by_a_counsellor(api, cast, at, pages):
    api.lea.say(cast.thread(), "bonjour")
    nudge = f"/mes-jeunes/{cast.lea.uid}/prevenir/"
    assert pages.dominique.post(nudge).status_code == 302
    at(TUESDAY, 10)
    assert pages.julien.post(nudge).status_code == 404
    assert pages.alex.post(nudge).status_code == 404
    assert not Notice.objects.filter(kind="nudge").exists()


def test_as_many_statements_for_one_as_for_many(cast, cholet, at, pages):
    since = at(MONDAY, 9)
    at(TUESDAY, 10)
    away(cast, first=TUESDAY, stand_in=cast.julien)
    counts = []
    for more in (1, 2, 20):
        for number in range(more):
            name = f"j{more}-{number}"
            young = create_person(username=name, first_name=name, structure=cholet, role=Role.YOUNG)
            support(young=young, counsellor=cast.camille, structure=cholet)
        Thread.objects.filter(structure=cholet).update(unanswered_since=since)
        for browser, path in (
            (pages.dominique, "/"),
            (pages.dominique, "/sans-reponse/"),
            (pages.julien, "/"),
        ):
            browser.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(path).status_code == 200
            counts.append(len(captured))
    assert counts[:3] == counts[3:6] == counts[6:]
