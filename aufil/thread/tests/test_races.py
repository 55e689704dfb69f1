"""Several at the very same moment, each on a connection of their own, on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from aufil.delivery.models import Notice
from aufil.kernel import clock
from aufil.people.actions import create_person, support
from aufil.people.models import Membership, Support
from aufil.thread import actions
from aufil.thread.access import thread as opened
from aufil.thread.actions import Post, Posted
from aufil.thread.models import Entry, Member, Thread
from aufil.web.problems import Problem
from tests.support import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    """The cast, really committed, so that other connections see it."""
    return make_cast()


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do all of `works` in threads that start together; their results, or what they raised."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            return work()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def post(thread, author, uid=None, text="coucou"):
    return lambda: actions.post(Post(thread.uid, author.pk, uid or uuid4(), text))


def whole(thread):
    """The thread's numbers, and its counters: without hole, the same."""
    rows = Entry.objects.filter(thread=thread).order_by("seq")
    thread.refresh_from_db()
    assert [row.seq for row in rows] == list(range(1, thread.last_seq + 1))
    revs = [row.rev for row in rows]
    assert len(set(revs)) == len(revs)
    assert max(revs) == thread.rev
    return rows


def test_the_same_message_from_eight_at_once_is_one_entry(cast):
    thread, uid = cast.thread(), uuid4()
    results = at_once(*[post(thread, cast.lea, uid) for _ in range(8)])
    assert all(isinstance(r, Posted) for r in results), results
    assert sum(r.is_new for r in results) == 1
    assert {r.entry.seq for r in results} == {1}
    assert len(whole(thread)) == 1
    assert Notice.objects.count() == 1


def test_the_same_id_in_two_threads_at_once_is_taken_by_one(cast):
    uid = uuid4()
    works = [post(cast.thread("lea"), cast.camille, uid), post(cast.thread("yanis"), cast.camille, uid)]
    results = at_once(*works * 3)
    taken = [r for r in results if isinstance(r, Posted)]
    refused = [r for r in results if not isinstance(r, Posted)]
    assert len({r.entry.thread for r in taken}) == 1, results
    assert [r.is_new for r in taken].count(True) == 1
    assert {(type(r), r.kind) for r in refused} == {(Problem, "conflict")}
    assert Entry.objects.count() == 1


def test_eight_people_writing_on_one_thread_are_numbered_without_hole(cast):
    thread = cast.thread()
    authors = [cast.lea, cast.camille] * 4
    results = at_once(*[post(thread, author) for author in authors])
    assert sorted(r.entry.seq for r in results) == list(range(1, 9))
    assert len(whole(thread)) == 8


def test_lists_that_cross_two_threads_do_not_wait_for_each_other_in_a_circle(cast):
    one, other = cast.thread("lea"), cast.thread("yanis")

    def both(first, second):
        posts = [Post(t.uid, cast.camille.pk, uuid4(), "à tous") for t in (first, second)]
        return lambda: actions.post_many(posts)

    results = at_once(*[both(*pair) for pair in [(one, other), (other, one)] * 4])
    assert all(isinstance(r, Posted) for pair in results for r in pair), results
    assert (len(whole(one)), len(whole(other))) == (8, 8)


def test_correcting_while_others_write_gives_every_change_its_own_rev(cast):
    thread = cast.thread()
    uid = uuid4()
    post(thread, cast.lea, uid)()
    before = opened(cast.lea, thread.uid)

    def edit(number):
        return lambda: actions.edit(opened=before, uid=uid, text=f"corrigé {number}")

    works = [work for n in range(4) for work in (edit(n), post(thread, cast.camille))]
    results = at_once(*works)
    assert not [r for r in results if isinstance(r, Exception)], results
    assert len(whole(thread)) == 5
    assert thread.rev == 1 + 4 + 4


def test_taking_back_and_correcting_at_once_ends_taken_back(cast):
    thread = cast.thread()
    uid = uuid4()
    post(thread, cast.lea, uid)()
    before = opened(cast.lea, thread.uid)
    works = [
        lambda: actions.edit(opened=before, uid=uid, text="corrigé"),
        lambda: actions.delete(opened=before, uid=uid),
    ]
    edited, deleted = at_once(*works)
    assert not isinstance(deleted, Exception)
    if isinstance(edited, Exception):
        assert isinstance(edited, Problem), edited
        assert edited.kind == "gone"
    entry = whole(thread).get()
    assert entry.deleted_at
    assert entry.text == ""


def test_read_marks_said_by_several_tabs_in_any_order_end_at_the_furthest(cast):
    thread = cast.thread()
    for _ in range(6):
        post(thread, cast.lea)()
    tab = opened(cast.camille, thread.uid)
    at_once(*[lambda seq=seq: actions.mark_read(opened=tab, seq=seq) for seq in (6, 1, 4, 2, 5, 3)])
    assert Member.objects.get(thread=thread, person=cast.camille).seen_seq == 6
    assert not Notice.objects.pending().filter(person=cast.camille).exists()


@pytest.mark.parametrize("how", ["first", "next"])
def test_two_referents_named_at_once_leave_one(cast, how):
    """Also for the very first support, when there is no former row to wait for."""
    cholet = cast.structures["cholet"]
    young = cast.lea
    if how == "first":
        young = create_person(username="lou", first_name="Lou", structure=cholet, role="young")
    counsellors = [cast.julien, cast.dominique, cast.claude]
    results = at_once(
        *[lambda c=c: support(young=young, counsellor=c, structure=cholet) for c in counsellors]
    )
    assert all(isinstance(r, Support) for r in results), results
    referent = Support.objects.get(young=young, part="referent", ends_on=None)
    thread = Thread.objects.get(young=young, kind="support")
    staff = Member.objects.filter(thread=thread, side="staff", left_at=None)
    assert [member.person_id for member in staff] == [referent.counsellor_id]


def evening(monkeypatch, cast):
    """A Saturday: nobody of Cholet is at work."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 6, 18, tzinfo=UTC))
    Membership.objects.update(starts_on="2027-01-01")
    Support.objects.update(starts_on="2027-01-01")
    structure = cast.structures["cholet"].pk
    return lambda: actions.tell_when_answered(structure=structure, young=cast.lea.pk)


def test_two_messages_at_once_outside_hours_are_told_to_wait_once(cast, monkeypatch):
    tell = evening(monkeypatch, cast)
    thread = cast.thread()
    at_once(post(thread, cast.lea), post(thread, cast.lea))
    results = at_once(tell, tell, tell, tell)
    assert results == [None] * 4
    assert Entry.objects.filter(thread=thread, kind=Entry.Kind.EVENT).count() == 1
    whole(thread)


def test_who_is_answered_at_that_very_moment_is_told_before_it_or_not_at_all(cast, monkeypatch):
    tell = evening(monkeypatch, cast)
    thread = cast.thread()
    for _ in range(6):
        post(thread, cast.lea)()
        Thread.objects.filter(pk=thread.pk).update(told_until=None)
        Entry.objects.filter(thread=thread, author=cast.camille).update(created_at="2027-03-01T09:00:00Z")
        results = at_once(post(thread, cast.camille, text="me voilà"), tell)
        assert not [one for one in results if isinstance(one, Exception)], results
        last = whole(thread).last()
        assert (last.kind, last.text) == (Entry.Kind.MESSAGE, "me voilà"), "nothing is told after the answer"
