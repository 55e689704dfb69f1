"""Quiet hours are those of the structure: its clock, its holidays, what its head has set; whatever the clocks do."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from aufil.delivery.models import DeliverySettings
from aufil.delivery.queries.ways import houses_of
from aufil.people.models import Structure

SETTINGS = {
    "name": "ML",
    "formality": "vous",
    "rhythm_days": 7,
    "keep_former_texts_days": 90,
    "keep_files_days": 120,
    "region": "FR",
    "timezone": "Europe/Paris",
}


def day_of(structure):
    return houses_of([structure.pk])[structure.pk].day


@pytest.fixture
def cholet(cast):
    return cast.structures["cholet"]


def of(cholet, **facts):
    Structure.objects.filter(pk=cholet.pk).update(**facts)
    return day_of(cholet)


def instant(zone, *parts):
    return datetime(*parts, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("holidays", "zone", "day", "is_quiet"),
    [
        ("", "Europe/Paris", (2027, 3, 26), False),  # Good Friday
        ("Alsace-Moselle", "Europe/Paris", (2027, 3, 26), True),
        ("", "Europe/Paris", (2026, 12, 26), False),  # Saint Stephen, a Saturday
        ("Alsace-Moselle", "Europe/Paris", (2026, 12, 26), True),
        ("RE", "Indian/Reunion", (2027, 12, 20), True),  # the abolition of slavery
        ("MQ", "America/Martinique", (2027, 5, 22), True),
        ("GP", "America/Guadeloupe", (2027, 5, 27), True),
        ("GF", "America/Cayenne", (2027, 6, 10), True),
        ("YT", "Indian/Mayotte", (2027, 4, 27), True),
        ("NC", "Pacific/Noumea", (2027, 9, 24), True),
        ("", "Indian/Reunion", (2027, 12, 20), False),
        ("RE", "Indian/Reunion", (2027, 7, 14), True),
        ("", "Europe/Paris", (2027, 5, 1), True),
        ("", "Europe/Paris", (2027, 3, 21), True),  # a Sunday
    ],
)
def test_nothing_leaves_on_the_holidays_of_the_structure(cholet, holidays, zone, day, is_quiet):
    hours = of(cholet, holiday_zone=holidays, timezone=zone)
    assert (hours.closing(instant(zone, *day, 10)) is None) == is_quiet


def test_in_la_reunion_the_night_is_theirs(cholet):
    hours = of(cholet, timezone="Indian/Reunion", holiday_zone="RE")
    morning, evening = datetime(2027, 3, 10, 4, tzinfo=UTC), datetime(2027, 3, 10, 16, tzinfo=UTC)
    assert hours.closing(morning) == evening, "from 8 to 20 there: from 5 to 17 in Paris"
    assert hours.closing(evening) is None
    assert hours.closing(datetime(2027, 3, 10, 3, 59, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("zone", "saturday", "monday"),
    [
        ("Europe/Paris", (2026, 3, 28), (2026, 3, 30)),  # forward in the night to Sunday
        ("Europe/Paris", (2026, 10, 24), (2026, 10, 26)),  # and back
        ("America/Miquelon", (2027, 3, 13), (2027, 3, 15)),
        ("America/Miquelon", (2026, 10, 31), (2026, 11, 2)),
        ("Indian/Reunion", (2026, 3, 28), (2026, 3, 30)),  # where clocks never change
    ],
)
def test_when_the_clocks_change_monday_still_begins_at_eight(cholet, zone, saturday, monday):
    hours = of(cholet, timezone=zone)
    for hour in (20, 22, 23):
        opening = hours.next_opening(instant(zone, *saturday, hour))
        assert opening is not None
        assert opening.astimezone(UTC) == instant(zone, *monday, 8)
    assert hours.closing(instant(zone, *saturday, 19, 59))


def test_the_head_sets_holidays_clock_and_quiet_hours(cast, cholet, pages):
    overseas = {**SETTINGS, "timezone": "Indian/Reunion", "region": "RE", "holiday_zone": "RE"}
    assert pages.claude.post("/structure/reglages/", overseas).status_code == 302
    hours = day_of(cholet)
    assert hours.closing(instant("Indian/Reunion", 2027, 12, 20, 10)) is None
    DeliverySettings.objects.update_or_create(
        structure=cholet, defaults={"quiet_until": time(9, 30), "quiet_from": time(18)}
    )
    hours = day_of(cholet)
    assert hours.closing(instant("Indian/Reunion", 2027, 12, 21, 9)) is None
    assert hours.closing(instant("Indian/Reunion", 2027, 12, 21, 10)) == instant(
        "Indian/Reunion", 2027, 12, 21, 18
    )


def test_the_holidays_to_choose_from_are_named(pages, cast):
    shown = pages.claude.get("/structure/reglages/").content.decode()
    for name in ("Alsace-Moselle", "La Réunion", "Guadeloupe", "Nouvelle-Calédonie"):
        assert f">{name}</option>" in shown
