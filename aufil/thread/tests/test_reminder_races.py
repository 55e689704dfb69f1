"""A reminder said, changed, stopped and done at the very same moment, on either database."""

from datetime import timedelta
from uuid import uuid4

import pytest

from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.people.queries import today_in
from aufil.thread import actions
from aufil.thread.access import thread as opened_by
from aufil.thread.actions import Wanted
from aufil.thread.models import Entry, Reminder
from aufil.thread.tests.test_races import at_once, whole
from tests.support import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def due(cast):
    """A reminder of Camille to Léa whose time to be said has come."""
    thread = cast.thread()
    day = today_in(cast.structures["cholet"]) + timedelta(days=3)
    wanted = Wanted("Ta fiche de paie", day, False, (14, 0))
    row = actions.ask_reminder(opened=opened_by(cast.camille, thread.uid), uid=uuid4(), wanted=wanted)
    Reminder.objects.update(say_at=clock.now() - timedelta(minutes=1))
    row.refresh_from_db()
    return row


def said(due) -> int:
    return due.said.exclude(day=None).count()


def test_two_workers_at_once_say_it_once(cast, due):
    results = at_once(*[actions.say_reminders] * 4)
    assert results == [None] * 4
    assert said(due) == 1
    assert Entry.objects.filter(kind="reminder").count() == 2
    whole(cast.thread())


@pytest.mark.parametrize("act", ["stop", "done", "change"])
def test_while_it_is_being_said(cast, due, act):
    thread = cast.thread()
    seen = opened_by(cast.camille, thread.uid)
    wanted = Wanted("Deux fiches", due.due_on + timedelta(days=9), False, (0,))
    acts = {
        "stop": lambda: actions.stop_reminder(opened=seen, uid=due.uid),
        "done": lambda: actions.finish_reminder(opened=seen, uid=due.uid, due_on=due.due_on),
        "change": lambda: actions.change_reminder(opened=seen, uid=due.uid, wanted=wanted),
    }
    assert at_once(actions.say_reminders, acts[act]) == [None, None]
    assert said(due) <= 1
    # Whichever came first, nothing of before waits to be told any more.
    before = due.said.exclude(due_on=wanted.due_on)
    waiting = Notice.objects.open().filter(person=cast.lea, position__in=before.values("entry__seq"))
    assert not waiting.exists()
    stands = {entry.adds["reminder"]["state"] for entry in Entry.objects.filter(reminded__in=before)}
    assert stands == {{"stop": "stopped", "done": "done", "change": "changed"}[act]}
    whole(thread)


def test_both_sides_say_at_once_that_it_is_done(cast, due):
    thread = cast.thread()
    acts = [
        lambda person=person: actions.finish_reminder(
            opened=opened_by(person, thread.uid), uid=due.uid, due_on=due.due_on
        )
        for person in (cast.lea, cast.camille)
    ]
    assert at_once(*acts) == [None, None]
    assert due.done.count() == 1
    assert Entry.objects.filter(kind="event").count() == 1


def test_the_same_form_at_once_is_one_reminder(cast):
    seen, uid = opened_by(cast.lea, cast.thread().uid), uuid4()
    wanted = Wanted("Un ticket", today_in(cast.structures["cholet"]) + timedelta(days=3), True, (0,))
    ask = lambda: actions.ask_reminder(opened=seen, uid=uid, wanted=wanted)  # noqa: E731
    assert len({row.pk for row in at_once(ask, ask, ask)}) == 1
