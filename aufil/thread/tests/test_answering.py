"""Who writes outside hours is told once when to expect an answer; the message is delivered all the same."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from aufil.jobs.actions import claim
from aufil.jobs.models import Job
from aufil.jobs.registry import find
from aufil.kernel import clock
from aufil.kernel.hours import Interval
from aufil.people.actions import set_opening_hours, set_working_hours
from aufil.people.models import Membership, Structure, Support
from aufil.thread import actions
from aufil.thread.access import staff_thread
from aufil.thread.models import Entry

NNBSP = "\u202f"
MONDAY_9 = f"lundi 8 mars à 9{NNBSP}h"


@pytest.fixture
def at(monkeypatch):
    def hold(*parts: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(*parts, tzinfo=UTC))

    hold(2027, 3, 5, 18)
    return hold


@pytest.fixture
def cast(at, cast):
    Membership.objects.update(starts_on="2027-01-01")
    Support.objects.update(starts_on="2027-01-01")
    return cast


def work() -> None:
    """What the worker would do now; each job twice, for it may."""
    for row in claim(most=50):
        if row.name.endswith("tell_when_answered"):
            find(row.name)(**row.arguments)
            find(row.name)(**row.arguments)
    Job.objects.all().delete()


def told(cast) -> list[str]:
    work()
    return [e.text for e in Entry.objects.filter(thread=cast.thread(), kind=Entry.Kind.EVENT).order_by("seq")]


def say(api, cast, text="bonjour", django_capture=None):
    assert api.lea.say(cast.thread(), text).status == 201


def test_on_friday_evening_monday_is_said_once(api, cast, at):
    say(api, cast)
    assert told(cast) == [f"Votre message est bien arrivé. Camille vous répondra {MONDAY_9}."]
    assert Entry.objects.get(thread=cast.thread(), kind="message").text == "bonjour"
    at(2027, 3, 6, 11)
    say(api, cast, "toujours là")
    api.camille.say(cast.thread(), "Bonjour Léa")
    at(2027, 3, 6, 12)
    say(api, cast, "merci !")
    assert len(told(cast)) == 1, "one closed period"
    api.camille.say(cast.thread(), "À lundi")
    at(2027, 3, 8, 19)
    say(api, cast, "encore une question")
    assert len(told(cast)) == 2


def test_what_aufil_says_answers_nothing(api, cast, at):
    say(api, cast)
    told(cast)
    thread = cast.thread()
    assert thread.unanswered_since == clock.now()


def test_in_working_hours_and_at_lunch_nothing_is_said(api, cast, at):
    for hour, minute in ((10, 0), (11, 45)):
        at(2027, 3, 5, hour, minute)
        say(api, cast)
        api.camille.say(cast.thread(), "oui")
    assert told(cast) == []


def test_answered_before_the_worker_came_nothing_is_said(api, cast, at):
    say(api, cast)
    api.camille.say(cast.thread(), "Je suis encore là")
    assert told(cast) == []


def test_the_absence_and_its_message_are_said(api, cast, at):
    from aufil.people.actions import declare_absence

    declare_absence(
        person=cast.camille,
        structure=cast.structures["cholet"],
        starts_on=clock.now().date(),
        ends_on=datetime(2027, 3, 19).date(),
        message="Je pense à vous.",
        actor=cast.camille,
    )
    say(api, cast)
    assert told(cast) == [
        "Votre message est bien arrivé. Camille n’est pas là jusqu’au vendredi 19 mars. "
        f"Camille vous répondra lundi 22 mars à 9{NNBSP}h.\n« Je pense à vous. »"
    ]


def test_a_structure_that_says_tu_says_tu(api, cast, at):
    Structure.objects.update(formality="tu")
    say(api, cast)
    assert told(cast) == [f"Ton message est bien arrivé. Camille te répondra {MONDAY_9}."]


def test_asking_costs_one_row_a_minute_and_thread(api, cast, at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        say(api, cast)
    api.camille.say(cast.thread(), "oui")
    say(api, cast, "encore")
    assert Job.objects.filter(name__endswith="tell_when_answered").count() == 1


def test_a_colleague_of_another_structure_is_never_named(api, cast, at):
    say(api, cast)
    assert not any("Alex" in text for text in told(cast))
    actions.tell_when_answered(structure=cast.structures["mayenne"].pk, young=cast.lea.pk)
    assert len(told(cast)) == 1


def test_the_word_is_said_once_a_day_though_the_day_closes_twice(api, cast, at):
    at(2027, 3, 9, 6)  # Tuesday, before nine
    say(api, cast)
    assert told(cast) == [f"Votre message est bien arrivé. Camille vous répondra mardi 9 mars à 9{NNBSP}h."]
    at(2027, 3, 9, 9)
    api.camille.say(cast.thread(), "Bonjour Léa")
    at(2027, 3, 9, 20)
    say(api, cast, "encore une question")
    assert len(told(cast)) == 1
    at(2027, 3, 10, 6)
    api.camille.say(cast.thread(), "oui")
    at(2027, 3, 10, 7, 30)  # Wednesday, before nine
    say(api, cast, "et demain ?")
    assert len(told(cast)) == 2


def test_who_was_answered_a_moment_ago_is_not_told_to_wait(api, cast, at):
    api.camille.say(cast.thread(), "Je suis encore là")
    at(2027, 3, 5, 18, 40)
    say(api, cast, "merci ! et pour lundi ?")
    assert told(cast) == []


def test_later_that_evening_they_are_told_after_all(api, cast, at):
    api.camille.say(cast.thread(), "Je suis encore là")
    at(2027, 3, 5, 18, 40)
    say(api, cast, "et pour lundi ?")
    told_now(cast)
    (again,) = Job.objects.filter(name__endswith="tell_when_answered")
    assert again.due_at == clock.now() + timedelta(hours=1)
    at(2027, 3, 5, 19, 40)
    assert told(cast) == [f"Votre message est bien arrivé. Camille vous répondra {MONDAY_9}."]


def told_now(cast) -> None:
    """What the worker would do now, what it asks for again left to come."""
    for row in claim(most=50):
        if row.name.endswith("tell_when_answered"):
            Job.objects.filter(pk=row.pk).delete()
            find(row.name)(**row.arguments)


def test_who_was_reached_by_telephone_a_moment_ago_is_not_told_to_wait(api, cast, at):
    actions.note_call(opened=staff_thread(cast.camille, cast.thread().uid), uid=uuid4(), outcome="reached")
    at(2027, 3, 5, 18, 20)
    say(api, cast, "j’ai oublié de vous dire")
    assert told(cast) == []


def test_what_was_sent_to_many_is_no_answer(api, cast, at):
    api.camille.say(cast.thread(), "Forum de l’emploi jeudi")
    Entry.objects.filter(author=cast.camille).update(via=Entry.Via.MANY)
    at(2027, 3, 5, 18, 10)
    say(api, cast)
    assert len(told(cast)) == 1


def week(*stretches):
    """`(day, from, to)`, in whole hours."""
    return [Interval(day, time(opens), time(closes)) for day, opens, closes in stretches]


def test_the_hours_said_are_those_of_the_counsellor(api, cast, at):
    own = week((1, 14, 16), (1, 17, 19), (3, 9, 12))
    set_working_hours(person=cast.camille, structure=cast.structures["cholet"], week=own, actor=cast.camille)
    at(2027, 3, 9, 15, 30)  # Tuesday, 16:30 there: between two stretches of one day
    say(api, cast)
    assert told(cast) == []
    api.camille.say(cast.thread(), "oui")
    at(2027, 3, 9, 20)
    say(api, cast, "bonsoir")
    assert told(cast) == [f"Votre message est bien arrivé. Camille vous répondra jeudi 11 mars à 9{NNBSP}h."]


def test_the_hours_said_are_those_of_the_counsellors_site(api, cast, at):
    cholet = cast.structures["cholet"]
    site = cholet.sites.create(name="Permanence de Vihiers")
    set_opening_hours(structure=cholet, site=site, week=week((2, 10, 12)), actor=cast.claude)
    Membership.objects.filter(person=cast.camille).update(site=site)
    say(api, cast)
    assert told(cast) == [
        f"Votre message est bien arrivé. Camille vous répondra mercredi 10 mars à 10{NNBSP}h."
    ]


def test_a_site_without_hours_of_its_own_has_the_structures(api, cast, at):
    site = cast.structures["cholet"].sites.create(name="Permanence de Vihiers")
    Membership.objects.filter(person=cast.camille).update(site=site)
    say(api, cast)
    assert told(cast) == [f"Votre message est bien arrivé. Camille vous répondra {MONDAY_9}."]


@pytest.mark.parametrize(
    ("facts", "moment", "when"),
    [
        # Good Friday is a holiday in Alsace-Moselle alone; Easter Monday everywhere.
        ({"holiday_zone": "Alsace-Moselle"}, (2027, 3, 25, 20), f"mardi 30 mars à 9{NNBSP}h"),
        ({}, (2027, 3, 25, 20), f"vendredi 26 mars à 9{NNBSP}h"),
        # La Réunion: the abolition of slavery, on a Monday; its own clock, four hours ahead of UTC.
        (
            {"holiday_zone": "RE", "timezone": "Indian/Reunion"},
            (2027, 12, 17, 14),
            f"mardi 21 décembre à 9{NNBSP}h",
        ),
    ],
)
def test_public_holidays_of_the_structure_are_closed(api, cast, at, facts, moment, when):
    Structure.objects.filter(slug="cholet").update(**facts)
    at(*moment)
    say(api, cast)
    assert told(cast) == [f"Votre message est bien arrivé. Camille vous répondra {when}."]
