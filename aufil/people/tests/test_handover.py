"""Giving young people to a colleague; the return comes by itself."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aufil.people.actions import create_person, follow_the_calendar, hand_over, support, support_many
from aufil.people.models import HandOver, Membership, Person, Role, Structure, Support
from aufil.people.queries import given_by, referent_of
from aufil.thread.models import Entry, Member, Thread
from aufil.web.problems import Problem
from tests.support import Cast, make_cast

# Summer time in Paris: midnight is 22:00 UTC the day before.
NOON = datetime(2026, 6, 1, 10, tzinfo=UTC)
TODAY = date(2026, 6, 1)


class Clock:
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        self.at(NOON)

    def at(self, instant: datetime) -> None:
        self.patch.setattr("aufil.kernel.clock.now", lambda: instant)

    def on(self, day: date) -> None:
        """Early that day in Paris, and the job has run."""
        self.at(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))
        follow_the_calendar()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def cast(clock: Clock, db: None) -> Cast:
    return make_cast()


@pytest.fixture
def cholet(cast: Cast) -> Structure:
    cast.people["sofiane"] = create_person(
        username="sofiane",
        first_name="Sofiane",
        last_name="Amrani",
        structure=cast.structures["cholet"],
        role=Role.COUNSELLOR,
    )
    return cast.structures["cholet"]


def june(number: int) -> date:
    return date(2026, 6, number)


def give(cast: Cast, **more: Any) -> list[HandOver]:
    arguments: dict[str, Any] = {"young": [cast.lea], "taker": cast.sofiane, "actor": cast.camille} | more
    return hand_over(structure=cast.structures["cholet"], **arguments)


def readers(cast: Cast) -> set[str]:
    """The staff who may read Léa's thread."""
    members = Member.objects.filter(thread=cast.thread(), left_at=None, side="staff")
    return set(members.values_list("person__username", flat=True))


def told(cast: Cast) -> list[str]:
    """What Aufil has said in Léa's thread."""
    events = Entry.objects.filter(thread=cast.thread(), kind=Entry.Kind.EVENT)
    return list(events.order_by("seq").values_list("text", flat=True))


def refusal(call: Any) -> dict[str, list[str]]:
    with pytest.raises(Problem) as refused:
        call()
    return refused.value.errors or {"": [refused.value.kind]}


def test_for_good_the_taker_reads_and_the_giver_leaves(cast, cholet):
    give(cast)
    assert referent_of(cast.lea, cholet) == cast.sofiane
    assert readers(cast) == {"sofiane"}
    assert told(cast) == ["Sofiane prend le relais de Camille."]


def test_until_a_day_it_returns_by_itself(cast, cholet, clock):
    give(cast, returns_on=june(12))
    assert told(cast) == [
        "Sofiane prend le relais de Camille jusqu’au vendredi 12 juin. Camille reprend ce jour-là."
    ]
    clock.on(june(11))
    assert referent_of(cast.lea, cholet) == cast.sofiane
    assert readers(cast) == {"sofiane"}
    clock.on(june(12))
    assert referent_of(cast.lea, cholet) == cast.camille
    assert readers(cast) == {"camille"}
    assert told(cast)[1:] == ["Camille reprend l’accompagnement."]


def test_the_day_begins_at_local_midnight(cast, cholet, clock):
    give(cast, returns_on=june(12))
    clock.at(datetime(2026, 6, 11, 21, 59, tzinfo=UTC))
    follow_the_calendar()
    assert readers(cast) == {"sofiane"}
    clock.at(datetime(2026, 6, 11, 22, 1, tzinfo=UTC))
    assert referent_of(cast.lea, cholet) == cast.camille, "a matter of dates, before any job has run"
    follow_the_calendar()
    assert readers(cast) == {"camille"}


def test_the_calendar_may_be_followed_twice_or_late(cast, cholet, clock):
    give(cast, returns_on=june(12))
    clock.on(june(20))
    follow_the_calendar()
    assert readers(cast) == {"camille"}
    assert told(cast)[1:] == ["Camille reprend l’accompagnement."]


