"""Several who decide about one young person at the very same moment, on connections of their own."""

from datetime import timedelta

import pytest

from aufil.people.actions import (
    close_support,
    create_person,
    follow_the_calendar,
    hand_over,
    reopen_support,
    support,
)
from aufil.people.models import HandOver, Membership, Role, Support
from aufil.people.queries import today_in
from aufil.thread.models import Entry, Thread
from aufil.thread.tests.test_races import at_once
from aufil.web.problems import Problem
from tests.support import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def referents(young, day):
    return Support.objects.on(day).filter(young=young, part="referent")


def test_two_hand_overs_at_once_leave_one_referent_on_every_day(cast, cholet):
    today = today_in(cholet)
    other = create_person(username="sofiane", first_name="Sofiane", structure=cholet, role=Role.COUNSELLOR)

    def give(taker, days):
        returns_on = today + timedelta(days=days) if days else None
        return lambda: hand_over(
            structure=cholet, young=[cast.lea], taker=taker, actor=cast.camille, returns_on=returns_on
        )

    results = at_once(give(cast.julien, 5), give(other, 9), give(cast.julien, None), give(other, 3))
    assert all(isinstance(r, (list, Problem)) for r in results), results
    for days in range(15):
        assert referents(cast.lea, today + timedelta(days=days)).count() == 1


def test_the_same_people_given_by_their_counsellor_to_two_go_to_one(cast, cholet):
    young = [cast.lea, cast.yanis, cast.ines]
    other = create_person(username="sofiane", first_name="Sofiane", structure=cholet, role=Role.COUNSELLOR)

    def give(taker, some):
        return lambda: hand_over(
            structure=cholet, young=some, taker=taker, giver=cast.camille, actor=cast.camille
        )

    results = at_once(give(cast.julien, young), give(other, young[::-1]))
    assert sorted(type(r).__name__ for r in results) == ["Problem", "list"], results
    assert HandOver.objects.count() == 3
    assert Support.objects.filter(ends_on=None).values("counsellor").distinct().count() == 2  # and Alex


def test_the_calendar_followed_by_several_tells_a_return_once(cast, cholet, monkeypatch):
    today = today_in(cholet)
    hand_over(
        structure=cholet,
        young=[cast.lea],
        taker=cast.julien,
        actor=cast.camille,
        returns_on=today + timedelta(days=2),
    )
    monkeypatch.setattr("aufil.people.queries.days.today_in", None, raising=False)
    for module in ("actions.handover", "actions.supports", "queries.supports"):
        monkeypatch.setattr(f"aufil.people.{module}.today_in", lambda _s: today + timedelta(days=2))
    assert at_once(*[follow_the_calendar] * 3) == [None] * 3
    events = Entry.objects.filter(kind="event", thread=cast.thread()).order_by("seq")
    assert [e.text for e in events][1:] == ["Camille reprend l’accompagnement."]


def test_closing_twice_and_a_hand_over_at_once_leave_nobody_half_way(cast, cholet):
    def close():
        close_support(
            young=cast.lea, structure=cholet, reason="moved", on=today_in(cholet), actor=cast.camille
        )

    def give():
        hand_over(structure=cholet, young=[cast.lea], taker=cast.julien, actor=cast.camille)

    results = at_once(close, give, close)
    assert all(r is None or isinstance(r, Problem) for r in results), results
    assert not Membership.objects.filter(person=cast.lea, ends_on=None).exists()
    assert not referents(cast.lea, today_in(cholet)).exists()
    assert Thread.objects.get(young=cast.lea).closed_at


def test_reopening_twice_at_once_is_once(cast, cholet):
    close_support(young=cast.lea, structure=cholet, reason="moved", on=today_in(cholet), actor=cast.camille)
    again = [
        lambda c=c: reopen_support(young=cast.lea, structure=cholet, referent=c, actor=c)
        for c in (cast.camille, cast.julien)
    ]
    results = at_once(*again)
    assert all(isinstance(r, Membership) for r in results), results
    assert Membership.objects.filter(person=cast.lea, ends_on=None).count() == 1
    assert Thread.objects.filter(young=cast.lea, closed_at=None).count() == 1
    assert referents(cast.lea, today_in(cholet)).count() == 1
    support(young=cast.lea, counsellor=cast.julien, structure=cholet)
