"""In a group, several at the very same moment, each on a connection of their own, on either database."""

from uuid import uuid4

import pytest

from aufil.thread import actions
from aufil.thread.access import thread as opened
from aufil.thread.actions import Post, open_group
from aufil.thread.models import Entry, Hiding, Member, Pin, Reaction, Revision, Side, Thread
from aufil.thread.rows import EntryRow
from aufil.thread.tests.test_races import at_once, whole
from aufil.web.problems import Problem
from tests.support import Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db) -> Cast:
    return make_cast()


@pytest.fixture
def club(cast) -> Thread:
    return open_group(
        structure=cast.structures["cholet"],
        title="Club",
        opener=cast.camille,
        young=[cast.lea, cast.yanis],
        staff=[cast.julien],
    )


def say(club, author, text="coucou"):
    return actions.post(Post(club.uid, author.pk, uuid4(), text)).entry.uid


def refusals(results):
    return sorted(r.kind for r in results if isinstance(r, Problem))


def test_the_same_sign_eight_times_at_once_is_one(cast, club):
    said, seen = say(club, cast.camille), opened(cast.lea, club.uid)
    results = at_once(*[lambda: actions.react(opened=seen, uid=said, sign="👍", on=True) for _ in range(8)])
    assert all(isinstance(r, EntryRow) for r in results), results
    assert Reaction.objects.count() == 1
    assert whole(club)[0].rev == 2


def test_a_reaction_and_a_deletion_at_once_leave_no_sign(cast, club):
    for _ in range(4):
        said, his = say(club, cast.camille), opened(cast.camille, club.uid)
        hers = opened(cast.lea, club.uid)
        results = at_once(
            lambda hers=hers, said=said: actions.react(opened=hers, uid=said, sign="👍", on=True),
            lambda his=his, said=said: actions.delete(opened=his, uid=said),
        )
        assert refusals(results) in ([], ["gone"])
    assert not Reaction.objects.exists()
    assert all(row.adds is None for row in whole(club))


def test_hiding_while_its_author_edits_keeps_nothing_in_view(cast, club):
    for _ in range(4):
        said = say(club, cast.lea, "un numéro")
        hers, staff = opened(cast.lea, club.uid), opened(cast.camille, club.uid)
        results = at_once(
            lambda hers=hers, said=said: actions.edit(opened=hers, uid=said, text="un autre numéro"),
            lambda staff=staff, said=said: actions.hide(opened=staff, uid=said, reason="Trop personnel"),
        )
        assert refusals(results) in ([], ["gone"])
        entry = Entry.objects.get(uid=said)
        assert (entry.text, entry.hidden_by_id) == ("", cast.camille.uid)
        assert Revision.objects.filter(entry=entry, reason="hidden").count() == 1
    whole(club)


def test_two_who_hide_at_once_hide_once_and_tell_once(cast, club):
    said = say(club, cast.lea)
    works = [
        lambda person=person: actions.hide(
            opened=opened(person, club.uid), uid=said, reason=f"Dit {person.first_name}"
        )
        for person in (cast.camille, cast.julien) * 2
    ]
    results = at_once(*works)
    assert all(isinstance(r, EntryRow) for r in results), results
    assert Hiding.objects.count() == 1
    assert Entry.objects.filter(thread=cast.thread(), kind="event").count() == 1


def test_hiding_while_the_support_thread_is_written_waits_for_no_circle(cast, club):
    said = [say(club, cast.lea) for _ in range(4)]
    staff = opened(cast.camille, club.uid)
    works = [
        *[lambda uid=uid: actions.hide(opened=staff, uid=uid, reason="Trop personnel") for uid in said],
        *[
            lambda: actions.post_many(
                [
                    Post(cast.thread().uid, cast.lea.pk, uuid4(), "a"),
                    Post(club.uid, cast.lea.pk, uuid4(), "b"),
                ]
            )
            for _ in range(4)
        ],
    ]
    results = at_once(*works)
    assert not [r for r in results if isinstance(r, Exception)], results
    whole(club)
    whole(cast.thread())


def test_pinning_at_once_takes_three_places_and_no_more(cast, club):
    said = [say(club, cast.yanis, f"info {n}") for n in range(5)]
    staff = opened(cast.camille, club.uid)
    results = at_once(
        *[lambda uid=uid: actions.pin(opened=staff, uid=uid, on=True) for uid in said + said[:2]]
    )
    assert Pin.objects.count() == 3
    assert set(refusals(results)) == {"conflict"}
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Problem)], results


def test_the_last_two_of_the_staff_do_not_both_leave(cast, club):
    results = at_once(
        *[
            lambda person=person: actions.leave_group(opened=opened(person, club.uid))
            for person in (cast.camille, cast.julien)
        ]
    )
    assert refusals(results) == ["forbidden"]
    assert Member.objects.filter(thread=club, side=Side.STAFF, left_at=None).count() == 1


def test_who_is_brought_in_twice_at_once_is_in_once(cast, club):
    staff = opened(cast.camille, club.uid)
    results = at_once(
        *[lambda: actions.bring_in(opened=staff, person=cast.ines, side=Side.YOUNG) for _ in range(4)]
    )
    assert results == [None] * 4
    assert Entry.objects.filter(thread=club, kind="event").count() == 1


def test_who_is_called_by_name_while_the_entry_goes_keeps_no_mark(cast, club):
    for _ in range(3):
        said, hers = say(club, cast.lea, "@yanis ?"), opened(cast.lea, club.uid)
        at_once(
            lambda hers=hers, said=said: actions.delete(opened=hers, uid=said),
            lambda: say(club, cast.camille, "suite"),
        )
    assert Member.objects.get(thread=club, person=cast.yanis).mentioned_seq == 0