def test_who_gives_may_go_on_reading(cast, cholet, clock):
    give(cast, returns_on=june(12), stays=True)
    assert readers(cast) == {"camille", "sofiane"}
    clock.on(june(12))
    assert readers(cast) == {"camille"}


def test_one_that_begins_later_is_told_now_and_begins_by_itself(cast, cholet, clock):
    give(cast, starts_on=june(3), returns_on=june(5))
    assert readers(cast) == {"camille"}
    assert told(cast)[0].startswith("À partir du mercredi 3 juin : Sofiane prend le relais")
    clock.on(june(3))
    assert readers(cast) == {"sofiane"}
    clock.on(june(5))
    assert readers(cast) == {"camille"}


def test_during_a_hand_over_one_gives_what_one_has(cast, cholet, clock):
    give(cast, returns_on=june(12))
    clock.on(june(3))
    give(cast, giver=cast.sofiane, taker=cast.julien, actor=cast.sofiane)
    assert readers(cast) == {"julien"}
    assert told(cast)[-1].endswith("jusqu’au vendredi 12 juin. Camille reprend ce jour-là.")
    clock.on(june(12))
    assert referent_of(cast.lea, cholet) == cast.camille


def test_during_a_hand_over_a_shorter_one_returns_twice(cast, cholet, clock):
    give(cast, returns_on=june(12))
    clock.on(june(3))
    give(cast, taker=cast.julien, actor=cast.sofiane, returns_on=june(5))
    for day, name in ((3, "julien"), (4, "julien"), (5, "sofiane"), (11, "sofiane"), (12, "camille")):
        clock.on(june(day))
        assert readers(cast) == {name}, day


def test_who_stands_in_may_keep_for_good(cast, cholet, clock):
    give(cast, returns_on=june(12))
    clock.on(june(3))
    give(cast, actor=cast.claude)
    clock.on(june(12))
    assert readers(cast) == {"sofiane"}
    assert Support.objects.filter(young=cast.lea, stage="planned").count() == 0


def test_when_the_taker_leaves_before_the_return_it_returns_at_once(cast, cholet, clock):
    give(cast, returns_on=june(12))
    Membership.objects.filter(person=cast.sofiane).update(ends_on=june(5))
    clock.on(june(5))
    assert referent_of(cast.lea, cholet) == cast.camille
    assert readers(cast) == {"camille"}
    assert told(cast)[1:] == ["Camille reprend l’accompagnement."]


def test_when_the_giver_has_left_the_taker_goes_on(cast, cholet, clock):
    give(cast, returns_on=june(12))
    Membership.objects.filter(person=cast.camille).update(ends_on=june(5))
    clock.on(june(12))
    assert referent_of(cast.lea, cholet) == cast.sofiane
    assert readers(cast) == {"sofiane"}


def test_the_history_is_kept(cast, cholet, clock):
    give(cast, returns_on=june(12))
    clock.on(june(12))
    rows = Support.objects.filter(young=cast.lea, part="referent").order_by("starts_on")
    assert [(r.counsellor.username, r.starts_on, r.ends_on) for r in rows] == [
        ("camille", date(2026, 5, 31), june(1)),
        ("sofiane", june(1), june(12)),
        ("camille", june(12), None),
    ]
    (row,) = HandOver.objects.filter(young=cast.lea)
    assert (row.giver, row.taker, row.returns_on, row.made_by) == (
        cast.camille, cast.sofiane, june(12), cast.camille,
    )  # fmt: skip


def test_a_whole_caseload_goes_with_those_who_are_lent(cast, cholet, clock):
    give(cast, returns_on=june(12))
    assert set(given_by(cast.camille, cholet)) == {cast.lea, cast.yanis, cast.ines}
    give(cast, young=list(given_by(cast.camille, cholet)), giver=cast.camille, taker=cast.julien)
    assert readers(cast) == {"sofiane"}, "what was lent stays lent"
    assert referent_of(cast.yanis, cholet) == cast.julien
    clock.on(june(12))
    assert readers(cast) == {"julien"}, "then it goes to who has the rest"


