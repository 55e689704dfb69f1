"""Being away: the stand-in sees what waits from the first day to the last, then leaves by itself."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from aufil.kernel import clock
from aufil.people import actions
from aufil.people.models import Absence, Membership, Role, Support, WorkingHours
from aufil.people.queries import absent_throughout, answering, month_of, working_hours
from aufil.thread.models import Entry, Member
from aufil.web.problems import Problem

MONDAY = date(2027, 3, 1)


@pytest.fixture
def at(monkeypatch):
    """Holds the clock at an instant of Cholet (winter: UTC + 1)."""

    def hold(day: date, hour: float = 10.0) -> None:
        midnight = datetime.combine(day, time(), tzinfo=UTC) - timedelta(hours=1)
        monkeypatch.setattr(clock, "now", lambda: midnight + timedelta(hours=hour))

    hold(MONDAY)
    return hold


@pytest.fixture
def cast(at, cast):
    """The cast, their rows begun before the days of these tests."""
    Membership.objects.update(starts_on=MONDAY - timedelta(days=30))
    Support.objects.update(starts_on=MONDAY - timedelta(days=30))
    return cast


def away(cast, first=MONDAY, days=5, **more):
    return actions.declare_absence(
        **{
            "person": cast.camille,
            "structure": cast.structures["cholet"],
            "starts_on": first,
            "ends_on": first + timedelta(days=days - 1),
            "stand_in": cast.julien,
            "actor": cast.camille,
            **more,
        }
    )


def sees(person, young) -> bool:
    return Member.objects.filter(thread__young=young, person=person, left_at=None).exists()


def told(young) -> list[str]:
    entries = Entry.objects.filter(thread__young=young, kind=Entry.Kind.EVENT).order_by("seq")
    return list(entries.values_list("text", flat=True))


def test_declared_for_today_the_stand_in_is_there_at_once(cast, at):
    away(cast, message="Pour un papier urgent, appelez l’accueil.")
    assert all(sees(cast.julien, cast.people[name]) for name in ("lea", "yanis", "ines"))
    assert told(cast.lea) == [
        "Camille n’est pas là jusqu’au vendredi 5 mars. Julien vous répond pendant ce temps.\n"
        "« Pour un papier urgent, appelez l’accueil. »"
    ]
    assert sees(cast.camille, cast.lea), "the referent stays"
    assert not sees(cast.julien, cast.ousmane)


def test_it_begins_at_local_midnight_and_ends_after_the_last_day(cast, at):
    away(cast, first=MONDAY + timedelta(days=2), days=2)
    actions.settle_all_stand_ins()
    assert not sees(cast.julien, cast.lea)
    at(MONDAY + timedelta(days=1), 23.9)
    actions.settle_all_stand_ins()
    assert not sees(cast.julien, cast.lea)
    at(MONDAY + timedelta(days=2), 0.01)
    actions.settle_all_stand_ins()
    assert sees(cast.julien, cast.lea)
    at(MONDAY + timedelta(days=3), 23.9)
    actions.settle_all_stand_ins()
    assert sees(cast.julien, cast.lea)
    at(MONDAY + timedelta(days=4), 0.01)
    actions.settle_all_stand_ins()
    assert not sees(cast.julien, cast.lea)
    assert len(told(cast.lea)) == 1


def test_settling_again_changes_nothing(cast, at):
    away(cast)
    before = list(Support.objects.order_by("pk").values())
    for _ in range(3):
        actions.settle_all_stand_ins()
    assert list(Support.objects.order_by("pk").values()) == before
    assert len(told(cast.lea)) == 1


def test_overseas_midnight_is_the_structures_own(cast, at):
    cholet = cast.structures["cholet"]
    cholet.timezone = "Indian/Reunion"
    cholet.save()
    away(cast, first=MONDAY + timedelta(days=1), days=1)
    at(MONDAY, 20.9)  # 23:54 there
    actions.settle_all_stand_ins()
    assert not sees(cast.julien, cast.lea)
    at(MONDAY, 21.1)
    actions.settle_all_stand_ins()
    assert sees(cast.julien, cast.lea)


def test_cancelled_or_shortened_the_stand_in_leaves(cast, at):
    absence = away(cast)
    actions.cancel_absence(absence=absence, actor=cast.camille)
    actions.cancel_absence(absence=absence, actor=cast.camille)
    assert not sees(cast.julien, cast.lea)
    absence = away(cast)
    at(MONDAY + timedelta(days=2))
    actions.change_absence(
        absence=absence,
        starts_on=MONDAY,
        ends_on=MONDAY + timedelta(days=1),
        stand_in=cast.julien,
        actor=cast.camille,
    )
    assert not sees(cast.julien, cast.lea)
    actions.change_absence(
        absence=absence,
        starts_on=MONDAY,
        ends_on=MONDAY + timedelta(days=9),
        stand_in=cast.dominique,
        actor=cast.claude,
    )
    assert sees(cast.dominique, cast.lea)
    assert not sees(cast.julien, cast.lea)


def test_a_young_person_given_meanwhile_is_covered_too_and_one_handed_on_is_not(cast, at):
    cholet = cast.structures["cholet"]
    away(cast)
    lou = actions.create_person(username="lou", first_name="Lou", structure=cholet, role=Role.YOUNG)
    actions.support(young=lou, counsellor=cast.camille, structure=cholet, starts_on=MONDAY)
    actions.support(young=cast.yanis, counsellor=cast.dominique, structure=cholet, starts_on=MONDAY)
    actions.settle_all_stand_ins()
    assert sees(cast.julien, lou)
    assert not sees(cast.julien, cast.yanis)


def test_who_supports_already_stays_a_colleague_after_the_absence(cast, at):
    cholet = cast.structures["cholet"]
    actions.support(
        young=cast.lea, counsellor=cast.julien, structure=cholet, part="colleague", starts_on=MONDAY
    )
    absence = away(cast)
    assert not Support.objects.filter(young=cast.lea, part="stand-in").exists()
    actions.cancel_absence(absence=absence, actor=cast.camille)
    assert sees(cast.julien, cast.lea)
    assert not sees(cast.julien, cast.yanis)


def test_a_stand_in_who_becomes_referent_stays_after_the_absence(cast, at):
    absence = away(cast)
    actions.support(
        young=cast.lea, counsellor=cast.julien, structure=cast.structures["cholet"], starts_on=MONDAY
    )
    actions.cancel_absence(absence=absence, actor=cast.camille)
    assert sees(cast.julien, cast.lea)
    assert not sees(cast.julien, cast.yanis)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends_on": MONDAY - timedelta(days=1)}, "ends_on"),
        ({"stand_in": "camille"}, "stand_in"),
        ({"stand_in": "alex"}, "stand_in"),
        ({"stand_in": "lea"}, "stand_in"),
    ],
)
def test_what_cannot_be_is_refused_in_the_field_to_mend(cast, change, field):
    if "stand_in" in change:
        change = {"stand_in": cast.people[change["stand_in"]]}
    with pytest.raises(Problem) as refused:
        away(cast, **change)
    assert list(refused.value.errors) == [field]
    assert not Absence.objects.exists()


def test_two_absences_of_one_person_never_overlap(cast):
    away(cast, days=3)
    with pytest.raises(Problem) as refused:
        away(cast, first=MONDAY + timedelta(days=2))
    assert "01/03/2027 au 03/03/2027" in refused.value.errors["starts_on"][0]
    away(cast, first=MONDAY + timedelta(days=3))
    away(cast, person=cast.julien, stand_in=None)


def test_a_cancelled_absence_is_not_changed_any_more(cast):
    absence = away(cast)
    actions.cancel_absence(absence=absence, actor=cast.camille)
    with pytest.raises(Problem):
        actions.change_absence(
            absence=absence, starts_on=MONDAY, ends_on=MONDAY, stand_in=None, actor=cast.camille
        )


def test_who_stands_in_may_be_known_to_be_away_all_that_time(cast):
    cholet = cast.structures["cholet"]
    away(cast, person=cast.julien, stand_in=None, days=3)
    days = MONDAY, MONDAY + timedelta(days=2)
    assert absent_throughout([cast.julien, cast.claude], cholet, *days) == {cast.julien.pk}
    assert absent_throughout([cast.julien], cholet, MONDAY, MONDAY + timedelta(days=3)) == set()


def test_waiting_is_counted_in_hours_of_presence(cast):
    cholet = cast.structures["cholet"]
    away(cast, days=2)
    WorkingHours.objects.create(
        structure=cholet, person=cast.camille, weekday=2, starts=time(8), ends=time(12)
    )
    friday = datetime(2027, 2, 26, 12, tzinfo=UTC)
    wednesday = datetime(2027, 3, 3, 9, tzinfo=UTC)
    assert working_hours(cast.camille, cholet).open_between(friday, wednesday) == timedelta(hours=2)


def expected(cast, young="lea"):
    found = answering(cast.people[young], cast.structures["cholet"], clock.now())
    return found.who and found.who.username, found.until, found.opening


def paris(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=UTC) - timedelta(hours=1)


def test_the_referent_answers_when_at_work_and_else_whoever_is_there_first(cast, at):
    assert expected(cast) == ("camille", paris(MONDAY, 17, 30), None)
    at(MONDAY, 18)
    assert expected(cast) == ("camille", None, paris(MONDAY + timedelta(days=1), 9))
    away(cast, first=MONDAY + timedelta(days=1))
    assert expected(cast) == ("julien", None, paris(MONDAY + timedelta(days=1), 9)), "away from tomorrow on"
    at(MONDAY + timedelta(days=1), 11)
    assert expected(cast) == ("julien", paris(MONDAY + timedelta(days=1), 17, 30), None)
    at(MONDAY + timedelta(days=4), 18)
    assert expected(cast) == ("camille", None, paris(MONDAY + timedelta(days=7), 9)), "away until Saturday"


def test_without_stand_in_the_answer_comes_after_the_absence(cast, at):
    away(cast, stand_in=None)
    assert expected(cast) == ("camille", None, paris(MONDAY + timedelta(days=7), 9))
    assert expected(cast, "ousmane")[0] is None, "not supported here"


def test_the_month_shows_who_is_away_and_nobody_of_another_structure(cast):
    away(cast)
    actions.declare_absence(
        person=cast.alex,
        structure=cast.structures["mayenne"],
        starts_on=MONDAY,
        ends_on=MONDAY,
        actor=cast.alex,
    )
    found = month_of(cast.structures["cholet"], MONDAY, date(2027, 3, 31))
    rows = {row.person.username: [state for _day, state in row.days] for row in found}
    assert set(rows) == {"camille", "julien", "dominique", "claude"}
    assert rows["camille"][:8] == ["away"] * 5 + ["off", "off", ""]
    assert "away" not in rows["julien"]
