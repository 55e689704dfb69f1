"""Two heads, or a head and the night's job, at the very same moment."""

from datetime import time, timedelta

import pytest

from aufil.kernel.hours import Interval
from aufil.people import actions
from aufil.people.models import Absence, Membership, Role, Support, WorkingHours
from aufil.people.queries import today_in
from aufil.thread.models import Entry
from aufil.thread.tests.test_races import at_once
from aufil.web.problems import Problem
from tests.support import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_two_absences_at_once_do_not_overlap_and_the_stand_in_comes_once(cast):
    cholet = cast.structures["cholet"]
    day = today_in(cholet)

    def declare():
        return actions.declare_absence(
            person=cast.camille,
            structure=cholet,
            starts_on=day,
            ends_on=day + timedelta(days=2),
            stand_in=cast.julien,
            actor=cast.claude,
        )

    done = at_once(declare, declare, actions.settle_all_stand_ins)
    assert [isinstance(one, Problem) for one in done].count(True) == 1
    assert Absence.objects.count() == 1
    rows = Support.objects.filter(young=cast.lea, counsellor=cast.julien, ends_on=None)
    assert rows.count() == 1
    assert Entry.objects.filter(thread=cast.thread(), kind=Entry.Kind.EVENT).count() == 1


def test_two_heads_give_the_same_role_and_end_the_last_two_heads_at_once(cast):
    cholet = cast.structures["cholet"]

    def give():
        return actions.give_role(person=cast.julien, structure=cholet, role=Role.HEAD, actor=cast.claude)

    at_once(give, give)
    heads = Membership.objects.filter(structure=cholet, role=Role.HEAD, ends_on=None)
    assert heads.count() == 2
    rows = list(heads)
    done = at_once(
        *(
            lambda row=row: actions.end_role(membership=row, on=today_in(cholet), actor=cast.claude)
            for row in rows
        )
    )
    assert [isinstance(one, Problem) for one in done].count(True) == 1
    assert heads.all().count() == 1


def test_two_people_of_one_address_added_at_once_are_one(cast):
    def add():
        return actions.add_staff(
            structure=cast.structures["cholet"],
            first_name="Lou",
            last_name="Petit",
            email="lou@exemple.fr",
            roles=[Role.COUNSELLOR],
            actor=cast.claude,
        )

    done = at_once(add, add)
    assert [isinstance(one, Problem) for one in done].count(True) == 1


def test_two_administrators_open_one_structure(cast):
    def opened():
        return actions.open_structure(
            slug="perche",
            name="ML du Perche",
            timezone="Europe/Paris",
            region="FR",
            holiday_zone="",
            site={"name": "Mortagne", "address": "", "postal_code": "", "commune": ""},
            head={"first_name": "Lou", "last_name": "Petit", "email": "lou@exemple.fr"},
            actor=cast.admin,
        )

    done = at_once(opened, opened)
    assert [isinstance(one, Problem) for one in done].count(True) == 1


def test_two_weeks_saved_at_once_are_one_week(cast):
    cholet = cast.structures["cholet"]
    weeks = [[Interval(day, time(9), time(12))] for day in (0, 1)]
    at_once(
        *(
            lambda week=week: actions.set_working_hours(
                person=cast.camille, structure=cholet, week=week, actor=cast.claude
            )
            for week in weeks
        )
    )
    assert WorkingHours.objects.count() == 1