def test_to_oneself_is_refused_in_plain_words(cast, cholet):
    errors = refusal(lambda: give(cast, giver=cast.camille, taker=cast.camille))
    assert "soi-même" in errors["taker"][0]
    assert "Rien ne change" in refusal(lambda: give(cast, taker=cast.camille))["taker"][0]
    assert HandOver.objects.count() == 0


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"starts_on": TODAY - timedelta(days=1)}, "starts_on"),
        ({"returns_on": TODAY}, "returns_on"),
        ({"starts_on": june(9), "returns_on": june(9)}, "returns_on"),
    ],
)
def test_days_that_cannot_be_name_their_field(cast, cholet, more, field):
    assert list(refusal(lambda: give(cast, **more))) == [field]


def test_another_structure_does_not_exist_here(cast, cholet):
    assert refusal(lambda: give(cast, taker=cast.alex)) == {"": ["not-found"]}
    assert refusal(lambda: give(cast, young=[cast.lea, cast.ousmane])) == {"": ["not-found"]}


def test_only_counsellors_take(cast, cholet):
    for name in ("claude", "dominique", "yanis"):
        assert refusal(lambda one=name: give(cast, taker=cast.people[one])) == {"": ["not-found"]}


def test_nobody_to_return_to_is_said(cast, cholet):
    Support.objects.filter(young=cast.lea).delete()
    assert "returns_on" in refusal(lambda: give(cast, returns_on=june(12)))
    give(cast)
    assert told(cast)[-1] == "Sofiane vous accompagne maintenant."


def test_the_second_of_two_at_once_finds_it_given(cast, cholet):
    give(cast, giver=cast.camille)
    errors = refusal(lambda: give(cast, giver=cast.camille, taker=cast.julien))
    assert "Rien ne change" in errors["taker"][0]


def test_bringing_in_the_list_again_leaves_what_is_lent(cast, cholet):
    give(cast, returns_on=june(12))
    support(young=cast.lea, counsellor=cast.camille, structure=cholet)
    assert readers(cast) == {"sofiane"}


def test_a_hundred_at_once_take_as_many_statements_as_ten(cast, cholet):
    def many(count: int, start: int) -> list[Person]:
        people = [
            create_person(
                username=f"j{start + n}", first_name="J", last_name=f"N{n}", structure=cholet, role=Role.YOUNG
            )
            for n in range(count)
        ]
        support_many(pairs=[(one, cast.camille) for one in people], structure=cholet)
        return people

    counts = []
    for count, start in ((10, 0), (100, 1000)):
        young = many(count, start)
        with CaptureQueriesContext(connection) as statements:
            give(cast, young=young, giver=cast.camille, returns_on=june(12))
        counts.append(len(statements))
    assert counts[1] <= counts[0] + 4, counts
    assert counts[1] < 60
    assert Entry.objects.filter(kind="event").count() == 110


def test_rows_never_overlap(cast, cholet, clock):
    give(cast, returns_on=june(12))
    give(cast, taker=cast.julien, starts_on=june(4), returns_on=june(20))
    give(cast, taker=cast.camille, starts_on=june(15), returns_on=june(16))
    for day in range(1, 30):
        clock.on(june(day))
        assert len(readers(cast)) == 1, day
        rows = Support.objects.on(june(day)).filter(young=cast.lea, part="referent")
        assert rows.count() == 1, day
    rows = Support.objects.filter(young=cast.lea, part="referent").order_by("starts_on", "pk")
    assert all(before.ends_on == after.starts_on for before, after in pairwise(rows))
    assert not Thread.objects.filter(young=cast.lea, closed_at__isnull=False).exists()
