"""Who writes outside hours is told once when to expect an answer; the message is delivered all the same."""

from datetime import UTC, datetime

import pytest

from aufil.jobs.actions import claim
from aufil.jobs.models import Job
from aufil.jobs.registry import find
from aufil.kernel import clock
from aufil.people.models import Membership, Structure, Support
from aufil.thread import actions
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
