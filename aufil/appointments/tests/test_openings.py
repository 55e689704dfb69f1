"""Weekly hours laid, changed, copied, ended; days that differ; what is booked stays."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from aufil.appointments.actions import (
    OneOff,
    Stretch,
    change_opening,
    change_variation,
    close_kind,
    copy_day,
    drop_variation,
    end_opening,
    lay_openings,
    stretch_of,
    vary,
)
from aufil.appointments.models import Kind, Opening, Place, Variation
from aufil.appointments.queries import Asked, Asker, open_hours_of, outside, slots
from aufil.appointments.queries.openings import holidays_ahead, short_roads, week_shown
from aufil.appointments.queries.preview import previewed
from aufil.audit.models import Record
from aufil.people.actions import declare_absence
from aufil.web.problems import Problem

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 1, 12)  # today, as the fixture `world` has it
TUESDAY = MONDAY + timedelta(days=1)


class Desk:
    """Julien, who has laid nothing yet, and what he does."""

    def __init__(self, world) -> None:
        self.world, self.julien = world, world.cast.julien
        self.structure = world.cast.structures["cholet"]
        self.office = world.office
        self.beaupreau = Place.objects.create(
            structure=self.structure, name="Beaupréau", latitude=47.2036, longitude=-0.9903
        )

    def stretch(self, hours="09:00-12:00", **more) -> Stretch:
        starts, ends = (time.fromisoformat(at) for at in hours.split("-"))
        said = {"modes": ["site", "phone"], "place": self.office, "from_on": MONDAY}
        return Stretch(**{**said, "starts": starts, "ends": ends, **more})

    def lay(self, *days: int, hours="09:00-12:00", **more):
        return lay_openings(
            structure=self.structure,
            counsellor=self.julien,
            weekdays=days,
            stretch=self.stretch(hours, **more),
            by=self.julien,
        )

    def copy(self, source: int, *targets: int, **more):
        return copy_day(
            structure=self.structure,
            counsellor=self.julien,
            source=source,
            targets=targets,
            by=self.julien,
            **more,
        )

    def vary(self, hours="14:00-16:00", *, is_open: bool, day=TUESDAY, instead=False, uid=None, **more):
        starts, ends = (time.fromisoformat(at) for at in hours.split("-"))
        if is_open:
            more = {"modes": ["site"], "place": self.office, **more}
        one_off = OneOff(day=day, starts=starts, ends=ends, is_open=is_open, **more)
        return vary(
            structure=self.structure,
            counsellor=self.julien,
            one_off=one_off,
            by=self.julien,
            uid=uid or uuid4(),
            instead=instead,
        )

    @property
    def rows(self) -> list[str]:
        return [
            f"{one.weekday} {one.starts:%H:%M}-{one.ends:%H:%M}"
            for one in Opening.objects.filter(counsellor=self.julien)
        ]

    def free(self, mode="site") -> list[str]:
        asked = Asked(self.structure, self.world.talk, mode, Asker.STAFF, counsellors=(self.julien.pk,))
        return [f"{one.starts_at:%m-%d %H:%M}" for one in slots(asked)]


@pytest.fixture
def desk(world) -> Desk:
    return Desk(world)


def refused(act, *arguments, **named) -> tuple[str, str]:
    """The field and the sentence."""
    with pytest.raises(Problem) as found:
        act(*arguments, **named)
    [(field, [sentence])] = found.value.errors.items()
    return field, sentence


def test_one_stretch_on_several_days_and_the_same_again_changes_nothing(desk):
    desk.lay(0, 1, 3)
    desk.lay(0, 1, 3)
    assert desk.rows == ["0 09:00-12:00", "1 09:00-12:00", "3 09:00-12:00"]
    assert Record.objects.filter(verb="openings-laid", subject_uid=desk.julien.uid).count() == 2


def test_stretches_that_touch_and_are_alike_become_one(desk):
    desk.lay(0, hours="09:00-10:30")
    desk.lay(0, hours="11:00-12:00")
    desk.lay(0, hours="10:30-11:15")
    assert desk.rows == ["0 09:00-12:00"]


def test_two_places_at_once_and_other_settings_are_refused_with_a_sentence(desk):
    desk.lay(0)
    field, sentence = refused(desk.lay, 0, hours="11:00-13:00", place=desk.beaupreau)
    assert field == "starts"
    assert "deux endroits" in sentence
    assert "9\u202fh à 12\u202fh, Cholet centre" in sentence
    _field, sentence = refused(desk.lay, 0, 2, hours="11:00-13:00", modes=["phone"])
    assert "d’autres réglages" in sentence
    assert desk.rows == ["0 09:00-12:00"]  # Wednesday was not laid either
    desk.lay(0, hours="12:00-13:00", modes=["phone"], place=None)
    assert desk.rows == ["0 09:00-12:00", "0 12:00-13:00"]


def test_every_second_week_here_and_the_other_there(desk):
    desk.lay(1, every_weeks=2)
    desk.lay(1, every_weeks=2, from_on=MONDAY + timedelta(days=7), place=desk.beaupreau)
    _field, sentence = refused(
        desk.lay, 1, every_weeks=3, from_on=MONDAY + timedelta(days=7), place=desk.beaupreau
    )
    assert "deux endroits" in sentence
    assert desk.rows == ["1 09:00-12:00"] * 2


@pytest.mark.parametrize(
    ("hours", "more", "field"),
    [
        ("12:00-09:00", {}, "ends"),
        ("09:00-09:10", {}, "ends"),
        ("09:00-10:00", {"modes": []}, "modes"),
        ("09:00-10:00", {"place": None}, "place"),
        ("09:00-10:00", {"until_on": MONDAY - timedelta(days=1)}, "until_on"),
        ("09:00-10:00", {"from_on": TUESDAY, "until_on": TUESDAY + timedelta(days=2)}, "until_on"),
        ("09:00-10:00", {"from_on": date(2029, 1, 1)}, "from_on"),
        ("09:00-10:00", {"every_weeks": 9}, "every_weeks"),
    ],
)
def test_what_makes_no_hours_is_refused_and_nothing_is_written(desk, hours, more, field):
    assert refused(desk.lay, 0, hours=hours, **more)[0] == field
    assert desk.rows == []


def test_what_is_of_another_structure_or_closed_is_refused(desk):
    mayenne = desk.world.cast.structures["mayenne"]
    with pytest.raises(Problem):
        desk.lay(0, place=Place.objects.create(structure=mayenne, name="Laval"))
    with pytest.raises(Problem):
        desk.lay(0, kinds=[Kind.objects.create(structure=mayenne, name="Autre", modes=["site"])])
    desk.office.closed_at = desk.world.monday
    assert refused(desk.lay, 0)[0] == "place"
    assert refused(desk.lay)[0] == "place"
    assert desk.rows == []


def test_a_stretch_changes_and_may_take_its_own_hours(desk):
    desk.lay(0)
    opening = Opening.objects.get(counsellor=desk.julien)
    change_opening(opening=opening, weekday=2, stretch=desk.stretch("08:30-12:30"), by=desk.julien)
    assert desk.rows == ["2 08:30-12:30"]
    desk.lay(2, hours="13:30-17:00")
    afternoon = Opening.objects.get(counsellor=desk.julien, starts=time(13, 30))
    change_opening(opening=afternoon, weekday=2, stretch=desk.stretch("12:30-17:00"), by=desk.julien)
    assert desk.rows == ["2 08:30-17:00"]


def test_it_ends_on_a_day_or_is_no_more_and_what_never_came_goes(desk):
    desk.lay(0, 1)
    monday, tuesday = Opening.objects.filter(counsellor=desk.julien)
    end_opening(opening=monday, last=date(2026, 2, 16), by=desk.julien)
    monday.refresh_from_db()
    assert monday.until_on == date(2026, 2, 16)
    assert refused(end_opening, opening=monday, last=date(2026, 1, 5), by=desk.julien)[0] == "last"
    end_opening(opening=tuesday, last=None, by=desk.julien)
    assert desk.rows == ["0 09:00-12:00"]


def test_what_has_come_already_ends_yesterday(desk):
    camille = desk.world.cast.camille
    opening = Opening.objects.filter(counsellor=camille).first()
    end_opening(opening=opening, last=None, by=camille)
    opening.refresh_from_db()
    assert opening.until_on == MONDAY - timedelta(days=1)
    assert opening not in open_hours_of(camille, desk.structure).openings


def test_a_day_is_copied_on_others_once(desk):
    desk.lay(0, hours="09:00-12:00", kinds=[desk.world.talk])
    desk.lay(0, hours="14:00-17:00", every_weeks=2, from_on=MONDAY + timedelta(days=7))
    for _ in range(2):
        desk.copy(0, 1)
    assert desk.rows == ["0 09:00-12:00", "0 14:00-17:00", "1 09:00-12:00", "1 14:00-17:00"]
    copied = Opening.objects.get(counsellor=desk.julien, weekday=1, starts=time(9))
    assert list(copied.kinds.all()) == [desk.world.talk]
    assert [one for one in desk.free() if one.endswith("13:00")][:2] == ["01-19 13:00", "01-20 13:00"]


def test_a_copy_over_something_else_is_refused_or_takes_its_place(desk):
    desk.lay(0)
    desk.lay(1, hours="10:00-11:00", place=desk.beaupreau)
    assert refused(desk.copy, 0, 1, 2)[0] == "starts"
    assert len(desk.rows) == 2
    desk.copy(0, 1, 2, replacing=True)
    assert desk.rows == ["0 09:00-12:00", "1 09:00-12:00", "2 09:00-12:00"]
    assert refused(desk.copy, 5, 1)[0] == "source"
    assert refused(desk.copy, 0, 0)[0] == "target"


def test_what_is_booked_stays_and_is_counted_when_it_lies_outside(desk):
    world = desk.world
    inside, early = world.booked(2, 10), world.booked(2, 9, young=world.cast.yanis)
    wednesday = Opening.objects.get(counsellor=world.cast.camille, weekday=2, starts=time(9))
    stretch = stretch_of(wednesday)
    later = Stretch(**{**stretch.__dict__, "starts": time(10)})
    laid = change_opening(opening=wednesday, weekday=2, stretch=later, by=world.cast.camille)
    assert laid.outside == 1
    assert outside(open_hours_of(world.cast.camille, desk.structure)) == [early]
    inside.refresh_from_db()
    assert inside.cancelled_at is None
    wednesday.refresh_from_db()
    assert end_opening(opening=wednesday, last=None, by=world.cast.camille).outside == 2


def test_hours_more_and_hours_less(desk):
    desk.lay(1)
    uid = uuid4()
    desk.vary("14:00-15:00", is_open=True, uid=uid)
    desk.vary("14:00-15:00", is_open=True, uid=uid)
    desk.vary("09:00-11:00", is_open=False, why="Réunion d’équipe")
    assert desk.free()[:4] == ["01-13 10:00", "01-13 10:15", "01-13 13:00", "01-13 13:15"]
    day = week_shown(open_hours_of(desk.julien, desk.structure), MONDAY)[1]
    assert [(one.start // 60, one.end // 60, one.is_exception) for one in day.stretches] == [
        *((11, 12, False), (14, 15, True)),
    ]
    assert day.words == "Réunion d’équipe"
    for one in Variation.objects.all():
        drop_variation(variation=one, by=desk.julien)
    assert desk.free()[0] == "01-13 08:00"
    assert Record.objects.filter(verb="day-as-usual").count() == 2


def test_a_day_elsewhere_closes_what_the_week_has_in_those_hours(desk):
    desk.lay(1)
    field, sentence = refused(desk.vary, "10:00-13:00", is_open=True, place=desk.beaupreau)
    assert (field, "deux endroits" in sentence) == ("starts", True)
    desk.vary("10:00-13:00", is_open=True, place=desk.beaupreau, instead=True, why="Forum")
    assert week_shown(open_hours_of(desk.julien, desk.structure), MONDAY)[1].words == "Forum"
    shown = week_shown(open_hours_of(desk.julien, desk.structure), MONDAY)[1].stretches
    assert [(one.start // 60, one.end // 60, one.place.name) for one in shown] == [
        *((9, 10, "Cholet centre"), (10, 13, "Beaupréau")),
    ]
    assert [one for one in desk.free() if one.startswith("01-13")] == [
        *("01-13 08:00", "01-13 08:15"),
        *(f"01-13 {hour:02d}:{minute:02d}" for hour in (9, 10) for minute in (0, 15, 30, 45)),
        *("01-13 11:00", "01-13 11:15"),
    ]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"is_open": True, "day": MONDAY - timedelta(days=1)}, "day"),
        ({"is_open": True, "day": date(2029, 1, 1)}, "day"),
        ({"is_open": True, "hours": "16:00-14:00"}, "ends"),
        ({"is_open": True, "place": None}, "place"),
        ({"is_open": True, "modes": []}, "modes"),
        ({"is_open": False}, "starts"),  # nothing is open then
    ],
)
def test_what_makes_no_exception_is_refused(desk, more, field):
    desk.lay(1)
    assert refused(desk.vary, **more)[0] == field
    assert not Variation.objects.exists()


def test_nobody_is_opened_while_away(desk):
    declare_absence(
        person=desk.julien,
        structure=desk.structure,
        starts_on=TUESDAY,
        ends_on=TUESDAY,
        message="",
        stand_in=None,
        actor=desk.julien,
    )
    field, sentence = refused(desk.vary, is_open=True)
    assert (field, "absence" in sentence) == ("day", True)


def test_an_exception_changes(desk):
    desk.vary(is_open=True)
    one = Variation.objects.get()
    change_variation(
        variation=one,
        one_off=OneOff(
            day=TUESDAY, starts=time(15), ends=time(16), is_open=True, modes=["phone"], why="Rattrapage"
        ),
        by=desk.julien,
    )
    one.refresh_from_db()
    assert (one.starts, one.modes, one.place, one.why) == (time(15), ["phone"], None, "Rattrapage")


def test_public_holidays_on_hours_of_theirs_are_told_ahead(desk):
    desk.lay(0)
    assert [one.day for one in holidays_ahead(open_hours_of(desk.julien, desk.structure))] == [
        *(date(2026, 4, 6), date(2026, 5, 25)),
    ]


def test_a_road_longer_than_the_time_between_is_warned_of(desk):
    desk.office.latitude, desk.office.longitude = 47.0601, -0.8803
    desk.office.save()
    desk.lay(0)
    desk.lay(0, hours="12:15-16:00", place=desk.beaupreau)
    desk.lay(1)
    desk.lay(1, hours="13:30-16:00", place=desk.beaupreau)
    [road] = short_roads(open_hours_of(desk.julien, desk.structure))
    assert (road.one.weekday, road.between) == (0, 15)
    assert 25 <= road.minutes <= 32


def test_what_young_people_are_offered_is_what_the_search_finds(desk):
    world = desk.world
    desk.lay(1, 3, hours="09:00-10:30")
    desk.lay(2, hours="14:00-15:00", modes=["phone"], place=None)
    desk.vary("11:00-12:00", is_open=True, day=TUESDAY + timedelta(days=2), place=desk.beaupreau)
    world.booked(3, 9, counsellor=desk.julien)
    hours = open_hours_of(desk.julien, desk.structure)
    shown = previewed(hours, [world.talk], most=12)
    assert [(one.kind, one.mode) for one in shown] == [(world.talk, "site"), (world.talk, "phone")]
    for one in shown:
        asked = Asked(desk.structure, world.talk, one.mode, Asker.YOUNG, counsellors=(desk.julien.pk,))
        assert one.starts == [slot.start for slot in slots(asked)][:12]
        assert one.starts


def test_hours_that_are_only_closed_take_no_kind(desk):
    talk = desk.world.talk
    talk.modes = ["partner"]
    desk.lay(1)
    desk.vary("09:00-10:00", is_open=False)
    [one] = previewed(open_hours_of(desk.julien, desk.structure), [talk])
    assert (one.starts, one.is_open) == ([], False)


def test_the_page_s_reads_are_as_many_for_one_as_for_many(desk, django_assert_max_num_queries):
    desk.lay(0, kinds=[desk.world.talk])
    desk.vary(is_open=True)
    desk.world.booked(0, 9, counsellor=desk.julien)

    def read() -> None:
        hours = open_hours_of(desk.julien, desk.structure)
        outside(hours)
        previewed(hours, [desk.world.talk])
        short_roads(hours)
        week_shown(hours, MONDAY)
        holidays_ahead(hours)

    with django_assert_max_num_queries(12) as one:
        read()
    desk.lay(1, 2, 3, place=desk.beaupreau, kinds=[desk.world.talk])
    desk.vary("08:00-08:30", is_open=True)
    desk.world.booked(1, 9, counsellor=desk.julien)
    with django_assert_max_num_queries(12) as many:
        read()
    assert len(one) == len(many)


def test_closing_a_kind_keeps_what_is_booked(desk):
    booked = desk.world.booked(2, 10)
    close_kind(kind=desk.world.talk, by=desk.world.cast.claude)
    booked.refresh_from_db()
    assert booked.cancelled_at is None
    desk.lay(1)
    desk.world.talk.refresh_from_db()
    assert desk.free() == []
