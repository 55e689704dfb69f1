"""Free times as they are asked for: openings, exceptions, absences, holidays, who asks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from aufil.appointments.models import (
    Appointment,
    Busy,
    Kind,
    Mode,
    Nature,
    Opening,
    OutsideBusy,
    OutsideCalendar,
    Place,
    Rules,
    Variation,
)
from aufil.appointments.queries import Asked, Asker, nearest, slots
from aufil.kernel import clock
from aufil.people.models import Absence

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 3, 9, 8, 0, tzinfo=PARIS)  # a Monday
TUESDAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


class Agenda:
    """Camille's and her structure's, made as a test goes on."""

    def __init__(self, cast) -> None:
        self.cast, self.structure = cast, cast.structures["cholet"]
        self.structure.memberships.update(starts_on=date(2026, 1, 1))
        self.kind = Kind.objects.create(structure=self.structure, name="Entretien", modes=["site", "phone"])

    def place(self, name: str, latitude=None, longitude=None) -> Place:
        return Place.objects.create(
            structure=self.structure, name=name, latitude=latitude, longitude=longitude
        )

    def opening(self, hours="09:00-10:00", day=TUESDAY, who=None, **more) -> Opening:
        starts, ends = (time.fromisoformat(clock) for clock in hours.split("-"))
        more = {"from_on": date(2026, 1, 1), "modes": ["site", "phone"], **more}
        return Opening.objects.create(
            structure=self.structure,
            counsellor=who or self.cast.camille,
            weekday=day.weekday(),
            starts=starts,
            ends=ends,
            **more,
        )

    def variation(self, hours: str, *, is_open: bool, day=TUESDAY) -> Variation:
        starts, ends = (time.fromisoformat(clock) for clock in hours.split("-"))
        return Variation.objects.create(
            structure=self.structure,
            counsellor=self.cast.camille,
            day=day,
            starts=starts,
            ends=ends,
            is_open=is_open,
        )

    def taken(self, hours: str, day=TUESDAY, who=None, **more) -> Appointment:
        starts, ends = (datetime.combine(day, time.fromisoformat(clock), PARIS) for clock in hours.split("-"))
        return Appointment.objects.create(
            structure=self.structure,
            kind=self.kind,
            nature=Nature.INTERVIEW,
            counsellor=who or self.cast.camille,
            starts_at=starts,
            ends_at=ends,
            made_at=NOW,
            changed_at=NOW,
            **{"mode": Mode.SITE, **more},
        )

    def asked(self, **more) -> Asked:
        return Asked(
            **{
                "structure": self.structure,
                "kind": self.kind,
                "mode": "site",
                "asker": Asker.STAFF,
                "until": datetime.combine(TUESDAY + timedelta(days=1), time(), PARIS),
                **more,
            }
        )

    def free(self, **more) -> list[str]:
        return [f"{slot.starts_at.astimezone(PARIS):%d %H:%M}" for slot in slots(self.asked(**more))]


@pytest.fixture
def agenda(cast) -> Agenda:
    return Agenda(cast)


def test_an_opening_gives_its_times_less_what_is_taken(agenda):
    agenda.opening("09:00-11:00")
    agenda.taken("09:45-10:15")
    agenda.taken("09:00-11:00", cancelled_at=NOW)
    assert agenda.free() == ["10 09:00", "10 10:15"]


def test_what_overlaps_on_purpose_takes_its_counsellor_too(agenda):
    agenda.opening("09:00-10:30")
    agenda.taken("09:00-09:30", overlap_reason="urgence")
    assert agenda.free() == ["10 09:30", "10 09:45"]


def test_hours_more_and_hours_less_of_one_day(agenda):
    agenda.opening("09:00-10:00")
    agenda.variation("09:00-09:15", is_open=False)
    agenda.variation("14:00-15:00", is_open=True)
    assert agenda.free() == ["10 09:15", "10 14:00", "10 14:15"]


def test_an_absence_closes_its_days_whatever_else_is_open(agenda):
    agenda.opening()
    agenda.variation("14:00-15:00", is_open=True)
    absence = Absence.objects.create(
        structure=agenda.structure,
        person=agenda.cast.camille,
        starts_on=TUESDAY,
        ends_on=TUESDAY,
        made_at=NOW,
    )
    assert agenda.free() == []
    absence.cancelled_at = NOW
    absence.save()
    assert len(agenda.free()) == 4


def test_a_public_holiday_closes_the_week_but_not_what_was_opened_for_that_day(agenda):
    easter_monday = date(2026, 4, 6)
    agenda.opening(day=easter_monday)
    window = {"since": datetime(2026, 4, 6, tzinfo=PARIS), "until": datetime(2026, 4, 7, tzinfo=PARIS)}
    assert agenda.free(**window) == []
    agenda.variation("14:00-14:45", is_open=True, day=easter_monday)
    assert agenda.free(**window) == ["06 14:00"]


def test_every_second_week_is_counted_from_the_week_of_its_first_day(agenda):
    agenda.opening("09:00-09:45", every_weeks=2, from_on=date(2026, 3, 5), until_on=date(2026, 4, 14))
    assert agenda.free(until=None) == ["17 09:00", "31 09:00", "14 09:00"]


def test_who_asks_says_how_soon_and_how_far(agenda):
    agenda.opening("09:00-09:45", day=NOW.date())
    assert (
        len(agenda.free(until=None, asker=Asker.STAFF)) == 51
    )  # of 53 Mondays, Easter's and Whitsun's apart
    assert len(agenda.free(until=None, asker=Asker.YOUNG)) == 7  # not today; eight weeks; Easter Monday
    assert agenda.free(until=None, asker=Asker.PUBLIC) == []
    Rules.objects.create(structure=agenda.structure, notice_minutes=0, horizon_days=7)
    assert agenda.free(until=None, asker=Asker.YOUNG) == ["09 09:00", "16 09:00"]


def test_other_kinds_and_other_ways_offer_nothing(agenda):
    other = Kind.objects.create(structure=agenda.structure, name="Atelier CV", modes=["site"])
    agenda.opening().kinds.add(other)
    agenda.opening("14:00-15:00", modes=["phone"])
    assert agenda.free() == []
    assert agenda.free(mode="phone") == ["10 14:00", "10 14:15"]
    assert agenda.free(kind=other) == ["10 09:00", "10 09:15"]
    assert agenda.free(mode="video") == []


def test_a_calendar_elsewhere_and_the_young_person_s_own_times_count(agenda):
    agenda.opening("09:00-12:00")
    calendar = OutsideCalendar.objects.create(
        structure=agenda.structure,
        person=agenda.cast.camille,
        label="Perso",
        url=b"",
        made_at=NOW,
        due_at=NOW,
    )
    nine = datetime(2026, 3, 10, 9, tzinfo=PARIS)
    OutsideBusy.objects.create(
        calendar=calendar, starts_at=nine, ends_at=nine + timedelta(minutes=59, seconds=30)
    )
    elsewhere = agenda.taken("10:30-11:00", who=agenda.cast.julien)
    Busy.objects.create(
        person=agenda.cast.lea,
        appointment=elsewhere,
        starts_at=elsewhere.starts_at,
        ends_at=elsewhere.ends_at,
    )
    assert agenda.free(young=agenda.cast.lea.pk) == ["10 11:00", "10 11:15"]
    assert agenda.free(young=agenda.cast.yanis.pk)[0] == "10 10:00"


def test_the_road_between_two_places_is_counted(agenda):
    here, there = agenda.place("Cholet", 47.06, -0.88), agenda.place("Beaupréau", 47.2, -0.99)
    agenda.opening("09:00-12:00", place=there)
    agenda.taken("08:30-09:00", place=here)
    assert agenda.free()[0] == "10 09:30"
    assert agenda.free(mode="phone")[0] == "10 09:00"
    assert agenda.free(place=here) == []
    there.closed_at = NOW
    there.save()
    assert agenda.free() == []


def test_nobody_is_met_before_they_join_or_after_they_leave(agenda):
    agenda.opening()
    agenda.structure.memberships.filter(person=agenda.cast.camille).update(ends_on=TUESDAY)
    assert agenda.free() == []


def test_the_three_nearest(agenda):
    agenda.opening("09:00-12:00")
    agenda.taken("10:00-10:45")
    near = nearest(agenda.asked(until=None), datetime(2026, 3, 10, 10, tzinfo=PARIS))
    assert [f"{slot.starts_at.astimezone(PARIS):%d %H:%M}" for slot in near] == [
        *("10 09:00", "10 09:15", "10 10:45"),
    ]
    agenda.structure.memberships.filter(person=agenda.cast.camille).update(ends_on=TUESDAY)
    assert nearest(agenda.asked(until=None), NOW) == []


def test_openings_of_another_structure_never_come(agenda):
    Opening.objects.create(
        structure=agenda.cast.structures["mayenne"],
        counsellor=agenda.cast.alex,
        weekday=1,
        starts=time(9),
        ends=time(12),
        modes=["site"],
        from_on=date(2026, 1, 1),
    )
    assert agenda.free() == []
    assert agenda.free(counsellors=[agenda.cast.alex.pk]) == []


def test_as_many_statements_for_one_as_for_many(agenda, django_assert_num_queries):
    agenda.opening()
    asked = agenda.asked(young=agenda.cast.lea.pk)
    with django_assert_num_queries(8):
        slots(asked)
    for who in (agenda.cast.julien, agenda.cast.claude):
        agenda.opening(who=who, place=agenda.place(who.username))
        agenda.taken("09:00-09:10", who=who)
    with django_assert_num_queries(8):
        assert {slot.counsellor for slot in slots(asked)} == {
            *(agenda.cast.camille.pk, agenda.cast.julien.pk, agenda.cast.claude.pk)
        }
