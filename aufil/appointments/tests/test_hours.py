"""When somebody can be met, against a slow and obvious reference: absences, holidays, days that differ, every so many
weeks, in several zones, over changes of the clock; and the whole search with it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aufil.appointments.hours import (
    Days,
    OneDay,
    Week,
    Weekly,
    comes_on,
    first_day_of,
    first_day_together,
)
from aufil.appointments.models import Kind, Opening, Place, Variation
from aufil.appointments.queries import Asked, Asker, slots
from aufil.appointments.slots import instant, when
from aufil.kernel import clock
from aufil.kernel.hours import public_holidays_of
from aufil.people.models import Absence

ZONES = [
    *(("Europe/Paris", ""), ("Europe/Paris", "Alsace-Moselle"), ("Indian/Reunion", "RE")),
    *(("America/Guadeloupe", "GP"), ("America/Miquelon", "PM"), ("Pacific/Noumea", "NC")),
]
# Weeks with a change of the clock, Easter, the end of the year, the days of Guadeloupe and Alsace.
MONDAYS = [date(2026, 3, 23), date(2026, 3, 30), date(2026, 5, 25), date(2026, 10, 19), date(2026, 12, 21)]
SPAN = 10  # days looked at
QUARTERS = [time(n // 4, n % 4 * 15) for n in range(96)]


@st.composite
def hours(draw):
    low, high = sorted(draw(st.sets(st.integers(0, 95), min_size=2, max_size=2)))
    return QUARTERS[low], QUARTERS[high]


@st.composite
def weeks(draw, monday: date):
    days = st.integers(-20, SPAN).map(lambda n: monday + timedelta(days=n))
    week = Week(there=[Days(monday - timedelta(days=30), None)])
    for _ in range(draw(st.integers(1, 5))):
        first = draw(days)
        last = draw(st.none() | st.integers(0, 30).map(lambda n, first=first: first + timedelta(days=n)))
        place, every = draw(st.sampled_from([None, 1, 2])), draw(st.integers(1, 4))
        week.weekly.append(Weekly(draw(st.integers(0, 6)), *draw(hours()), place, first, last, every))
    for _ in range(draw(st.integers(0, 4))):
        week.one_days.append(
            OneDay(draw(days), *draw(hours()), draw(st.booleans()), draw(st.sampled_from([None, 1, 2])))
        )
    for _ in range(draw(st.integers(0, 2))):
        first = draw(days)
        week.away.append(Days(first, draw(st.none() | st.just(first + timedelta(days=2)))))
    if draw(st.booleans()):
        first = draw(days)
        week.there = [Days(first, first + timedelta(days=9)), Days(first + timedelta(days=11), None)]
    return week


def slow_comes(one: Weekly, day: date) -> bool:
    if day.weekday() != one.weekday or day < one.from_on or (one.until_on and day > one.until_on):
        return False
    monday, first = (at - timedelta(days=at.weekday()) for at in (day, one.from_on))
    return (monday - first).days // 7 % one.every_weeks == 0


def slow_is_open(week: Week, day: date, wall: time, place: int | None, holiday_zone: str) -> bool:
    """Is somebody to be met at a place when clocks show `wall`?"""
    if not any(day in days for days in week.there) or any(day in days for days in week.away):
        return False
    on = [one for one in week.one_days if one.day == day and one.starts <= wall < one.ends]
    if any(one.is_open and one.place == place for one in on):
        return True
    if day in public_holidays_of(day.year, holiday_zone) or any(not one.is_open for one in on):
        return False
    return any(
        slow_comes(one, day) and one.place == place and one.starts <= wall < one.ends for one in week.weekly
    )


def exists(day: date, wall: time, timezone: str) -> bool:
    local = datetime.combine(day, wall, tzinfo=ZoneInfo(timezone))
    return local.astimezone(UTC).astimezone(ZoneInfo(timezone)).time() == wall


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(MONDAYS), st.sampled_from(ZONES))
def test_hours_are_what_looking_at_every_quarter_finds(data, monday, zone):
    week = data.draw(weeks(monday))
    days = Days(monday, monday + timedelta(days=SPAN - 1))
    spans = week.spans(days, *zone)
    for some in spans.values():
        assert all(one.end < other.start for one, other in pairwise(some))
    found = {(place, minute) for place, some in spans.items() for span in some for minute in range(*span, 15)}
    for n in range(SPAN):
        day = monday + timedelta(days=n)
        for wall in QUARTERS:
            if exists(day, wall, zone[0]):
                minute = when(day, wall, zone[0])
                for place in (None, 1, 2):
                    wanted = slow_is_open(week, day, wall, place, zone[1])
                    assert ((place, minute) in found) == wanted, (day, wall, place)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(MONDAYS))
def test_the_days_of_a_stretch_are_those_one_counts(data, monday):
    one, other = data.draw(weeks(monday)).weekly[0], data.draw(weeks(monday)).weekly[0]
    days = [monday + timedelta(days=n) for n in range(7 * 14)]
    theirs = [day for day in days if slow_comes(one, day)]
    assert [day for day in days if comes_on(one, day)] == theirs
    assert first_day_of(one, monday) == (theirs[0] if theirs else None)
    both = [day for day in theirs if slow_comes(other, day)]
    assert first_day_together(one, other, monday) == (both[0] if both else None)


# The whole search, over the database.


@dataclass
class Agenda:
    """A structure of a zone whose one counsellor has these hours."""

    structure: object
    counsellor: object
    kind: Kind
    places: dict[int | None, Place | None]

    def write(self, week: Week) -> None:
        mine = {"structure": self.structure, "counsellor": self.counsellor}
        for model in (Opening, Variation, Absence):
            model._default_manager.filter(structure=self.structure).delete()
        for one in week.weekly:
            Opening.objects.create(
                **mine,
                weekday=one.weekday,
                starts=one.starts,
                ends=one.ends,
                place=self.places[one.place],
                from_on=one.from_on,
                until_on=one.until_on,
                every_weeks=one.every_weeks,
                modes=["site"],
            )
        for day in week.one_days:
            Variation.objects.create(
                **mine,
                day=day.day,
                starts=day.starts,
                ends=day.ends,
                is_open=day.is_open,
                place=self.places[day.place],
                modes=["site"] if day.is_open else [],
            )
        for days in week.away:
            Absence.objects.create(
                structure=self.structure,
                person=self.counsellor,
                starts_on=days.first,
                ends_on=days.last or days.first + timedelta(days=400),
                made_at=clock.now(),
            )


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(MONDAYS), st.sampled_from(ZONES), st.sampled_from([15, 30, 45]))
def test_the_search_finds_what_the_reference_says_is_open(cast, data, monday, zone, length):
    structure = cast.structures["cholet"]
    structure.timezone, structure.holiday_zone = zone
    structure.save()
    structure.memberships.update(starts_on=date(2026, 1, 1))
    kind, _new = Kind.objects.get_or_create(structure=structure, name="Entretien", modes=["site"])
    places: dict[int | None, Place | None] = {
        number: Place.objects.get_or_create(structure=structure, name=f"Endroit {number}")[0]
        for number in (1, 2)
    }
    agenda = Agenda(structure, cast.julien, kind, {None: None, **places})
    week = data.draw(weeks(monday))
    week.there = [Days(date(2026, 1, 1), None)]
    agenda.write(week)
    midnight = datetime.combine(monday, time(), tzinfo=ZoneInfo(zone[0]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: midnight.astimezone(UTC))
        asked = Asked(
            structure, kind, "site", Asker.STAFF, minutes=length, until=midnight + timedelta(days=8)
        )
        found = {(slot.place, slot.start) for slot in slots(asked)}
    opened = {
        place.pk if place else None: {
            when(day, wall, zone[0]) + more
            for day in (monday + timedelta(days=n) for n in range(9))
            for wall in QUARTERS
            if exists(day, wall, zone[0]) and slow_is_open(week, day, wall, number, zone[1])
            for more in range(15)
        }
        for number, place in agenda.places.items()
    }
    for place, minutes in opened.items():
        for minute in minutes:
            local = instant(minute).astimezone(ZoneInfo(zone[0]))
            if minute % 15 or local.fold or instant(minute) >= midnight + timedelta(days=8):
                continue
            spans = range(minute, minute + length)
            # The second time round of October's hour is open too, though no time begins in it.
            fits = all(m in minutes or instant(m).astimezone(ZoneInfo(zone[0])).fold for m in spans)
            assert ((place, minute) in found) == fits, (place, local)
    assert all(start in opened[place] for place, start in found)
